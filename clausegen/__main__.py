"""The program: ``python -m clausegen``, and what is installed as ``clausegen``."""

from clausegen.runtime import interrupts as stopping


def main() -> None:
    """Run the command line. A request to stop that comes before it is there, is heard by it."""
    stopping.listen()
    from clausegen.cli.main import main as command

    try:
        command()
    finally:
        stopping.end()


if __name__ == "__main__":
    main()
