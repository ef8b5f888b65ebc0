"""Texts on screen: labels and the summary of a session."""
