"""One file a model: each turns ratings into an item space."""
