"""`speclift` and `python -m speclift`: what an interrupt does is settled before anything large is imported."""

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
        # Before a command has begun there is nothing to say.
        os._exit(130)


if __name__ == "__main__":
    main()
