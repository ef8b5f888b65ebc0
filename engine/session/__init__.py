"""A session with its favourites, events and suggestions."""
