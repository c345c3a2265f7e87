"""Translations of the sentences in a content file.

Each language has a folder with the same files, and in each file a table for every sentence:
its text, and the hash of the sentence that it translates.

    ["flag/clot_in_leg/because"]
    text = "Tiene una pierna hinchada desde hace poco."
    of = "1a2b3c4d"
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from nightcramp.pack.document import Document
from nightcramp.pack.placeholders import COUNTRY_WORDS, PLACEHOLDER
from nightcramp.pack.record import Record
from nightcramp.pack.toml_lines import Path
from nightcramp.pack.variants import Wording
from nightcramp.text import in_words, says_something

BOTH = "{} / {}"
"""How a sentence about danger is shown if its translation is out of date."""

SPOKEN = frozenset({
    "text", "hint", "why", "label", "because", "means", "do", "summary", "how", "doubt",
    "say", "note", "lead", "said", "again",
})  # fmt: skip
"""Keys whose values are whole sentences."""

_CLINICAL = "clinical"
"""Key of the same in a clinician's words, which a file may leave out."""

_TRANSLATED = SPOKEN | {_CLINICAL, "title", "limit", "name", "unit", "intended_use", "instrument"}
_SEARCHED = "words"
"""Other names by which an option is found: a list in a question's options."""
_PLACES = ("countries", "elsewhere")
_MEDICINE = "medicine"
_SUSPECT = "suspect"
_DANGER = {
    "red_flags.toml": 0,
    "contacts.toml": 0,
    "questions/red_flags.toml": 0,
    "advice.toml": 2,
    "medicines.toml": 2,
    "words.toml": 4,
    "measures.toml": 5,
    "sources.toml": 5,
}


class Translated(Record, frozen=True, kw_only=True):
    """A sentence in another language.

    Attributes:
        of: `hash_of` the sentence that it translates.
    """

    text: str
    of: str


class Sentence(Struct, frozen=True):
    """A sentence to translate.

    Attributes:
        name: key of its translation.
        path: where it is in the file.
        danger: how much harm a wrong translation could do, from 0 (red flags, and what to do
            in an emergency) to 5.
    """

    name: str
    path: Path
    text: str
    danger: int

    @property
    def is_name(self) -> bool:
        """Whether it names a medicine or a suspect, and is no sentence."""
        return self.name.startswith((f"{_MEDICINE}/", f"{_SUSPECT}/"))

    @property
    def is_clinical(self) -> bool:
        """Whether it is in a clinician's words; without it the patient's words are shown."""
        return self.path[-1] == _CLINICAL


def hash_of(sentence: str) -> str:
    """The first eight hexadecimal digits of the SHA-256 of a sentence."""
    import hashlib  # not needed for the first language

    return hashlib.sha256(sentence.encode()).hexdigest()[:8]


def sentences_of(document: Document) -> Iterator[Sentence]:
    """Every sentence of a file that needs a translation, as written."""
    for path, value in document.walk():
        if path[-2:-1] == ("medicines",) and document.name == "medicines.toml":
            yield Sentence(f"{_MEDICINE}/{path[-1]}", path, str(path[-1]), 3)
        elif path[-2:-1] == ("suspects",) and document.name == "red_flags.toml":
            yield Sentence(f"{_SUSPECT}/{value}", path, in_words(str(value)), 5)
        elif isinstance(value, str) and is_spoken(document, path) and _has_words(value):
            yield Sentence(_name(document, path), path, value, _danger(document, path))


def translate(
    document: Document, translated: Mapping[str, Translated], wording: Wording | None
) -> tuple[dict[str, Any], dict[str, str]]:
    """The tables of a file in another language or its variant, and the names that it translates.

    Names, of medicines and suspects, are ids too: they stay in the tables as they are.

    A sentence without a translation, or with an empty one, stays as it is. A sentence about
    danger whose translation is out of date is shown in both languages. A clinical text without
    a translation that is up to date is left out, so that the patient's words take its place:
    a page has one language.
    """
    data = _copied(document.data)
    names: dict[str, str] = {}
    for sentence in sentences_of(document):
        other = translated.get(sentence.name)
        if other is None or not says_something(other.text):
            if sentence.is_clinical:
                _put(data, sentence.path, "")
            continue
        text = other.text
        if wording and not sentence.is_name:
            text = wording.of(text)
        is_stale = (sentence.danger == 0 or sentence.is_clinical) and (
            other.of != hash_of(sentence.text)
        )
        if is_stale:
            text = "" if sentence.is_clinical else BOTH.format(text, sentence.text)
        if sentence.is_name:
            names[sentence.name] = text
        else:
            _put(data, sentence.path, text)
    return data, names


def reword(document: Document, wording: Wording) -> dict[str, Any]:
    """The tables of a file in a variant of the language that it is written in."""
    reworded = [
        (path, said)
        for path, value in document.walk()
        if isinstance(value, str)
        if (said := wording.of(value)) != value and is_spoken(document, path)
    ]
    data: dict[str, Any] = _copied(document.data) if reworded else document.data
    for path, said in reworded:
        _put(data, path, said)
    return data


def _put(data: dict[str, Any], path: Path, text: str) -> None:
    table: Any = data
    for step in path[:-1]:
        table = table[step]
    table[path[-1]] = text


def is_spoken(document: Document, path: Path) -> bool:
    """Whether the text at a path is a sentence, or a name that people read."""
    named = next((step for step in reversed(path) if isinstance(step, str)), "")
    if document.name == "words.toml":
        return True
    if document.name == "sources.toml":
        return named == "title" and bool(document.value(path[:-1]).get("described"))
    if document.name == "pack.toml" and path[0] in _PLACES and named in COUNTRY_WORDS:
        return True
    if named == _SEARCHED:
        return document.name.startswith("questions/")
    return (named in _TRANSLATED and path[0] != "languages") or path[0] == "time_limits"


def _has_words(text: str) -> bool:
    return any(char.isalpha() for char in PLACEHOLDER.sub("", text))


def _danger(document: Document, path: Path) -> int:
    if path[-1] == _CLINICAL:
        return 5
    if document.name == "pack.toml":
        return 0 if path[0] in ("urgency", "time_limits", *_PLACES) else 4
    if document.name == "advice.toml":
        kind = document.value(path[:2]).get("kind")
        return 0 if kind == "safety_net" else _DANGER[document.name]
    folder = {"questions": 1, "mimics": 2, "causes": 3}.get(document.name.split("/")[0], 4)
    return _DANGER.get(document.name, folder)


def _name(document: Document, path: Path) -> str:
    """`flag/clot_in_leg/do/0`: keys, and ids in place of positions."""
    value: Any = document.data
    names = []
    for step in path:
        value = value[step]
        has_id = isinstance(value, dict) and isinstance(value.get("id"), str)
        names.append(value["id"] if has_id and isinstance(step, int) else str(step))
    return "/".join(names)


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return value
