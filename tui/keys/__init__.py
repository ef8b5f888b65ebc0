"""Keys: names, validation and dispatch."""
