"""Runs the command line: `python -m twimlkit`."""

from .cli import main

if __name__ == "__main__":
    main()
