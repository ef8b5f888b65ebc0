"""Training settings: typed configurations, and their YAML form."""
