"""The offline commands: fetch data, preprocess, train and evaluate."""
