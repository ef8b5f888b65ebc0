"""Import and export of films: Letterboxd, IMDb, Markdown and JSON."""
