"""A translation's files, ready to fill in: every sentence, with a mark on what is left to do.

A mark is a comment that begins with `#:`. It is made anew each time; all else stays as the
translator left it.

    #: missing: a red flag, or what to do in an emergency
    #: Do not rub the leg.
    ["flag/clot_in_leg/do/0"]
    text = ""
    of = "1a2b3c4d"
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import tomli

from nightcramp.check.translations import named
from nightcramp.errors import PackError
from nightcramp.pack.decode import convert_tables, parse
from nightcramp.pack.document import Document
from nightcramp.pack.translate import Sentence, Translated, hash_of

DANGERS = (
    "a red flag, or what to do in an emergency",
    "asked or advised",
    "a mimic, a medicine or advice",
    "a cause, or the name of a medicine",
    "a word of the program",
    "for clinicians",
)
"""What is at stake, by the danger of a sentence."""

_MARK = "#:"
_ORPHANED = f"{_MARK} translates nothing: take it out"


def to_fill_in(document: Document, file: str, raw: bytes) -> str:
    """A file of a translation with a table for every sentence, in the order of the original.

    Args:
        document: the original, as written.
        file: name of the translation's file, for errors.
        raw: what it holds now; nothing if it is new. Every text and comment in it is kept.

    Raises:
        PackError: it is no TOML, or holds anything but a table for each sentence.
    """
    opening, tables = _tables(file, raw)
    rows = [opening] if opening else []
    for name, sentence in named(document).items():
        comments, table, now = tables.pop(name, ([], [], None))
        marks: Iterable[str] = ()
        if now is None or not now.text.strip():
            marks, table = _missing(sentence), empty_table(name, sentence.text)
        elif now.of != hash_of(sentence.text):
            marks = _stale(sentence)
        rows.append([*marks, *comments, *table])
    rows += [[_ORPHANED, *comments, *table] for comments, table, _ in tables.values()]
    return "\n\n".join("\n".join(lines) for lines in rows) + "\n"


def empty_table(name: str, sentence: str, now: str = "") -> list[str]:
    """The lines of a table to fill in; `now` is what it says already."""
    return [f"[{_quoted(name)}]", f"text = {_quoted(now)}", f'of = "{hash_of(sentence)}"']


def _missing(sentence: Sentence) -> Iterator[str]:
    yield f"{_MARK} missing: {DANGERS[sentence.danger]}"
    yield from _original(sentence)


def _stale(sentence: Sentence) -> Iterator[str]:
    new = hash_of(sentence.text)
    yield f'{_MARK} stale: the original now says what follows; if the text does, put of = "{new}"'
    yield from _original(sentence)


def _original(sentence: Sentence) -> Iterator[str]:
    return (f"{_MARK} {line}" for line in sentence.text.splitlines())


def _quoted(text: str) -> str:
    """A TOML string; TOML and JSON escape alike."""
    return json.dumps(text, ensure_ascii=False)


_Table = tuple[list[str], list[str], Translated | None]


def _tables(file: str, raw: bytes) -> tuple[list[str], dict[str, _Table]]:
    """What a file opens with; then each table's name, comments above it, lines and content."""
    document = parse(file, raw)
    translated = convert_tables(document, Translated)
    opening, *blocks = _blocks(document.text)
    tables: dict[str, _Table] = {}
    found: dict[str, Any] = {}
    with contextlib.suppress(tomli.TOMLDecodeError):  # then not everything is found
        for comments, lines in blocks:
            table = tomli.loads("\n".join(lines))
            found |= table
            tables |= {name: (comments, lines, translated[name]) for name in table}
    if found != document.data:
        raise PackError(file, 0, "must hold a table of two lines for each sentence, and no more.")
    return opening[1], tables


def _blocks(text: str) -> list[tuple[list[str], list[str]]]:
    """Each table with the comments right above it, without marks; first, what no table holds."""
    blocks: list[tuple[list[str], list[str]]] = [([], [])]
    comments: list[str] = []
    for line in text.splitlines():
        if line.startswith(_MARK):
            continue
        if line.startswith("#"):
            comments.append(line)
        elif line.startswith("["):
            blocks.append((comments, [line]))
            comments = []
        else:
            blocks[-1][1].extend([*comments, line])
            comments = []
    blocks[-1][1].extend(comments)
    return [(comments, _stripped(lines)) for comments, lines in blocks]


def _stripped(lines: list[str]) -> list[str]:
    return "\n".join(lines).strip("\n").split("\n") if any(lines) else []
