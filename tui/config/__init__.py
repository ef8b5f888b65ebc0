"""The user's configuration: theme, model and keys."""
