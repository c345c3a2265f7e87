"""A code restores an interview, and a slip in typing it always shows."""

from __future__ import annotations

import string
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightcramp.errors import CodeError
from nightcramp.triage import Interview, read_answers
from nightcramp.triage.resume_code import ALPHABET, answers_of, code_of
from tests.content import PACK, VIGNETTES, pack_of
from tests.strategies import any_answers, interviews

if TYPE_CHECKING:
    from nightcramp.pack import Pack

MEDICINES = [medicine.id for medicine in PACK.medicines]


@lru_cache
def vignette_codes() -> dict[str, str]:
    return {patient.id: code_of(PACK, read_answers(PACK, patient.answers)) for patient in VIGNETTES}


@given(interviews(PACK))
def test_an_interview_comes_back_as_it_was(interview: Interview) -> None:
    answers = answers_of(PACK, code_of(PACK, interview.answers))

    assert answers == interview.answers
    assert Interview.begin(PACK, answers).question == interview.question


@given(any_answers(PACK))
def test_any_answers_come_back_even_those_that_do_not_apply(table: dict[str, object]) -> None:
    answers = read_answers(PACK, table)

    assert answers_of(PACK, code_of(PACK, answers)) == answers


@given(st.sets(st.sampled_from(MEDICINES), min_size=1, max_size=20))
def test_any_medicines_come_back(picked: set[str]) -> None:
    answers = read_answers(PACK, {"medicines": [*picked], "medicines_started": ["unsure"]})

    assert answers_of(PACK, code_of(PACK, answers)) == answers


def test_a_typical_interview_has_at_most_60_characters() -> None:
    assert max(len(code) for code in vignette_codes().values()) <= 60


def test_groups_of_five_in_characters_that_are_not_mistaken_for_one_another() -> None:
    for code in vignette_codes().values():
        *groups, last = code.split("-")
        assert {len(group) for group in groups} <= {5}
        assert 1 <= len(last) <= 5
        assert set("".join([*groups, last])) <= set(string.digits + string.ascii_uppercase) - set(
            "ILOU"
        )


@pytest.mark.parametrize("patient", ["V11", "V02", "F02", "H18", "R01"])
def test_one_wrong_character_always_shows(patient: str) -> None:
    code = vignette_codes()[patient].replace("-", "")
    for place, right in enumerate(code):
        for wrong in set(ALPHABET) - {right}:
            with pytest.raises(CodeError) as raised:
                answers_of(PACK, code[:place] + wrong + code[place + 1 :])
            assert raised.value.kind == "slip"


def test_two_neighbors_swapped_always_show() -> None:
    for code in vignette_codes().values():
        bare = code.replace("-", "")
        for place, (one, other) in enumerate(pairwise(bare)):
            if one != other:
                with pytest.raises(CodeError, match="slip"):
                    answers_of(PACK, bare[:place] + other + one + bare[place + 2 :])


def test_a_character_too_many_or_too_few_shows() -> None:
    code = vignette_codes()["V02"].replace("-", "")
    for place in range(len(code)):
        for slip in (code[:place] + code[place + 1 :], code[:place] + "7" + code[place:]):
            with pytest.raises(CodeError):
                answers_of(PACK, slip)


@given(st.text(max_size=80))
def test_what_is_no_code_is_a_sentence(text: str) -> None:
    with pytest.raises(CodeError):
        answers_of(PACK, text)


@pytest.mark.parametrize(
    "typed",
    [str.lower, lambda c: c.replace("-", ""), lambda c: f"  {c.replace('-', '  ')}\n"],
    ids=["small letters", "no hyphens", "spaces"],
)
def test_case_and_spaces_do_not_matter(typed: object) -> None:
    code = vignette_codes()["V02"]
    assert answers_of(PACK, typed(code)) == answers_of(PACK, code)  # type: ignore[operator]


def test_letters_that_codes_do_not_have_are_read_as_the_digits_they_look_like() -> None:
    code = next(c for c in vignette_codes().values() if "0" in c and "1" in c)
    assert answers_of(PACK, code.replace("0", "o").replace("1", "l")) == answers_of(PACK, code)


def test_a_character_that_no_code_has_is_named() -> None:
    with pytest.raises(CodeError, match="character") as raised:
        answers_of(PACK, "U" + vignette_codes()["V02"])
    assert raised.value.values == {"character": "U"}


def test_a_character_too_many_or_too_few_at_the_end_always_shows() -> None:
    for code in vignette_codes().values():
        for wrong in (code[:-1], *(code + character for character in ALPHABET)):
            with pytest.raises(CodeError, match="slip"):
                answers_of(PACK, wrong)


def other(**changes: str) -> Pack:
    """The pack under another version or with another content."""
    version = changes.pop("version", PACK.about.version)
    about = msgspec.structs.replace(PACK.about, version=version)
    return msgspec.structs.replace(PACK, about=about, **changes)


@pytest.mark.parametrize(
    ("pack", "said"),
    [
        (other(version="1.1"), "1.1"),
        (other(version="2024-rc"), "?"),
        (other(hash="f" * 64), PACK.about.version),
    ],
)
def test_a_code_of_another_version_is_explained(pack: Pack, said: str) -> None:
    answers = read_answers(PACK, {"age": 40})
    with pytest.raises(CodeError, match="version") as raised:
        answers_of(PACK, code_of(pack, answers))
    assert raised.value.values == {"made_by": said, "here": PACK.about.version}


def test_a_code_means_the_same_in_every_language() -> None:
    english, spanish = pack_of(), pack_of(language="es")
    assert [m.id for m in english.medicines] == [m.id for m in spanish.medicines]
    some = read_answers(english, {"body_danger": ["bruises", "unsure"], "medicines": ["quinine"]})
    assert answers_of(spanish, code_of(english, some)) == some
    assert answers_of(english, code_of(spanish, some)) == some


def test_answers_in_any_order_make_the_same_code(pack: Pack) -> None:
    medicines = ("celiprolol", "fenofibric_acid")
    turned = tuple(reversed(medicines))
    assert code_of(pack, {"medicines": turned}) == code_of(pack, {"medicines": medicines})
