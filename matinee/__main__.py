"""Runs the command `matinee` as `python -m matinee`."""

from matinee.cli import main

if __name__ == "__main__":
    main()
