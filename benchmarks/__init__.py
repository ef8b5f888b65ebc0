"""Measurements of speed, memory and search; each module says what it measures, the bar, and its command."""
