"""`nightcramp translate`: files for a translator to fill in, and what is left to do."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path

from nightcramp.check.translation_files import DANGERS, empty_table, to_fill_in
from nightcramp.check.translations import ToDo, as_written, named, to_do
from nightcramp.cli.commands.content import folder_of
from nightcramp.errors import NightcrampError
from nightcramp.pack.document import Document
from nightcramp.pack.folder import MOST_BYTES_OF_A_FILE
from nightcramp.pack.load import read_pack
from nightcramp.pack.model import About
from nightcramp.regular_files import open_regular, read_at_most
from nightcramp.system import private_files
from nightcramp.system.output import show

_LANGUAGE = re.compile(r"[a-z]{2,3}")


def run(arguments: argparse.Namespace) -> int:
    """Write the files of a translation, or print what it lacks; 1 if anything is left to do.

    Raises:
        NightcrampError: no such language can be written there.
        PackError: the pack or the translation cannot be read.
    """
    language, folder = arguments.language, folder_of(arguments.pack)
    pack, read = read_pack(folder)
    _insist(language, pack.about)
    documents = list(as_written(read))
    if arguments.todo:
        left = to_do(documents, language, folder)
        show(render(left))
        return 1 if left else 0
    if arguments.pack is None:
        raise NightcrampError(
            f"name the pack to write into, such as: translate {language} --pack content"
        )
    target = Path(arguments.pack) / language
    for document in documents:
        _fill_in(document, language, target)
    left = to_do(documents, language, folder)
    total = sum(len(named(document)) for document in documents)
    show(f"{target}: {_summary(left, total)}{_not_yet(language, pack.about)}\n")
    return 1 if left else 0


def render(left: Iterable[ToDo]) -> str:
    """Each sentence as a table to fill in, under the file it belongs to."""
    rows: list[str] = []
    before = None
    for item in left:
        if (item.danger, item.file) != before:
            rows.append(f"# {item.file}: {DANGERS[item.danger]}\n")
            before = (item.danger, item.file)
        table = empty_table(item.name, item.text, item.now)
        rows.append("\n".join([table[0], f"# {item.text}", *table[1:], ""]))
    return "\n".join(rows) or "nothing to translate\n"


def _insist(language: str, about: About) -> None:
    if not _LANGUAGE.fullmatch(language):
        raise NightcrampError(f"'{language}' is no code of a language, such as es or pt.")
    if language == next(iter(about.languages)):
        raise NightcrampError(f"'{language}' is the language that the pack is written in.")


def _fill_in(document: Document, language: str, target: Path) -> None:
    """Write one file, if it is to change."""
    path = target / document.name
    try:
        raw = _written(path)
        text = to_fill_in(document, f"{language}/{document.name}", raw)
        if text.strip() and text.encode() != raw:
            path.parent.mkdir(parents=True, exist_ok=True)
            with private_files.unfinished(path, 0o666) as unfinished:
                private_files.write(unfinished.descriptor, text.encode())
                unfinished.finish()
    except OSError as error:
        raise NightcrampError(f"{path}: {error.strerror}.") from None


def _written(path: Path) -> bytes:
    if not path.exists():
        return b""
    with open_regular(path) as file:
        return read_at_most(file, MOST_BYTES_OF_A_FILE + 1)


def _summary(left: list[ToDo], total: int) -> str:
    """What is left, in one sentence."""
    if not left:
        return f"all {total:,} sentences are translated."
    missing = sum(1 for item in left if not item.now)
    urgent = sum(1 for item in left if item.danger == 0)
    return (
        f"{len(left):,} of {total:,} sentences left ({missing:,} missing,"
        f" {len(left) - missing:,} stale), {urgent:,} of them about danger;"
        f" begin with {left[0].file}."
    )


def _not_yet(language: str, about: About) -> str:
    if language in about.languages:
        return ""
    return f" Nobody can choose it yet: name it under [languages.{language}] in pack.toml."
