"""Mood prompts: from a line of words to arrays over the catalogue."""
