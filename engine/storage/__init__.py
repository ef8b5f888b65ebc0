"""Saved sessions: JSON lines in append-only logs."""
