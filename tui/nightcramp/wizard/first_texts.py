"""What the first screen says, kept ready beside the pack, so that it can be said at once.

`first_screen.txt` in a content folder holds, after a line with a digest: the language that
the pack takes where it is told none, each file that the texts were made from, and then the
texts, once for all countries, languages and characters that share them. The digest covers all
of it, and every byte of those files: a changed pack is never missed.
"""

from __future__ import annotations

from nightcramp.text import clean

try:
    from _blake2 import blake2b
except ImportError:  # `hashlib` has it too, and takes a third as long as Python to import
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import NamedTuple

    from nightcramp.pack.locale import Locale
    from nightcramp.reports.blocks import Block

    Part = Block
else:
    from nightcramp.light import NamedTuple

    class Part(NamedTuple):
        """A block, without what the first screen does not load."""

        kind: str
        text: str = ""
        note: str = ""
        term: str = ""
        mark = ""


TABLE = "first_screen.txt"

_ELSEWHERE = "-"
"""How a country that is not known is written in the table."""


class KeySaid(NamedTuple):
    """A key, as the key bar shows it."""

    shown: str
    label: str


class FirstTexts(NamedTuple):
    """What the first screen says.

    Attributes:
        rule: what the line under the title is drawn with.
        more: said where the text goes on.
        keys: key id -> what the key is called and does.
    """

    title: str
    rule: str
    more: str
    keys: dict[str, KeySaid]
    parts: tuple[Part, ...]


def read_first_texts(folder: str, locale: Locale) -> FirstTexts | None:
    """What is said to someone; None where the pack is another one by now.

    Args:
        folder: the content folder.
        locale: for whom; an unknown language takes the pack's own, and an unknown country
            has texts of its own.

    Raises:
        OSError: a file is missing.
        ValueError: the table is none.
    """
    told, _, rest = _read(f"{folder}/{TABLE}").partition(b"\n")
    head, *blocks = rest.decode().split("\n\n")
    usual, *files = head.split("\n")
    if told != digest(folder, files, rest):
        return None
    texts = {name: block for block in blocks for name in block.partition("\n")[0].split("\t")}
    country, language = "", usual
    if any(name.startswith(f"{locale.country} ") for name in texts):
        country = locale.country
    if any(name.split()[1] == locale.language for name in texts):
        language = locale.language
    return _texts_of(texts[_name(country, language, only_ascii=locale.ascii)])


def first_table(
    folder: str, usual: str, files: Iterable[str], texts: Mapping[Locale, FirstTexts]
) -> str:
    """The table for a content folder.

    Args:
        folder: where the files are.
        usual: language that the pack takes where it is told none.
        files: what the texts were made from, relative to the folder.
        texts: for whom -> what is said.
    """
    said: dict[str, list[str]] = {}
    for locale, text in texts.items():
        name = _name(locale.country, locale.language, only_ascii=locale.ascii)
        said.setdefault(_block_of(text), []).append(name)
    head = "\n".join((usual, *files))
    blocks = ["\t".join(names) + "\n" + block for block, names in said.items()]
    rest = "\n\n".join((head, *blocks)) + "\n"
    return f"{digest(folder, files, rest.encode()).decode()}\n{rest}"


def digest(folder: str, files: Iterable[str], rest: bytes) -> bytes:
    """Digest of the table and of the files it was made from.

    Raises:
        OSError: a file is missing.
    """
    found = blake2b(rest, digest_size=16)
    for file in files:
        raw = _read(f"{folder}/{file}")
        found.update(b"%d\n" % len(raw))
        found.update(raw)
    return found.hexdigest().encode()


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read()


def _name(country: str, language: str, *, only_ascii: bool) -> str:
    return f"{country or _ELSEWHERE} {language} {'ascii' if only_ascii else 'any'}"


def _block_of(texts: FirstTexts) -> str:
    rows = [
        ("said", texts.title, texts.rule, texts.more),
        *(("key", name, *key) for name, key in texts.keys.items()),
        *(("part", part.kind, part.text, part.note, part.term) for part in texts.parts),
    ]
    return "\n".join("\t".join(row).replace("\n", " ") for row in rows)


def _texts_of(block: str) -> FirstTexts:
    lines = block.split("\n")[1:]
    rows = [[clean(field) for field in line.split("\t")] for line in lines if line]
    said = next(row for row in rows if row[0] == "said")
    return FirstTexts(
        title=said[1],
        rule=said[2],
        more=said[3],
        keys={row[1]: KeySaid(*row[2:]) for row in rows if row[0] == "key"},
        parts=tuple(Part(*row[1:]) for row in rows if row[0] == "part"),  # type: ignore[arg-type]
    )
