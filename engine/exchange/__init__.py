"""Films from other worlds, and films given out to them: exports of Letterboxd and IMDb, Markdown and JSON."""
