"""Who reads a sentence: the conditions above it in its file, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nightcramp.pack.condition import (
    NOT_ASKED,
    START_MATTERS,
    Choice,
    Condition,
    Range,
    read_condition,
)
from nightcramp.pack.document import Document
from nightcramp.pack.model import UNSURE, Pack
from nightcramp.pack.toml_lines import Path
from nightcramp.text import in_words

EVERYONE = "everyone"

_SIGNS = {">=": "at least", ">": "over", "<=": "at most", "<": "under"}
_ANSWERS = {
    NOT_ASKED: "not asked",
    UNSURE: "not sure",
    "taken": "taken",
    "recent": "new",
    "any": "any",
}
_FILES = {
    "words.toml": "everyone who uses the program",
    "sources.toml": "who looks up a source",
    "pack.toml": EVERYONE,
}


class Wording:
    """Says conditions in the words of one pack."""

    def __init__(self, pack: Pack) -> None:
        self._questions = {question.id: question for question in pack.questions}
        self._options = {
            question.id: {option.id: option.label for option in question.options}
            for question in pack.questions
        }
        self._medicines = {medicine.id: medicine.name for medicine in pack.medicines}
        self._names = {one.id: one.name for one in pack.medicine_classes}
        self._names |= {one.id: one.title for one in pack.measures}

    def of(self, condition: Condition) -> str:
        """A condition as a clause."""
        parts = [self._test(test) for test in condition.tests]
        parts += [self.of(part) for part in condition.all]
        if condition.any:
            some = [self.of(part) for part in condition.any]
            parts.append(some[0] if len(some) == 1 else f"one of ({'; '.join(some)})")
        if condition.negated is not None:
            parts.append(f"not ({self.of(condition.negated)})")
        return ", and ".join(parts) or EVERYONE

    def _test(self, test: Choice | Range) -> str:
        name = self._name(test.key)
        if isinstance(test, Range):
            bounds = [f"{_SIGNS[sign]} {bound:g}" for sign, bound in test.bounds()]
            return f"{name} {' and '.join(bounds)}" if bounds else f"{name} known"
        labels = self._options.get(test.key, {})
        chosen = [
            f'"{labels[one]}"'
            if one in labels
            else self._medicines.get(one, _ANSWERS.get(one, in_words(one)))
            for one in sorted(test.any_of)
        ]
        return f"{name}: {' or '.join(chosen)}"

    def _name(self, key: str) -> str:
        if key in self._questions:
            question = self._questions[key]
            return question.said or question.clinical or in_words(key)
        if key == START_MATTERS:
            return "a medicine whose start matters"
        return self._names.get(key, in_words(key))


def readers_of(document: Document, path: Path, wording: Wording) -> str:
    """Who reads what is at a path of a file, in words."""
    clauses = list(dict.fromkeys(_clauses(document, path, wording)))
    return "; ".join(clauses) or _FILES.get(document.name, EVERYONE)


def _clauses(document: Document, path: Path, wording: Wording) -> Iterator[str]:
    value: Any = document.data
    above: list[tuple[Path, dict[str, Any]]] = [((), value)]
    for place, step in enumerate(path, 1):
        value = value[step]
        if isinstance(value, dict):
            above.append((path[:place], value))
    folder = document.name.split("/", maxsplit=1)[0]
    for where, table in above:
        kind = str(where[-2]) if len(where) > 1 else folder
        if folder in ("causes", "mimics") and not where:
            what = "cause" if folder == "causes" else "mimic"
            yield f"for whom the {what} '{table.get('id', '')}' is found"
        if kind == "contact" and "id" in table:
            yield f"who is sent to '{table['id']}'"
        if kind == "medicine_class" and "id" in table:
            yield f"who takes a medicine of '{table['id']}'"
        if kind == "section":
            continue
        if isinstance(table.get("when"), dict):
            yield wording.of(read_condition(table["when"]))
        if isinstance(table.get("unless"), dict):
            yield f"unless {wording.of(read_condition(table['unless']))}"
