"""Reading rating data sets."""
