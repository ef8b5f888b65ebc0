"""Models that can be served: each gives every film a score for a profile."""
