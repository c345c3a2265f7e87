"""Steps of reading a pack that need no file: what is listed, what is asked again, each text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from nightcramp.errors import PackError
from nightcramp.pack.condition import read_condition
from nightcramp.pack.document import Document
from nightcramp.pack.model import UNSURE, About, AskedAgain, Question


def check_lists(about: About, document: Document) -> None:
    """Refuse what would make a pack be read again and again.

    Raises:
        PackError: a file is named twice.
    """
    sections = tuple(section.id for section in about.sections)
    lists = {key: getattr(about, key) for key in ("causes", "mimics", "pictures")}
    for key, names in {"sections": sections, **lists}.items():
        for index, name in enumerate(names):
            if names.index(name) < index:
                problem = f"'{name}' is named twice."
                raise PackError(document.name, document.line((key, index)), problem)


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """A value with every text in it changed that is not plain."""
    if isinstance(value, str):
        has_brace = "{" in value or "}" in value
        plain = value.isascii() and value.isprintable() and not has_brace
        return value if plain else change(value)
    if isinstance(value, dict):
        return {each_text(k, change): each_text(item, change) for k, item in value.items()}
    if isinstance(value, list):
        return [each_text(item, change) for item in value]
    return value


def with_again(question: Question, again: AskedAgain) -> tuple[Question, ...]:
    """A question; for a list of signs, followed by the same list in other words."""
    if not any(option.again for option in question.options):
        return (question,)
    options = tuple(
        replace(option, label=option.again or option.label, again="") for option in question.options
    )
    clarifying = replace(
        question,
        id=f"{question.id}_again",
        text=again.text,
        hint=again.hint,
        why=again.why,
        sources=again.sources,
        options=options,
        when=read_condition({question.id: UNSURE}),
        clarifies=question.id,
    )
    return question, clarifying
