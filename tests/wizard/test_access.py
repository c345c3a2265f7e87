"""What is said can be followed by who sees no place and no color."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import nightcramp
from nightcramp.pack.load import content_folder, read_pack
from nightcramp.pack.locale import Locale
from nightcramp.pack.translate import sentences_of

_SENSES = {
    "en": r"\b(?:at the (?:right|left|top|bottom)|in (?:red|green|blue|yellow)|(?:red|green) text"
    r"|(?:left|right)-hand|click|highlighted in)\b",
    "es": r"\b(?:a la (?:derecha|izquierda)|en (?:rojo|verde|azul|amarillo)|clic)\b",
}


@pytest.mark.parametrize("language", _SENSES)
def test_no_sentence_points_to_a_place_or_a_color(language: str) -> None:
    _, documents = read_pack(content_folder(), Locale(language=language))
    said = {
        sentence.text
        for document in documents
        if document.name in ("words.toml", "pack.toml") or "questions" in document.name
        for sentence in sentences_of(document)
    }
    assert len(said) > 200
    assert [text for text in said if re.search(_SENSES[language], text.casefold())] == []


def _sources(*endings: str) -> dict[str, str]:
    """The program's own files, by name."""
    folder = Path(nightcramp.__file__).parent
    paths = [path for path in folder.rglob("*") if path.suffix in endings]
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def test_nothing_that_is_said_vanishes_by_itself() -> None:
    vanishing = re.compile(r"\.notify\(|\bToast\b|set_interval|\bblink\b\s*=\s*True")
    assert [name for name, text in _sources(".py").items() if vanishing.search(text)] == []


def test_no_border_is_drawn_and_no_block_but_for_a_code() -> None:
    styles = _sources(".tcss")
    assert styles
    assert [name for name, text in styles.items() if re.search("border|outline", text)] == []
    block = re.compile("[\u2580-\u259f]")
    drawn = {name for name, text in _sources(".py").items() if block.search(text)}
    assert drawn == {"qr_code.py"}
