"""Every patient by full screen, line mode and answers file: the same result, word for word."""

from __future__ import annotations

import json
import re
import subprocess
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from nightcramp.reports.explanations import REASONS
from nightcramp.reports.plain import render_plain, render_topic
from nightcramp.reports.result import build_result
from nightcramp.triage import Interview, assess, read_answers
from nightcramp.wizard.screens.result_rows import topics_of
from tests.content import PACK, VIGNETTES, WORDS
from tests.real_terminal import NIGHTCRAMP, UNHURRIED, RealTerminal, clean_environment
from tests.typing_answers import calm_answer, lines_for, screen_keys_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nightcramp.reports.result import Result
    from nightcramp.reports.topics import Topic
    from nightcramp.triage.assessment import Assessment
    from nightcramp.triage.values import Value

COLUMNS, LINES = 66, 120
"""So wide that how soon is a place on a line, and so narrow that pictures stand below what they
show; tall enough for every topic."""
_KEY_BAR = 3
"""Rows at the bottom."""
PARTS = 4
"""So that several processes share the patients."""


@lru_cache
def _whole_interview(name: str) -> tuple[Mapping[str, Value], str, list[str]]:
    """The answers of a patient; the keys and the lines that give them."""
    vignette = next(v for v in VIGNETTES if v.id == name)
    given = read_answers(PACK, vignette.answers)
    interview, keys, lines = Interview.begin(PACK), "\r", [""]
    while (question := interview.question) is not None:
        value = given.get(question.id, None)
        value = calm_answer(interview) if value is None else value
        keys += screen_keys_for(interview, value)
        lines += lines_for(interview, value)
        interview = interview.answer(value)
    return interview.answers, keys, lines


def _assessment(name: str) -> Assessment:
    return assess(PACK, _whole_interview(name)[0])


def _said(text: str) -> list[str]:
    """The words of a result in their order, without marks, bars and numbers of topics."""
    return re.findall(r"[\w'+]+", text.replace("+ ", " "))


def _without_limit(text: str, result: Result) -> list[str]:
    """Without how soon, which the screen leaves out where the headline says it."""
    said, title, limit = _said(text), _said(result.title), _said(result.limit)
    after = len(title) + len(limit)
    assert said[: len(title)] == title
    soon = [word.casefold() for word in said[len(title) : after]] == limit
    return said[after:] if soon else said[len(title) :]


@pytest.fixture(scope="module")
def spoken() -> dict[str, str]:
    """What line mode says to each patient: one program, person after person."""
    another = "n\ny\n"
    typed = another.join("\n".join(_whole_interview(v.id)[2]) + "\n" for v in VIGNETTES)
    greeting, *said = _run(["--plain"], typed).split(WORDS.welcome.begin)
    assert greeting
    return dict(zip((v.id for v in VIGNETTES), said, strict=True))


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is printed for each patient's answers: one file, line after line."""
    path = tmp_path_factory.mktemp("patients") / "answers.jsonl"
    lines = [json.dumps(_whole_interview(v.id)[0]) for v in VIGNETTES]
    path.write_text("\n".join(lines), encoding="utf-8")
    *said, after = _run(["assess", str(path)], "").split(f"\n{'-' * 72}\n\n")
    assert after == ""
    return dict(zip((v.id for v in VIGNETTES), said, strict=True))


@pytest.mark.parametrize("name", [v.id for v in VIGNETTES])
def test_line_mode_says_what_the_answers_file_says(
    name: str, spoken: dict[str, str], filed: dict[str, str]
) -> None:
    assert filed[name] == render_plain(build_result(PACK, _assessment(name)))
    assert filed[name] in spoken[name]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(PARTS))
def test_the_full_screen_says_what_the_answers_file_says(part: int) -> None:
    """One program, person after person."""
    with RealTerminal(UNHURRIED, columns=COLUMNS, lines=LINES) as terminal:
        for vignette in VIGNETTES[part::PARTS]:
            terminal.wait_for(WORDS.welcome.begin)
            terminal.press(_whole_interview(vignette.id)[1])
            result = build_result(PACK, _assessment(vignette.id))
            shown = " ".join(_read(terminal, vignette.id))
            filed = render_plain(result)
            shown = _without_offer(shown, vignette.id)
            assert _without_limit(shown, result) == _without_limit(filed, result), vignette.id
            terminal.press("n")
            terminal.wait_for(WORDS.again.text)
            terminal.press("y")


def _without_offer(shown: str, name: str) -> str:
    """Without the offer of questions to answer while waiting, which no answers file makes."""
    said, offer = " ".join(_said(shown)), " ".join(_said(WORDS.results.while_you_wait))
    offers = bool(Interview.begin(PACK, _whole_interview(name)[0]).while_you_wait)
    assert said.count(offer) == offers, name
    return said.replace(offer, "")


def _read(terminal: RealTerminal, name: str) -> Iterator[str]:
    """All that a result says: what decides how soon first, as everywhere else, then the topics."""
    result = build_result(PACK, _assessment(name))
    said_already = result.limit.casefold() in result.title.casefold()
    limit = "" if said_already else result.limit
    terminal.wait_for(result.title, limit, WORDS.keys["again"].label)  # in the row drawn last
    if not result.topics:
        version = WORDS.results.pack.format(version=PACK.about.version)
        end = f"{version}, {WORDS.results.not_reviewed}"
        text, note, foot = "\n".join(_body(terminal, 0)).rpartition(result.note.split()[-1])
        assert _said(foot) == _said(end)
        yield text + note
        return
    rows = _body(terminal, 2)
    (scale,) = (y for y, row in enumerate(rows) if WORDS.results.today in row and "─" in row)
    yield " ".join(rows[:scale])
    assert _said(result.lead) == _said(" ".join(rows[scale + 1 :]))[: len(_said(result.lead))]
    read = {}
    terminal.press("\r")
    for topic in topics_of(result, WORDS):
        read[topic.id] = _read_topic(terminal, topic)
        terminal.press(" ")
    terminal.wait_for(result.title, WORDS.results.today)
    reasons = next(topic for topic in topics_of(result, WORDS) if topic.id == REASONS)
    yield read.pop(REASONS).replace(reasons.title, "", 1)
    yield from read.values()


def _read_topic(terminal: RealTerminal, topic: Topic) -> str:
    """What is read of a topic, once it says all that it has to say, and nothing else stands there.

    It comes in pieces, and until then the list of topics says much of it.
    """
    text, captions = render_topic(topic), " ".join(one.text for one in topic.pictures)

    def shown() -> list[str]:
        return _said(" ".join(_body(terminal, 2)))

    says = _said(f"{text} {captions}")
    terminal.wait_until(lambda: shown() == says, f"{topic.id} and nothing else")
    return text


def _body(terminal: RealTerminal, top: int) -> list[str]:
    """The rows between header and key bar, without the numbers of steps."""
    rows = terminal.text.split("\n")[top : LINES - _KEY_BAR]
    return [re.sub(r"^ *\d  ", "", row) for row in rows]


def _run(arguments: list[str], typed: str) -> str:
    ended = subprocess.run(
        [*NIGHTCRAMP, *arguments],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        env=clean_environment(),
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout
