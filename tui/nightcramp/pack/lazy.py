"""A pack read in two steps: what the first screen needs, and the rest behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nightcramp.pack.folder import PackFolder
from nightcramp.pack.load import ANYWHERE, load_pack, read_front
from nightcramp.pack.locale import Locale
from nightcramp.pack.model import About, Pack
from nightcramp.pack.sign_off import Signed
from nightcramp.text import to_ascii

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Reviewer = Callable[[PackFolder, About, str], Signed]
"""Says who signed what was read of a pack, in a language."""


class LazyPack:
    """A pack of which only what the first screen needs has been read.

    Args:
        folder: where it is.
        locale: for whom it is read.
        reviewer: checks the sign-offs; none is believed without it.

    Attributes:
        about: as that of the whole pack.
        locale: for whom it is read.
        country, language: codes of the locale; country may be empty.
        words: the program's own words.
        picture: that of the first screen, or None.

    Raises:
        PackError: from the constructor or from `whole`, whichever file is wrong.
    """

    def __init__(
        self, folder: Traversable, locale: Locale = ANYWHERE, reviewer: Reviewer | None = None
    ) -> None:
        self.about, self.locale, self.words, self.picture = read_front(folder, locale)
        self.country, self.language, _ = self.locale
        self._folder, self._reviewer = folder, reviewer
        self._before: LazyPack | None = None

    @cached_property
    def whole(self) -> Pack:
        """The pack, read once."""
        return load_signed(self._folder, self.locale, self._reviewer)

    @property
    def signed(self) -> Signed:
        """The sign-offs that hold; the pack is read whole for them, if anyone checks them."""
        return self.whole.signed if self._reviewer else Signed()

    def speaking(self, language: str) -> LazyPack:
        """The same pack in another language.

        The one that was spoken before is not read again. No others are kept: each takes 10 MB.
        """
        if language == self.language:
            return self
        before, self._before = self._before, None
        if before is None or before.language != language:
            there = self.locale._replace(language=language)
            before = LazyPack(self._folder, there, self._reviewer)
        before._before = self
        return before


def load_signed(folder: Traversable, locale: Locale, reviewer: Reviewer | None) -> Pack:
    """Read a pack, whole, with the sign-offs that hold for exactly what was read.

    Args:
        folder: where it is.
        locale: for whom it is read.
        reviewer: checks the sign-offs; none is believed without it.

    Raises:
        PackError: it cannot be read.
    """
    if reviewer is None:
        return load_pack(folder, locale)
    files = PackFolder(folder)
    pack = load_pack(files, locale)
    signed = reviewer(files, pack.about, pack.language)
    if locale.ascii:
        by = (replace(one, name=to_ascii(one.name), role=to_ascii(one.role)) for one in signed.by)
        signed = replace(signed, by=tuple(by))
    return replace(pack, signed=signed)
