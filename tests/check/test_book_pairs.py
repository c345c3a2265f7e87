"""The matrix of the review book: every two facts together, as the interview takes them."""

from __future__ import annotations

import shutil
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from nightcramp.check.book.book import make_book
from nightcramp.check.book.facts import CLASSES, bands, every_fact
from nightcramp.check.book.matrix import Pair, gathered, make_matrix
from nightcramp.check.book.people import Found, People
from nightcramp.pack import load_pack
from nightcramp.pack.model import NONE, Urgency
from nightcramp.triage import Interview, assess
from tests.content import PACK, PAIRS, WELL
from tests.edited_packs import CONTENT, plant
from tests.pilot import SMALL

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.check.book.facts import Fact

SMALL_WELL = {"age": 40, "sitting": "little", "feel": ["knot"]}


UNPURSUED = frozenset(flag.id for flag in PACK.red_flags if not flag.pursued)


@lru_cache
def people() -> People:
    """Well people who tell a fact of the pack itself; made once."""
    return People(PACK, WELL)


@st.composite
def two_facts(draw: st.DrawFn) -> tuple[Fact, Fact]:
    facts = list(people().alone)
    first, second = draw(st.lists(st.integers(0, len(facts) - 1), min_size=2, max_size=2))
    return facts[first], facts[second]


def played(told: dict[str, Any]) -> Any:
    """What a person gets who is asked one question after the other, and is otherwise well."""
    interview = Interview.begin(PACK)
    while (question := interview.question) is not None:
        calm = WELL.get(question.id, [NONE])
        interview = interview.answer(told.get(question.id, calm))
    return assess(PACK, interview.answers)


def as_given(found: Found) -> dict[str, Any]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in found.told.items()}


@given(two_facts())
def test_a_pair_has_the_urgency_of_the_interview_that_is_played(pair: tuple[Fact, Fact]) -> None:
    found = people().together(*pair)
    if found is not None:
        urgency = played(as_given(found)).urgency
        assert urgency is found.urgency or (
            UNPURSUED & {*found.reasons} and urgency < found.urgency
        )


def test_what_the_interview_does_not_ask_to_the_end_is_listed(small: Path) -> None:
    not_pursued = 'sources = ["checked"]\npursued = false\n\n[[flag]]\nid = "clot"'
    plant(small, "red_flags.toml", 'sources = ["checked"]\n\n[[flag]]\nid = "clot"', not_pursued)
    plant(small, "red_flags.toml", 'danger = "back", sitting', "sitting")

    matrix = make_matrix(load_pack(small), SMALL_WELL)

    unasked = {(matrix.facts[p.first].id, matrix.facts[p.second].id) for p in matrix.unasked}
    assert unasked == {("danger/swollen", "sitting/much"), ("danger/unsure", "sitting/much")}
    assert {pair.urgency for pair in matrix.unasked} == {Urgency.emergency}


@given(st.data())
def test_a_fact_alone_has_the_urgency_of_the_interview_that_is_played(data: st.DataObject) -> None:
    found = data.draw(st.sampled_from(list(people().alone.values())))
    assert found.urgency is played(as_given(found)).urgency


@given(two_facts())
def test_two_facts_are_the_same_in_either_order(pair: tuple[Fact, Fact]) -> None:
    first, second = pair
    one, other = people().together(first, second), people().together(second, first)
    assert (one and one.urgency) == (other and other.urgency)


def test_every_option_and_class_is_a_fact_or_the_well_persons() -> None:
    facts = {fact.id for fact in every_fact(PACK, WELL)}
    for question in PACK.questions:
        if question.clarifies or question.kind in ("number", "started"):
            continue
        calm = WELL.get(question.id, [NONE])
        told = {option.id for option in question.options if calm not in (option.id, [option.id])}
        assert {f"{question.id}/{name}" for name in told - {NONE}} <= facts
    assert {f"{one.id}/taken" for one in PACK.medicine_classes} <= facts
    recent = {f"{one.id}/recent" for one in PACK.medicine_classes if one.ask_start}
    assert recent
    assert recent <= facts


def test_somebody_can_tell_every_fact() -> None:
    assert people().unreached == []


def test_numbers_are_told_apart_where_a_rule_does() -> None:
    assert bands(PACK, PACK.question("weeks"))[0] == (1, 19)
    ages = bands(PACK, PACK.question("age"))
    assert {10, 16, 50, 65} <= {first for first, _ in ages}
    assert (ages[0][0], ages[-1][1]) == (0, 120)
    for (_, last), (first, _) in pairwise(ages):
        assert first == last + 1


def test_what_opens_a_question_is_harmless_and_ordinary() -> None:
    told = {fact.id: found.told for fact, found in people().alone.items()}

    assert told["pregnant/pregnant"] == {"pregnant": "pregnant", "age": 37}
    assert told["stopped/calcium"].keys() == {"stopped", "conditions"}
    alone = {fact.id: found.urgency for fact, found in people().alone.items()}
    assert alone["stopped/calcium"] is Urgency.self_care


def test_nothing_else_has_to_be_true_where_one_fact_opens_the_other() -> None:
    facts = {fact.id: fact for fact in people().alone}
    found = people().together(facts["how_long/hours"], facts["since/days"])

    assert found is not None
    assert found.told == {"how_long": "hours", "since": "days"}
    assert found.urgency is Urgency.same_day


def test_two_answers_of_one_choice_are_nobodys() -> None:
    facts = {fact.id: fact for fact in people().alone}
    assert people().together(facts["how_long/long"], facts["how_long/hours"]) is None
    assert people().together(facts["leg_danger/hot"], facts["leg_danger/red"]) is not None
    assert people().together(facts["signs/numb"], facts["signs/unsure"]) is None
    assert people().together(facts["age/65"], facts["pregnant/pregnant"]) is None


def test_the_danger_pairs_of_the_pack_have_their_urgency_in_the_matrix() -> None:
    facts = {fact.id: fact for fact in people().alone if fact.group != CLASSES}
    checked = 0
    for pair in PAIRS:
        named = [
            f"{name}/{one}"
            for name, value in pair.answers.items()
            for one in (value if isinstance(value, list) else [value])
        ]
        if len(named) != 2 or not facts.keys() >= set(named) or pair.least is None:
            continue
        found = people().together(*(facts[name] for name in named))
        assert found is not None
        assert found.urgency >= Urgency[pair.least]
        checked += 1
    assert checked > 20


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A pack of six questions, in which pain in the back and sitting much is an emergency."""
    folder = tmp_path / "small"
    shutil.copytree(SMALL, folder)
    (folder / "vignettes").mkdir()
    shutil.copy(CONTENT / "words.toml", folder)
    well = 'age = 40\nsitting = "little"\nfeel = ["knot"]\n'
    table = f'[well]\n{well}[[pair]]\nid = "x"\nfacts = "x"\nverdict = "refused"\nwhy = "none"\n'
    (folder / "danger_pairs.toml").write_text(table, encoding="utf-8")
    planted = (
        '[[flag]]\nid = "planted"\nurgency = "emergency"\nmeans = "Never thought of."\n'
        'when = { danger = "back", sitting = "much" }\nsources = ["checked"]\n\n[[flag]]\n'
    )
    plant(folder, "red_flags.toml", "[[flag]]\n", planted)
    return folder


def test_a_pair_that_is_higher_than_its_parts_is_found(small: Path) -> None:
    matrix = make_matrix(load_pack(small), SMALL_WELL)

    [pair] = matrix.raised
    assert [matrix.facts[place].id for place in (pair.first, pair.second)] == [
        "danger/back",
        "sitting/much",
    ]
    assert pair.urgency is Urgency.emergency
    assert pair.reasons == ("planted", "back_pain")
    assert matrix.lowered == []


def test_a_pair_that_is_lower_than_one_alone_is_found(small: Path) -> None:
    hidden = 'when = { danger = "breath", not = { sitting = "much" } }'
    plant(small, "red_flags.toml", 'when = { danger = "breath" }', hidden)

    matrix = make_matrix(load_pack(small), SMALL_WELL)

    assert [{matrix.facts[p.first].id, matrix.facts[p.second].id} for p in matrix.lowered] == [
        {"danger/breath", "sitting/much"}
    ]


def test_a_pack_with_too_many_facts_has_a_book_that_says_so(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nightcramp.check.book.matrix.MOST_FACTS", 3)
    told = make_book(load_pack(small), small)
    assert "There is no matrix: " in told
    assert "facts are too many; at most 3 are paired." in told


def test_the_book_lists_the_pair_with_what_it_means(small: Path) -> None:
    tree = lxml_html.fromstring(make_book(load_pack(small), small))
    [title] = tree.xpath("//div[@class='pairs'][1]//h4")
    [line] = title.getparent().iter("li")

    assert "planted: Never thought of." in title.text_content()
    assert "emergency" in title.text_content()
    assert " ".join(line.text_content().split()) == (
        "“Pain in the back” danger/back R with “8 hours or more” sitting/much -"
    )


def test_pairs_are_gathered_by_the_fact_that_most_of_them_share() -> None:
    pairs = [Pair(a, b, Urgency.routine, ()) for a, b in ((1, 5), (5, 7), (2, 3), (5, 9))]

    assert gathered(pairs) == [(5, [1, 7, 9]), (2, [3])]
