"""`import nightcramp`: what is public, and that what docs/library.md shows is so."""

from __future__ import annotations

import doctest
import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import nightcramp
from nightcramp.cli.main import main
from nightcramp.library import _maker
from nightcramp.pack.vignettes import load_vignettes
from tests.kept import kept as kept_by_caches
from tests.strategies import any_answers

PAGE = Path(__file__).parents[1] / "docs/library.md"
PACK = nightcramp.load_pack()
PUBLIC = {
    "AnswerError",
    "Answers",
    "Assessment",
    "NightcrampError",
    "PackError",
    "assess",
    "interview",
    "load_pack",
    "render",
}
EXAMPLES = re.findall(r"```python\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_page_for_integrators_shows_what_happens() -> None:
    shown = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    names: dict[str, object] = {}
    for example in EXAMPLES:
        test = doctest.DocTestParser().get_doctest(example, names, PAGE.name, str(PAGE), 0)
        shown.run(test, clear_globs=False)
        names = test.globs
    assert shown.summarize().attempted > 15
    assert shown.summarize().failed == 0


def test_the_chat_is_as_short_as_the_page_says() -> None:
    chat = next(example for example in EXAMPLES if "class Chat" in example)
    lines = [line for line in chat.splitlines() if line.startswith((">>> class", "...  "))]
    assert len([line for line in lines if line.strip(". ")]) <= 30


def test_nothing_else_is_public() -> None:
    assert {name for name in dir(nightcramp) if not name.startswith("_")} == PUBLIC
    assert set(nightcramp.__all__) == PUBLIC
    assert all(getattr(nightcramp, name).__doc__ for name in PUBLIC - {"Answers"})
    with pytest.raises(AttributeError, match="no attribute 'diagnose'"):
        nightcramp.diagnose  # noqa: B018  it is the test


def test_it_loads_neither_screens_nor_a_terminal() -> None:
    program = (
        "import sys, nightcramp\n"
        "pack = nightcramp.load_pack()\n"
        "nightcramp.render(pack, nightcramp.assess(pack, {'age': 70}), 'handover', 'html')\n"
        "rooms = ('wizard', 'line_mode', 'cli', 'system', 'clinic')\n"
        "ours = [n for n in sys.modules if n.startswith(tuple(f'nightcramp.{r}' for r in rooms))]\n"
        "print(ours + [n for n in ('textual', 'rich', 'termios', 'curses') if n in sys.modules])\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ended.stdout.decode().strip() == "[]"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"country": "XX"}, "pack.toml: has no country 'XX'."),
        ({"language": "ess"}, "pack.toml: has no language 'ess'. Did you mean 'es'?"),
    ],
)
def test_a_pack_without_the_country_or_language_is_refused(
    asked: dict[str, str], sentence: str
) -> None:
    with pytest.raises(nightcramp.PackError) as refused:
        nightcramp.load_pack(**asked)
    assert str(refused.value) == sentence


def test_a_folder_is_named_by_a_text_or_a_path(tmp_path: Path) -> None:
    content = Path(__file__).parents[1] / "content"
    assert nightcramp.load_pack(str(content)).hash == nightcramp.load_pack(content).hash
    with pytest.raises(nightcramp.PackError, match=r"pack\.toml"):
        nightcramp.load_pack(tmp_path)


@given(any_answers(PACK))
def test_an_interview_goes_on_from_any_answers(answers: dict[str, object]) -> None:
    begun = nightcramp.interview(PACK, answers)
    given = nightcramp.assess(PACK, answers)
    assert begun.answers.keys() == answers.keys() - set(given.dropped)
    assert nightcramp.interview(PACK, begun.answers) == begun
    assert begun.question is None or begun.question.id not in begun.answers


def test_an_interview_refuses_what_a_question_does_not_take() -> None:
    with pytest.raises(nightcramp.AnswerError, match="colour: is no question"):
        nightcramp.interview(PACK, {"colour": "red"})


def test_a_front_end_of_its_own_tells_what_the_program_tells() -> None:
    """Each patient, answered question by question, and at once."""
    for vignette in load_vignettes()[::20]:
        begun = nightcramp.interview(PACK)
        while (question := begun.question) is not None:
            begun = begun.answer(vignette.answers[question.id])
        at_once = {name: vignette.answers[name] for name in begun.answers}
        told = [
            nightcramp.render(PACK, nightcramp.assess(PACK, answers))
            for answers in (begun.answers, at_once)
        ]
        assert told[0] == told[1], vignette.id


def test_each_page_comes_in_each_of_its_forms() -> None:
    found = nightcramp.assess(PACK, {"age": 71, "leg_danger": ["swollen"]})
    made = {
        (page, form): nightcramp.render(PACK, found, page, form)  # type: ignore[arg-type]
        for page, forms in (
            ("result", ("text", "json", "fhir", "cds-card")),
            ("leaflet", ("text", "markdown", "html")),
            ("handover", ("text", "markdown", "html")),
        )
        for form in forms
    }
    assert all(one != other for one, other in pairwise(made.values()))
    assert json.loads(made["result", "json"])["urgency"]["id"] == "same_day"
    assert json.loads(made["result", "fhir"])["resourceType"] == "Bundle"


FIRST = {"age": 97, "leg_danger": ["swollen", "cold"], "medicines": ["digoxin", "furosemide"]}
SECOND = {"age": 31, "pregnant": "pregnant", "weeks": 29, "leg_danger": ["none"]}


@pytest.mark.parametrize("form", ["fhir", "cds-card"])
def test_the_command_gives_the_same_ids_also_where_an_answer_was_left_out(
    form: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {"age": 70, "pregnant": "pregnant", "weeks": 20}
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(answers), encoding="utf-8")
    found = nightcramp.assess(PACK, answers)
    assert found.dropped

    assert main(["assess", "--format", form, str(file)]) == 0

    assert json.loads(capsys.readouterr().out) == json.loads(
        nightcramp.render(PACK, found, form=form)
    )


@pytest.mark.parametrize("form", ["json", "fhir", "cds-card"])
def test_what_is_the_same_for_everyone_is_prepared_once(form: Any) -> None:
    _maker.cache_clear()
    first, second = (nightcramp.assess(PACK, answers) for answers in (FIRST, SECOND))
    nightcramp.render(PACK, first, form=form)
    after_another = nightcramp.render(PACK, second, form=form)
    assert _maker.cache_info().misses == 1

    _maker.cache_clear()

    assert nightcramp.render(PACK, second, form=form) == after_another


def test_nobody_s_answers_are_kept() -> None:
    told: set[object] = {"97 years", "31 years", "29 weeks"}
    for answers in (FIRST, SECOND):
        found = nightcramp.assess(PACK, answers)
        told |= {given for given in found.answers.values() if len(str(given).split()) > 1}
        for form in ("text", "json", "fhir", "cds-card"):
            nightcramp.render(PACK, found, form=form)
        nightcramp.render(PACK, found, "handover", "html")

    kept = [
        one
        for one in kept_by_caches()
        if isinstance(one, str)
        or (isinstance(one, tuple) and all(isinstance(part, str) for part in one))
    ]

    assert len(told) == 5
    assert len(kept) > 10_000
    assert told.intersection(kept) == set()


@pytest.mark.parametrize(
    ("page", "form", "sentence"),
    [
        ("result", "html", "a result comes as text, json, fhir, cds-card, not as 'html'"),
        ("leaflet", "json", "a leaflet comes as text, markdown, html, not as 'json'"),
        ("poster", "html", "there is no page 'poster'"),
    ],
)
def test_what_does_not_exist_is_named(page: str, form: str, sentence: str) -> None:
    found = nightcramp.assess(PACK, {"age": 71, "leg_danger": ["swollen"]})
    with pytest.raises(ValueError, match=re.escape(sentence)):
        nightcramp.render(PACK, found, page, form)  # type: ignore[arg-type]


def test_no_leaflet_is_made_while_nothing_can_be_said() -> None:
    found = nightcramp.assess(PACK, {"age": 71})
    with pytest.raises(nightcramp.NightcrampError, match=r"needs an answer .* leg_danger"):
        nightcramp.render(PACK, found, "leaflet")
