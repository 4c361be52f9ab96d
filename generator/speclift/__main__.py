"""`speclift` and `python -m speclift`: the handling of interrupts is set up before anything large is imported."""

import os
from typing import NoReturn

from speclift.cli.interrupts import heed_interrupts


def main() -> NoReturn:
    """Run the command as a process of its own."""
    try:
        heed_interrupts()
        from speclift.cli.main import entry

        entry()
    except KeyboardInterrupt:
        # Before a command has started, there is nothing to report.
        os._exit(130)


if __name__ == "__main__":
    main()
