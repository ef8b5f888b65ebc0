"""Rating data sets: download and unpack them, and read any layout into one table of ratings and one of films."""
