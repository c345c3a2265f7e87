"""Every option of every question and every line of every result is reached, at 40x12 too."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nightcramp.answering.choice import Choice
from nightcramp.answering.listed import FIELD
from nightcramp.pack.model import Option, Question, Urgency
from nightcramp.reports.blocks import Block
from nightcramp.reports.explanations import explain_question
from nightcramp.reports.introduction import introduction
from nightcramp.reports.result import Result, build_result
from nightcramp.reports.topics import Topic
from nightcramp.text import clean
from nightcramp.triage import assess, read_answers
from nightcramp.triage.answers import choices
from nightcramp.wizard.help import help_parts
from nightcramp.wizard.keys import KEYS, keys_of
from nightcramp.wizard.marks import ASCII, WGL4, Marks
from nightcramp.wizard.screens.result_rows import (
    result_rows,
    topic_rows,
    topics_of,
    urgent_parts,
    urgent_rows,
)
from nightcramp.wizard.widgets.choices import Page, page_rows
from nightcramp.wizard.widgets.page_rows import (
    NARROW,
    bars,
    fitting_rows,
    key_bar_rows,
    prose_rows,
)
from nightcramp.wizard.widgets.rows import COLUMN, TWO_PANES, fit, row_width, text_of
from nightcramp.wizard.widgets.window import screenful, screenfuls
from tests.content import VIGNETTES, sample
from tests.pseudo import CODE, front_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nightcramp.pack.lazy import LazyPack
    from nightcramp.wizard.keys import Place
    from nightcramp.wizard.widgets.rows import Row

LANGUAGES = ("en", "es", CODE)
SIZES = {"40x12": (40, 12), "40x15": (40, 15), "80x24": (80, 24), "120x40": (120, 40)}


def body(columns: int, lines: int) -> tuple[int, int]:
    """Columns and rows left between header and key bar."""
    side = 1 if columns < NARROW else 3
    return columns - 2 * side, lines - sum(bars(lines))


BODIES = {name: body(*size) for name, size in SIZES.items()}
MEDICINES_WALKED = 12
PLACES: tuple[Place, ...] = tuple(dict.fromkeys(place for key in KEYS for place in key.where))

everywhere = [
    pytest.mark.parametrize("language", sample(LANGUAGES, 2)),
    pytest.mark.parametrize("size", BODIES.values(), ids=BODIES.keys()),
]


@lru_cache
def _front(language: str) -> LazyPack:
    return front_in(language)


def _words_of(rows: Iterable[Row], marks: Marks = WGL4) -> str:
    """What is read: no edges of what is highlighted, no pictures, one blank between words."""
    edge = re.compile(rf"^ *{re.escape(marks.edge)}")
    return " ".join(" ".join(edge.sub("", text_of(row)) for row in _beside_pictures(rows)).split())


def _beside_pictures(rows: Iterable[Row]) -> Iterable[Row]:
    """The rows without what is at the right from where a picture begins."""
    rows = list(rows)
    spans = ((row, n) for row in rows for n, span in enumerate(row) if span.style == "picture")
    first = min((row_width(row[:n]) for row, n in spans), default=999)
    return [fit(row, first) for row in rows]


def _insist_on_size(rows: Sequence[Row], width: int, height: int) -> None:
    assert len(rows) <= height
    assert [text_of(row) for row in rows if row_width(row) > width] == []


@everywhere[0]
@everywhere[1]
@pytest.mark.parametrize("marks", [WGL4, ASCII], ids=["WGL4", "ASCII"])
def test_every_option_of_every_question_is_reached(
    language: str, size: tuple[int, int], marks: Marks
) -> None:
    """Its picture and why it is asked beside it, where there is room."""
    front = _front(language)
    pack, words = front.whole, front.words.question
    for question in pack.questions:
        options = choices(pack, question, {"medicines": tuple(m.id for m in pack.medicines[:3])})
        choice = Choice.begin(question.kind, options)
        why = (Block("heading", front.words.why.title), Block("text", question.why))
        page = Page(pack.picture_for(question.id), why)
        for step in (*[1] * MEDICINES_WALKED, *[len(options), -1, -1]):
            choice = choice.move(step)
            name = choice.focus
            rows = page_rows(question, choice, words, *size, marks=marks, page=page)
            _insist_on_size(rows, *size)
            seen = _words_of(_at_left(rows, size[0]), marks)
            assert question.text in seen, f"{question.id}: the question is cut off"
            if name != FIELD:
                label = next(option.label for option in options if option.id == name)
                assert label in seen, f"{question.id}: {name} is cut off"


@everywhere[0]
@everywhere[1]
def test_every_sign_of_every_danger_list_is_reached_and_chosen(
    language: str, size: tuple[int, int]
) -> None:
    """By its digit, and by the arrows and Space; and it is seen to be chosen."""
    front = _front(language)
    lists = [q for q in front.whole.questions if q.clarifies or f"{q.id}_again" in _ids(front)]
    assert len(lists) >= 20
    for question in lists:
        begun = Choice.begin(question.kind, question.options)
        assert [digit for _, digit in begun.numbered] == list(range(1, 10)), question.id
        walked = begun
        for option, digit in begun.numbered:
            assert digit is not None
            walked = walked.move(1)
            for chosen in (begun.press_digit(digit), walked.toggle()):
                assert chosen.enter().decided == (option.id,)
                rows = page_rows(question, chosen, front.words.question, *size)
                _insist_on_size(rows, *size)
                lit = [row for row in rows if any(span.style == "focus" for span in row)]
                assert text_of(lit[0]).strip().startswith("▌"), f"{question.id}: {option.id}"
                assert _words_of(lit) == f"{digit} ■ {option.label}"


def _at_left(rows: Sequence[Row], width: int) -> Sequence[Row]:
    """The column of the question, where there are two."""
    return [fit(row, width * 3 // 5) for row in rows] if width >= TWO_PANES else rows


def _ids(front: LazyPack) -> set[str]:
    return {question.id for question in front.whole.questions}


@everywhere[0]
@everywhere[1]
@pytest.mark.parametrize(
    "message",
    ["takes_back", "how_to_choose", "nothing_chosen", "left_out", "once_more", "too_soon",
     "digits_wanted", "unfinished", "back_is_left"],
)  # fmt: skip
def test_every_message_is_read_whole(language: str, size: tuple[int, int], message: str) -> None:
    front = _front(language)
    words = front.words.question
    for question in front.whole.questions:
        if question.kind == "several":
            begun = Choice.begin(question.kind, question.options).move(-1)
            rows = page_rows(question, replace(begun, message=message), words, *size)
            _insist_on_size(rows, *size)
            seen = _words_of(rows)
            sentence = getattr(words, message).format(**begun.details)
            assert f"* {sentence}" in seen, question.id
            assert begun.options[-1].label in seen, question.id


@lru_cache
def _results(language: str) -> dict[str, Result]:
    """The result of each patient of the pack."""
    pack = _front(language).whole
    return {
        vignette.id: build_result(pack, assess(pack, read_answers(pack, vignette.answers)))
        for vignette in sample(VIGNETTES, 12)
    }


def _of(language: str, *, urgent: bool) -> Iterable[tuple[str, Result]]:
    return [item for item in _results(language).items() if urgent != bool(item[1].topics)]


@everywhere[0]
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_every_line_of_every_urgent_result_is_reached(language: str, size: tuple[int, int]) -> None:
    words = _front(language).words
    columns, lines = size
    height = lines - bars(lines)[1]  # it has no header, and no margin
    for name, result in _of(language, urgent=True):
        asking = words.results.while_you_wait
        parts = urgent_parts(result, asking, "Pack 1.0.")
        banner, below = urgent_rows(result, parts, columns, height)
        room = height - len(banner)
        assert room >= 4, name
        _insist_on_size(banner, columns, height)
        _insist_on_size(below, columns, 999)
        head = _words_of(banner)
        assert result.title in head, f"{name}: {result.title} is cut off"
        assert result.limit.casefold() in head.casefold(), f"{name}: {result.limit}"
        read = _read(below, room)
        assert f"{result.note} Pack 1.0." in read, f"{name}: {result.note} is cut off"
        told = [line.text for reason in result.reasons for line in reason.lines]
        for said in (*told, result.lead, asking):
            assert all(piece in read for piece in said.split()), f"{name}: {said}"


@everywhere[0]
@everywhere[1]
def test_every_topic_of_every_result_is_reached(language: str, size: tuple[int, int]) -> None:
    words = _front(language).words
    width, height = size
    has_two = width >= TWO_PANES
    column = width // 2 if has_two else min(width, COLUMN)
    for name, result in _of(language, urgent=False):
        topics = topics_of(result, words)
        for here, topic in enumerate(topics):
            rows = result_rows(result, here, words, column, height)
            _insist_on_size(rows, column, height)
            seen = _words_of(rows)
            assert result.title in seen, f"{name}: {result.title} is cut off"
            assert result.limit in seen, f"{name}: {result.limit} is cut off"
            lit = _words_of(row for row in rows if any(span.style == "focus" for span in row))
            assert here >= 9 or lit.startswith(f"{here + 1} "), f"{name}: {topic.title}"
            lost = [piece for piece in topic.title.split() if piece not in lit.split()]
            assert lost == [], f"{name}: {topic.title} is cut off"


@everywhere[0]
@everywhere[1]
def test_every_line_of_every_topic_is_reached(language: str, size: tuple[int, int]) -> None:
    words = _front(language).words
    width, height = size
    column = width - width // 2 - 3 if width >= TWO_PANES else min(width, COLUMN)
    for name, result in _of(language, urgent=False):
        for topic in topics_of(result, words):
            rows = topic_rows(topic, column, height)
            _insist_on_size(rows, column, 999)
            pieces = {piece for row in rows for span in row for piece in span.text.split()}
            assert set(topic.title.split()) <= pieces, f"{name}: {topic.title}"
            read = _read(rows, height)
            for line in topic.lines:
                assert all(piece in read for piece in line.text.split()), f"{name}: {line.text}"


def _read(rows: Sequence[Row], height: int) -> str:
    """A long text, a screenful after the other, each row once; pictures left in."""
    seen: list[Row] = []
    for number in range(len(screenfuls(len(rows), height))):
        shown = screenful(rows, number, height, "v")
        _insist_on_size(shown, 999, height)
        seen += [row for row in shown if row not in seen[-2:]]
    return " ".join(" ".join(text_of(row) for row in seen if text_of(row) != "v").split())


def _texts(front: LazyPack) -> Iterable[Sequence[Block]]:
    pack, words = front.whole, front.words
    yield introduction(front, words, words.welcome.how_to)
    for question in pack.questions:
        yield explain_question(pack, question)
    for place in PLACES:
        yield help_parts(pack, place)


@everywhere[0]
@everywhere[1]
def test_every_line_of_every_text_is_reached(language: str, size: tuple[int, int]) -> None:
    width, height = size
    for parts in _texts(_front(language)):
        read = _read(fitting_rows(parts, min(width, COLUMN), height), height)
        for part in parts:
            assert all(piece in read for piece in f"{part.text} {part.term}".split())


@everywhere[0]
@pytest.mark.parametrize(("width", "height"), [(40, 1), (40, 2), (80, 3)])
def test_the_keys_nobody_can_do_without_are_whole(language: str, width: int, height: int) -> None:
    words = _front(language).words.keys
    for place in PLACES:
        rows = key_bar_rows(keys_of(place), words, width, height)
        assert [text_of(row) for row in rows if row_width(row) > width] == []
        for key in keys_of(place):
            if key.rank == 0 and words[key.id].label:
                label = "" if language == CODE else f" {words[key.id].label}"
                assert f"{words[key.id].shown}{label}" in _words_of(rows)


WIDE = {
    "wide": "\u6f22\u5b57\u304b\u306a\u4ea4\u3058\u308a\u6587" * 4,
    "combining": "e\u0301a\u0308n\u0303 combining " * 6,
    "emoji": "\U0001f469\U0001f3fd\u200d\u2695\ufe0f \U0001f9b5 and \U0001f1ea\U0001f1f8 " * 5,
}


@pytest.mark.parametrize("text", WIDE.values(), ids=WIDE)
@everywhere[1]
def test_wide_and_combining_characters_do_not_break_the_layout(
    text: str, size: tuple[int, int]
) -> None:
    text = clean(text)
    words = _front("en").words
    options = tuple(Option(id=f"o{i}", label=text) for i in range(4))
    choice = Choice.begin("several", options).press_digit(2)
    question = Question(id="q", kind="several", text=text, hint=text, why="")
    rows = page_rows(question, choice, words.question, *size)
    _insist_on_size(rows, *size)
    topic = Topic("a", text, (Block("for", text, text), Block("text", text)), text, 5, ranked=True)
    result = Result(Urgency.routine, text, text, text, (), (topic, topic), text)
    _insist_on_size(result_rows(result, 0, words, *size), *size)
    _insist_on_size(topic_rows(topic, *size), size[0], 999)
    for part in urgent_rows(result, urgent_parts(result), *size):
        _insist_on_size(part, size[0], 999)
    for row in prose_rows([Block("text", text), Block("item", text, term="F1")], size[0]):
        assert row_width(row) <= size[0]
