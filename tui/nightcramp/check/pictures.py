"""Pictures: parts that stand for nothing, options without a part, and what is out of sight."""

from __future__ import annotations

from collections.abc import Iterator

from nightcramp.check.finding import Finding, Places, finding_at
from nightcramp.errors import nearest
from nightcramp.pack import Pack, Question
from nightcramp.pack.model import UNSURE
from nightcramp.pack.pictures import Outline, Picture, Tone
from nightcramp.pack.toml_lines import Path

_FILLABLE: tuple[Tone, ...] = ("part", "light")
"""Tones that look other than what is filled, without colors as well."""


def check_pictures(pack: Pack, places: Places) -> Iterator[Finding]:
    """What is wrong with the pictures of a pack."""
    first, listed = pack.about.first_picture, pack.about.pictures
    if first and first not in listed:
        problem = f"'{first}' is not in 'pictures'.{nearest(first, listed)}"
        yield finding_at(places.documents["pack.toml"], ("first_picture",), "unknown-id", problem)
    for name, picture in zip(listed, pack.pictures, strict=True):
        document = places.documents[f"pictures/{name}.toml"]
        for path, rule, problem in (
            *_of_words(picture),
            *_of_advice(pack, picture),
            *_of_question(pack, picture),
            *_of_shapes(picture),
        ):
            yield finding_at(document, path, rule, problem)


_Problem = tuple[Path, str, str]
"""Where in the file, the rule, and what is wrong."""


def _of_words(picture: Picture) -> Iterator[_Problem]:
    if not picture.text.strip():
        problem = "A picture without words; say in 'text' all that it shows."
        yield ("text",), "picture-without-words", problem


def _of_advice(pack: Pack, picture: Picture) -> Iterator[_Problem]:
    known = {line.id for line in pack.all_advice}
    for number, name in enumerate(picture.advice):
        if name not in known:
            problem = f"'{name}' is no line of advice.{nearest(name, known)}"
            yield ("advice", number), "unknown-id", problem


def _of_question(pack: Pack, picture: Picture) -> Iterator[_Problem]:
    questions = {question.id: question for question in pack.questions}
    question = questions.get(picture.question)
    if picture.question and not question:
        problem = f"'{picture.question}' is no question.{nearest(picture.question, questions)}"
        yield ("question",), "unknown-id", problem
        return
    known = {option.id for option in question.options} if question else set()
    for path, name in _options_named(picture):
        if name not in known:
            problem = f"'{name}' is no option of that question.{nearest(name, known)}"
            yield path, "unknown-id", problem
    if question:
        yield from _without_part(question, picture)


def _options_named(picture: Picture) -> Iterator[tuple[Path, str]]:
    for i, name in enumerate(picture.without):
        yield ("without", i), name
    for number, outline in enumerate(picture.outline):
        for i, name in enumerate(outline.options):
            yield ("outline", number, "options", i), name


def _without_part(question: Question, picture: Picture) -> Iterator[_Problem]:
    shown = {name for outline in picture.outline for name in outline.options}
    for option in question.options:
        if option.exclusive or option.id in (UNSURE, *shown, *picture.without):
            continue
        problem = f"No outline stands for '{option.id}'; draw it, or name it under 'without'."
        yield ("question",), "option-without-outline", problem


def _of_shapes(picture: Picture) -> Iterator[_Problem]:
    for number, outline in enumerate(picture.outline):
        path: Path = ("outline", number)
        across, down = picture.size
        if any(not (0 <= x <= across and 0 <= y <= down) for x, y in outline.corners):
            problem = f"A point lies outside the picture, which is {across} wide and {down} high."
            yield (*path, "points"), "outside-picture", problem
        if outline.label and not picture.holds(outline.label):
            problem = f"The label lies outside the picture, which is {across} wide and {down} high."
            yield (*path, "label"), "outside-picture", problem
        yield from _of_looks(path, outline)


def _of_looks(path: Path, outline: Outline) -> Iterator[_Problem]:
    if outline.options and outline.tone not in _FILLABLE:
        problem = f"In tone '{outline.tone}' it looks as if always filled; take 'part' or 'light'."
        yield (*path, "tone"), "always-filled", problem
    if not outline.options and outline.tone == "part":
        problem = "A part that no option fills; name its options, or give it a tone."
        yield path, "outline-without-option", problem
