"""`python -m nightcramp`: the same as the command `nightcramp`."""

import sys

from nightcramp.cli import main

sys.exit(main())
