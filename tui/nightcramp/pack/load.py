"""From a folder of TOML files to a `Pack`, or to an error that names file and line."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from nightcramp.pack.document import Document
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.locale import Locale
from nightcramp.pack.model import About, Pack
from nightcramp.pack.pictures import Picture
from nightcramp.pack.reader import Reader
from nightcramp.pack.words import Words

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from nightcramp.pack.folder import AnyFolder


T = TypeVar("T")

ANYWHERE = Locale()


def content_folder() -> Traversable:
    """The pack that came with the program, or the checkout's `content/` folder."""
    beside = Path(__file__).parents[1] / "content"
    if beside.is_dir():
        return beside
    checkout = Path(__file__).parents[3] / "content"
    if checkout.is_dir():
        return checkout
    from importlib import resources  # only for a zip file: the import takes 8 ms

    return resources.files("nightcramp") / "content"


def load_pack(folder: AnyFolder | None = None, locale: Locale = ANYWHERE) -> Pack:
    """Read a pack, whole.

    Args:
        folder: where it is; by default the pack that comes with the program.
        locale: for whom. Without a language that the pack has, its first one is used; without
            a country that it has, words that are right in any country.

    Raises:
        PackError: a file is missing, is no TOML, or says what a pack cannot say.
    """
    from nightcramp.pack.references import check_references

    collects = gc.isenabled()
    gc.disable()  # nothing of it is garbage, and a collection takes 7 ms of 45
    try:
        pack, documents = read_pack(folder if folder is not None else content_folder(), locale)
        check_references(pack, documents)
    finally:
        if collects:
            gc.enable()
    return pack


def read_pack(folder: AnyFolder, locale: Locale = ANYWHERE) -> tuple[Pack, list[Document]]:
    """A pack before `check_references`, and the files that it was read from.

    Raises:
        PackError: a file is missing, is no TOML, or says what a pack cannot say.
    """
    reader = Reader(folder, locale)
    return reader.read(), reader.documents


class Front(NamedTuple):
    """What the first screen needs.

    Attributes:
        locale: for whom it was read.
        picture: None if the pack has none for this screen.
    """

    about: About
    locale: Locale
    words: Words
    picture: Picture | None


def read_front(folder: AnyFolder, locale: Locale = ANYWHERE) -> Front:
    """Read what the first screen needs: `pack.toml`, the words, and one picture.

    Raises:
        PackError: one of the files is missing, is no TOML, or lacks something.
    """
    reader = Reader(folder, locale)
    about = reader.front()
    words = reader.file("words.toml", Words)
    first = about.first_picture
    picture = reader.file(f"pictures/{first}.toml", Picture) if first else None
    return Front(about, reader.locale, words, picture)


def read_file(folder: AnyFolder, name: str, kind: type[T]) -> T:
    """One content file on its own, as the type it should have.

    Raises:
        PackError: the file is missing, is no TOML, or says what it cannot say.
    """
    return Reader(folder, ANYWHERE).file(name, kind)


def read_document(folder: AnyFolder, name: str) -> Document:
    """One content file as it is written.

    Raises:
        PackError: the file is missing, or is no TOML.
    """
    return PackFolder.of(folder).document(name)
