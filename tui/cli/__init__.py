"""Commands of the terminal app: starting it, its configuration, and serving it to browsers."""
