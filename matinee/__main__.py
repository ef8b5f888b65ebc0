"""`python -m matinee`: the same as the command `matinee`."""

from matinee.cli import main

if __name__ == "__main__":
    main()
