"""From raw ratings to training targets: filter, split, transform (source 004)."""
