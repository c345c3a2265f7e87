"""What a person types finds the medicine that they take, and never another one instead."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from nightcramp.answering.choice import Choice
from nightcramp.answering.search import Found, fold, look_up
from nightcramp.triage.answers import choices
from tests.content import pack_of

HERE = Path(__file__).parent
FIRST = tomli.loads((HERE / "first_found.toml").read_text(encoding="utf-8"))
NOT_LISTED = (HERE / "not_listed.txt").read_text(encoding="utf-8").splitlines()
ROWS = [
    (language, typed, medicine)
    for language in ("en", "es")
    for part in ("any", language)
    for medicine, names in FIRST[part].items()
    for typed in names
]


@lru_cache
def options(language: str) -> Choice:
    pack = pack_of(language=language)
    return Choice.begin("pick", choices(pack, pack.question("medicines"), {}))


def found(language: str, typed: str) -> Found:
    return look_up(options(language).listed, typed)


def squeezed(text: str) -> str:
    return fold(text).replace(" ", "")


@lru_cache
def names(language: str) -> dict[str, set[str]]:
    """Name without spaces -> ids of all whose own name it is."""
    meant: dict[str, set[str]] = {}
    for option in options(language).listed:
        for name in (option.label, option.label.split(" (")[0], *option.words):
            meant.setdefault(squeezed(name), set()).add(option.id)
    return meant


def test_there_are_names_enough() -> None:
    assert len({fold(typed) for _, typed, _ in ROWS}) >= 600
    assert len(NOT_LISTED) >= 130
    pack = pack_of(language="en")
    assert len(pack.medicines) >= 1300
    assert sum(1 + len(medicine.brands) for medicine in pack.medicines) >= 4500


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_medicine_that_is_typed_comes_first(language: str) -> None:
    wrong = {
        typed: [option.id for option in found(language, typed).options[:2]]
        for spoken, typed, medicine in ROWS
        if spoken == language
        and medicine not in {option.id for option in found(language, typed).options[:1]}
    }
    assert wrong == {}


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_name_typed_in_full_is_meant(language: str) -> None:
    wrong = {
        name: ids
        for name, ids in names(language).items()
        if (meant := found(language, name).meant) is None or {meant.id} != ids
    }
    assert wrong == {}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("typed", NOT_LISTED)
def test_a_name_that_is_not_listed_highlights_nothing(language: str, typed: str) -> None:
    assert squeezed(typed) not in names(language), "then take it off the list of the unlisted"
    choice = options(language).type(typed)
    assert choice.focus is None
    assert choice.enter().chosen == ()


@given(st.sampled_from(sorted(names("en"))), st.data())
def test_what_is_highlighted_can_only_have_been_meant(name: str, data: st.DataObject) -> None:
    """A name cut short, with a letter changed, or with letters added."""
    cut = data.draw(st.integers(1, len(name)))
    letters = data.draw(st.text("abcdefghijklmnopqrstuvwxyz", max_size=2))
    typed = name[:cut] + letters + data.draw(st.sampled_from(["", name[cut + 1 :]]))
    meant = found("en", typed).meant
    if meant is None:
        return
    known = names("en")
    if typed in known:
        assert known[typed] == {meant.id}
        return
    own = {name for name, ids in known.items() if meant.id in ids and name.startswith(typed)}
    others = {n for n, ids in known.items() if meant.id not in ids and n.startswith(typed)}
    assert own
    assert all(other.startswith(tuple(own)) for other in others)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ["paracetamol", "acetaminophen", "Tylenol", "Panadol"])
def test_paracetamol_is_never_codeine_however_much_of_it_is_typed(language: str, name: str) -> None:
    for end in range(3, len(name) + 1):
        meant = found(language, name[:end]).meant
        assert meant is None or meant.id == "acetaminophen"
    first = found(language, name).options[0]
    assert first.id == "acetaminophen"


@pytest.mark.parametrize("typed", ["pred", "ketoc", "hydroc", "metop", "amlod", "losar", "lorat"])
def test_a_medicine_comes_before_its_combinations(typed: str) -> None:
    labels = [option.label for option in found("en", typed).options]
    assert " with " not in labels[0]


@pytest.mark.parametrize(
    ("typed", "id_"),
    [("lor", "lorazepam"), ("ven", "albuterol"), ("met", "metformin"), ("flu", "fluoxetine")],
)
def test_the_common_come_before_the_rare(typed: str, id_: str) -> None:
    assert found("en", typed).options[0].id == id_


@pytest.mark.parametrize(
    ("typed", "id_"),
    [("co codamol", "codeine_with_acetaminophen"), ("cocodamol", "codeine_with_acetaminophen"),
     ("depo provera", "medroxyprogesterone"), ("VITAMIND", "vitamin_d"),
     ("LOSARTÁN", "losartan")],
)  # fmt: skip
def test_accents_hyphens_and_spaces_do_not_matter(typed: str, id_: str) -> None:
    meant = found("en", typed).meant
    assert meant is not None
    assert meant.id == id_


def test_a_name_with_two_meanings_shows_both_and_highlights_neither() -> None:
    shown = found("en", "Benadryl")
    assert {"diphenhydramine", "cetirizine"} <= {option.id for option in shown.options}
    assert shown.meant is None


def test_a_plain_medicine_is_in_no_class() -> None:
    document = tomli.loads((HERE.parents[1] / "content/medicines.toml").read_text("utf-8"))
    with_class = {name for one in document["medicine_class"] for name in one["medicines"]}
    assert with_class & set(document["medicines"]) == set()


def keyed(language: str, name: str) -> Choice:
    """A name typed key by key, as on a full screen."""
    choice = options(language)
    for char in name:
        is_digit = char in "123456789"
        choice = choice.press_digit(int(char)) if is_digit else choice.type(char)
    return choice


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_digit_within_a_name_chooses_no_other_medicine(language: str) -> None:
    written = [
        name for option in options(language).listed for name in (option.label, *option.words)
    ]
    with_digit = [name for name in written if re.search("[1-9]", name[1:30]) and len(name) <= 30]
    assert len(with_digit) > 30
    chosen = {name: keyed(language, name).chosen for name in with_digit if not name[0].isdigit()}
    assert {name: ids for name, ids in chosen.items() if ids} == {}


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_whole_name_and_enter_choose_that_medicine_and_no_other(language: str) -> None:
    choice = options(language)
    names = {option.label: option.id for option in choice.listed}
    chosen = {name: choice.type(name).enter().chosen for name in names}
    assert chosen == {name: (option_id,) for name, option_id in names.items()}
