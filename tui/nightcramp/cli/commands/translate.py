"""`nightcramp translate`: what a translator has to do, the most dangerous first."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable

from nightcramp.check.translations import ToDo, to_do
from nightcramp.cli.commands.content import folder_of
from nightcramp.pack.load import read_pack
from nightcramp.pack.translate import hash_of
from nightcramp.system.output import show

_HOW_SOON = (
    "a red flag, or what to do in an emergency",
    "asked or advised",
    "a mimic, a medicine or advice",
    "a cause, or the name of a medicine",
    "a word of the program",
    "for clinicians",
)


def run(arguments: argparse.Namespace) -> int:
    """Print every sentence that is missing or stale; 1 where one is."""
    folder = folder_of(arguments.pack)
    left = to_do(read_pack(folder)[1], arguments.language, folder)
    show(render(left))
    return 1 if left else 0


def render(left: Iterable[ToDo]) -> str:
    """Each sentence as a table to fill in, under the file it belongs to."""
    rows: list[str] = []
    before = None
    for item in left:
        if (item.danger, item.file) != before:
            rows.append(f"# {item.file}: {_HOW_SOON[item.danger]}\n")
            before = (item.danger, item.file)
        rows.append(f"[{_quoted(item.name)}]\n# {item.text}")
        rows.append(f'text = {_quoted(item.now)}\nof = "{hash_of(item.text)}"\n')
    return "\n".join(rows) or "nothing to translate\n"


def _quoted(text: str) -> str:
    """A TOML string; what JSON escapes, TOML escapes alike."""
    return json.dumps(text, ensure_ascii=False)
