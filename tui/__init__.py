"""The terminal app: keys in, films out. Owns nothing but what is on screen."""
