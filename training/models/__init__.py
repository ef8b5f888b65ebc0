"""One file a model: each trains on ratings and returns the arrays that the engine scores with."""
