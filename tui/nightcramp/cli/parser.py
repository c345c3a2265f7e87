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

    def options(self) -> dict[str, argparse.Action]:
        """Each option by its long name without dashes, but for help and version, which end it."""
        return {
            name[2:]: action
            for name, action in self._option_string_actions.items()
            if name.startswith("--") and action.dest not in {"help", "version"}
        }

    def excluding(self) -> set[argparse.Action]:
        """The options that exclude one another."""
        groups = self._mutually_exclusive_groups
        return {action for group in groups for action in group._group_actions}  # noqa: SLF001  argparse tells nobody

    def error(self, message: str) -> NoReturn:
        """Refuse.

        Raises:
            NightcrampError: always.
        """
        chosen = _NO_CHOICE.search(message)
        meant = nearest(chosen[1], re.findall(r"[\w-]+", chosen[2])) if chosen else ""
        raise NightcrampError(f"{message}.{meant} See '{self.prog} --help'.")
