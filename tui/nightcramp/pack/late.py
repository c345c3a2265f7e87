"""A pack read in two steps: what the first screen needs, and the rest behind it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from nightcramp.pack.load import load_pack, read_front

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from nightcramp.pack.model import Pack


class LatePack:
    """A pack of which only `pack.toml` and `words.toml` have been read.

    Attributes:
        about, country: as those of the whole pack.
        words: the program's own words.

    Raises:
        PackError: from the constructor or from `whole`, whichever file is wrong.
    """

    def __init__(self, folder: Traversable, country: str = "") -> None:
        self.about, self.country, self.words = read_front(folder, country)
        self._folder = folder

    @cached_property
    def whole(self) -> Pack:
        """The pack, read once."""
        return load_pack(self._folder, self.country)

    @property
    def reviewed(self) -> bool:
        """Whether the reviewers signed exactly this content; without a sign-off, no."""
        return bool(self.about.reviewed_hash) and self.whole.reviewed
