"""The catalogue of films: titles, years, genres, rating counts, title search and film series."""
