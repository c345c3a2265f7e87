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


def test_no_border_is_drawn_and_nothing_but_marks_figures_pictures_and_codes() -> None:
    styles = _sources(".tcss")
    assert styles
    assert [name for name, text in styles.items() if re.search("border|outline", text)] == []
    drawing = re.compile("[\u2580-\u25a1\u25cb\u25cf]")
    drawn = {name for name, text in _sources(".py").items() if drawing.search(text)}
    assert drawn == {"marks.py", "figures.py", "drawing.py", "qr_code.py"}
