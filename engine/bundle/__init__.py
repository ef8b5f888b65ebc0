"""Bundles: a data set's catalogue, trained models and training users, read from verified files."""
