"""Import and export of films: exports of Letterboxd, IMDb and other services; Markdown and JSON."""
