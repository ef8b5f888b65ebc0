"""Plots and posters of films, fetched from Wikipedia or TMDB when a person asks for them."""
