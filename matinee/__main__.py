"""Runs the command `matinee`, also as `python -m matinee`. Little is imported before Ctrl+C is handled."""

import sys


def main() -> None:
    """Run the command line; exit 130 without a traceback if Ctrl+C is pressed while it is still being imported."""
    try:
        from matinee.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
