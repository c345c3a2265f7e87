"""A parser that refuses with one sentence."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

from nightcramp.errors import NightcrampError, nearest

_NO_CHOICE = re.compile(r"invalid choice: '(.*)' \(choose from (.*)\)$", re.DOTALL)


class Parser(argparse.ArgumentParser):
    """Refuses with one sentence, and names what was probably meant."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)
        self.color = False  # from Python 3.14 on help is colored otherwise

    def error(self, message: str) -> NoReturn:
        """Refuse.

        Raises:
            NightcrampError: always.
        """
        chosen = _NO_CHOICE.search(message)
        meant = nearest(chosen[1], re.findall(r"[\w-]+", chosen[2])) if chosen else ""
        raise NightcrampError(f"{message}.{meant} See '{self.prog} --help'.")
