"""The program: ``python -m clausegen``, and what is installed as ``clausegen``."""

import gc
import os

from clausegen.runtime import interrupts as stopping


def main() -> None:
    """Run the command line. A request to stop that comes before it is there, is heard by it."""
    stopping.listen()
    gc.set_threshold(100_000)  # what is imported and loaded stays: looking for garbage took a tenth of a short run
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # the search for plugins reads every installed package
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # otherwise numpy starts a thread per core, to no use here
    from clausegen.cli.main import main as command

    try:
        command(prog_name="clausegen")
    finally:
        stopping.end()


if __name__ == "__main__":
    main()
