"""Running the app: background loading, drivers, signals, crashes, and patches of Textual."""
