"""Misspelled words of a prompt."""
