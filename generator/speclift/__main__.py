"""`python -m speclift`."""

import sys

from speclift.cli import main

sys.exit(main())
