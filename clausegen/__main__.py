"""Run the command line with ``python -m clausegen``."""

from clausegen.cli import main

if __name__ == "__main__":
    main()
