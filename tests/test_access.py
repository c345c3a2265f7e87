"""What is said can be followed by who sees no place and no color."""

from __future__ import annotations

import re

import pytest

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
