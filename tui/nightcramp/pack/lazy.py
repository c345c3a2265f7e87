"""A pack read in two steps: what the first screen needs, and the rest behind it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from nightcramp.pack.folder import PackFolder
from nightcramp.pack.hashes import content_hashes
from nightcramp.pack.load import ANYWHERE, load_pack, read_front
from nightcramp.pack.locale import Locale
from nightcramp.pack.model import Pack

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class LazyPack:
    """A pack of which only what the first screen needs has been read.

    Attributes:
        about: as that of the whole pack.
        locale: for whom it is read.
        country, language: codes of the locale; country may be empty.
        words: the program's own words.
        picture: that of the first screen, or None.

    Raises:
        PackError: from the constructor or from `whole`, whichever file is wrong.
    """

    def __init__(self, folder: Traversable, locale: Locale = ANYWHERE) -> None:
        self.about, self.locale, self.words, self.picture = read_front(folder, locale)
        self.country, self.language, _ = self.locale
        self._folder = folder
        self._before: LazyPack | None = None

    @cached_property
    def whole(self) -> Pack:
        """The pack, read once."""
        return load_pack(self._folder, self.locale)

    @property
    def reviewed(self) -> bool:
        """Whether the reviewers signed exactly this content; without a sign-off, no."""
        if not self.about.reviewed_hash:
            return False
        hashes = content_hashes(PackFolder(self._folder), self.about, self.language)
        return self.about.signs(self.language, hashes)

    def speaking(self, language: str) -> LazyPack:
        """The same pack in another language.

        The one that was spoken before is not read again. No others are kept: each takes 10 MB.
        """
        if language == self.language:
            return self
        before, self._before = self._before, None
        if before is None or before.language != language:
            before = LazyPack(self._folder, self.locale._replace(language=language))
        before._before = self
        return before
