"""A pseudo-language: every sentence longer, accented and in brackets, to see what is cut off.

It goes the way of every translation: a folder of sentences with their hashes.
"""

from __future__ import annotations

import json
import re
import shutil
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import tomli

from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.load import content_folder, read_pack
from nightcramp.pack.locale import Locale
from nightcramp.pack.placeholders import PLACEHOLDER
from nightcramp.pack.translate import hash_of, sentences_of

CODE = "qps"
LONGER = 1.4
_ACCENTED = str.maketrans("aeiouncAEIOUNC", "áéíóúñçÁÉÍÓÚÑÇ")
_MORE = " ~" * 400


def pseudo(sentence: str) -> str:
    """The sentence as the pseudo-language has it."""
    parts = re.split(f"({PLACEHOLDER.pattern})", sentence)
    said = "".join(p if PLACEHOLDER.fullmatch(p) else p.translate(_ACCENTED) for p in parts)
    longer = max(0, round(len(sentence) * LONGER) - len(sentence) - 2)
    return f"[{said}{_MORE[:longer].rstrip()}]"


def write_pseudo_pack(folder: Path) -> Path:
    """A copy of the pack that speaks the pseudo-language too."""
    pack = Path(shutil.copytree(str(content_folder()), folder / "pack", ignore=_all_but_english))
    about = pack / "pack.toml"
    named = f'[languages.{CODE}]\nname = "[Pséúdó]"\n\n[countries.US]'
    about.write_text(about.read_text("utf-8").replace("[countries.US]", named, 1), "utf-8")
    _, documents = read_pack(pack)
    for document in {document.name: document for document in documents}.values():
        written = msgspec.structs.replace(document, data=tomli.loads(document.text))
        rows = {s.name: s.text for s in sentences_of(written)}
        path = pack / CODE / document.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_entry(*row) for row in rows.items()), "utf-8")
    return pack


@lru_cache
def pseudo_front() -> LazyPack:
    """The pack in the pseudo-language, whole."""
    with TemporaryDirectory() as folder:
        front = LazyPack(write_pseudo_pack(Path(folder)), Locale("US", CODE))
        assert front.whole
        return front


@lru_cache
def front_in(language: str, *, ascii_only: bool = False) -> LazyPack:
    """The pack in a language, in the United States, read once; the pseudo-language as well."""
    if language == CODE:
        return pseudo_front()
    front = LazyPack(content_folder(), Locale("US", language, ascii_only))
    assert front.whole.language == language
    return front


def _all_but_english(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name in ("es", "vignettes")]


def _entry(name: str, sentence: str) -> str:
    quoted = json.dumps(pseudo(sentence), ensure_ascii=False)
    return f'[{json.dumps(name)}]\ntext = {quoted}\nof = "{hash_of(sentence)}"\n'
