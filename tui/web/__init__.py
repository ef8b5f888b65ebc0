"""`matinee serve`: the app in web browsers."""
