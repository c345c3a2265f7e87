from __future__ import annotations

import pytest

from nightcramp.answering.search import fold, is_guess, one_slip, other_name, search
from nightcramp.pack.model import Option

OPTIONS = (
    Option(id="combined", label="amiloride with furosemide", words=("Frumil",)),
    Option(id="furosemide", label="furosemide", words=("Lasix", "water tablet")),
    Option(id="folic", label="folic acid"),
    Option(id="levodopa", label="lévodopa"),
)


def found(typed: str) -> list[str]:
    return [option.id for option in search(OPTIONS, typed)]


def test_nothing_typed_finds_everything_in_order() -> None:
    assert found("") == ["combined", "furosemide", "folic", "levodopa"]


def test_a_label_that_begins_with_the_letters_comes_before_one_that_holds_them() -> None:
    assert found("furo") == ["furosemide", "combined"]


def test_a_whole_name_comes_before_all_that_begin_with_it() -> None:
    options = (
        Option(id="other", label="ciprofibrate"),
        Option(id="two", label="codeine with ibuprofen", words=("Nurofen Plus",)),
        Option(id="one", label="ibuprofen", words=("Nurofen",)),
        Option(id="brand", label="ofloxacin", words=("Cipro",)),
    )
    assert [o.id for o in search(options, "cipro")] == ["brand", "other"]
    assert [o.id for o in search(options, "nurofen")] == ["one", "two"]
    assert [o.id for o in search(options, "nuro")] == ["one", "two"]


def test_another_name_finds_it_too_and_is_named() -> None:
    assert found("las") == ["furosemide"]
    assert other_name(OPTIONS[1], "las") == "Lasix"
    assert other_name(OPTIONS[1], "furo") == ""


def test_letters_in_the_middle_are_found_last() -> None:
    assert found("f") == ["furosemide", "folic", "combined"]
    assert found("semide") == ["combined", "furosemide"]


@pytest.mark.parametrize("typed", ["LASIX", "Furosemide", "water tab", "folicacid", "levodopa"])
def test_case_accents_and_spaces_do_not_matter(typed: str) -> None:
    assert len(found(typed)) >= 1


@pytest.mark.parametrize("typed", ["furosmide", "frosemide", "fuirosem", "fursoemide", "lassix"])
def test_one_slip_is_forgiven(typed: str) -> None:
    assert "furosemide" in found(typed)


def test_two_slips_are_not() -> None:
    assert found("fxrxsemide") == []


def test_a_slip_is_not_forgiven_in_three_letters() -> None:
    assert found("fux") == []


def test_what_was_typed_right_is_never_widened_by_slips() -> None:
    options = (Option(id="a", label="metformin"), Option(id="b", label="metfxrmin"))
    assert [o.id for o in search(options, "metform")] == ["a"]


@pytest.mark.parametrize(
    ("typed", "word", "slip"),
    [
        ("abcd", "abxcd", True),
        ("abxcd", "abcd", True),
        ("axcd", "abcd", True),
        ("bacd", "abcd", True),
        ("abcde", "abcd", True),
        ("axyd", "abcd", False),
    ],
)
def test_slips(typed: str, word: str, slip: bool) -> None:  # noqa: FBT001
    assert one_slip(typed, word) is slip


def test_folding_keeps_letters_and_digits_only() -> None:
    assert fold("Crohn's disease (B12)") == "crohn s disease b12"


def test_a_forgiven_slip_is_a_guess_and_what_is_spelled_right_is_none() -> None:
    assert is_guess(OPTIONS, "furosamide")
    assert not is_guess(OPTIONS, "furo")
    assert not is_guess(OPTIONS, "lasix")


def test_an_everyday_name_of_several_is_a_guess() -> None:
    twice = (*OPTIONS, Option(id="other", label="torsemide", words=("water tablet",)))
    assert is_guess(twice, "water")
    assert not is_guess(OPTIONS, "water")
