"""From raw ratings to training targets: filter, split by time, transform into signals."""
