"""`python -m nightcramp`: the same as the command `nightcramp`."""

import sys

from nightcramp.cli.main import main

sys.exit(main())
