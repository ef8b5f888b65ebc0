"""The offline side: rating files become preprocessed tables, models, bundles and evaluations."""
