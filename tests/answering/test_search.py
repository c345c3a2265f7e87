from __future__ import annotations

import pytest

from nightcramp.answering.search import fold, look_up, one_slip, search
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
    assert look_up(OPTIONS, "las").names == {"furosemide": "Lasix"}
    assert look_up(OPTIONS, "furo").names == {}


def test_letters_in_the_middle_are_found_last() -> None:
    assert found("f") == ["furosemide", "folic", "combined"]
    assert found("semide") == ["furosemide", "combined"]


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
    assert look_up(OPTIONS, "furosamide").is_guess
    assert not look_up(OPTIONS, "furo").is_guess
    assert not look_up(OPTIONS, "lasix").is_guess


def test_an_everyday_name_of_several_is_a_guess() -> None:
    twice = (*OPTIONS, Option(id="other", label="torsemide", words=("water tablet",)))
    assert look_up(twice, "water").is_guess
    assert look_up(twice, "water tablet").meant is None
    assert look_up(OPTIONS, "water tablet").meant == OPTIONS[1]


def meant(options: tuple[Option, ...], typed: str) -> str:
    found = look_up(options, typed).meant
    return found.id if found else ""


def test_a_whole_name_and_the_only_way_to_end_a_word_are_meant() -> None:
    assert meant(OPTIONS, "furosemide") == "furosemide"
    assert meant(OPTIONS, "furos") == "furosemide"
    assert meant(OPTIONS, "Lasi") == "furosemide"


def test_two_ways_to_go_on_leave_it_open() -> None:
    options = (Option(id="one", label="quinine"), Option(id="two", label="quinapril"))
    assert meant(options, "quin") == ""
    assert meant(options, "quini") == "one"


def test_a_word_is_not_the_product_that_has_more_words() -> None:
    options = (Option(id="both", label="ezetimibe with simvastatin"),)
    for typed in ("ezet", "ezetimibe", "ezetimibe with", "simvastatin"):
        assert meant(options, typed) == ""
    assert meant(options, "ezetimibe with sim") == "both"


def test_all_words_in_any_order_and_the_first_before_a_dose_are_a_guess() -> None:
    for typed in ("furosemide amiloride", "amilo furo", "furosemide/amiloride"):
        assert (found(typed), meant(OPTIONS, typed)) == (["combined"], "")
    for typed in ("furosemide 40 mg", "Lasix 40", "furosemide Cinfa"):
        assert (found(typed)[0], meant(OPTIONS, typed)) == ("furosemide", "")
        assert look_up(OPTIONS, typed).is_guess
    assert found("fu 40 mg") == []


def test_letters_inside_a_word_are_a_guess() -> None:
    assert meant(OPTIONS, "semide") == ""
    assert look_up(OPTIONS, "semide").is_guess


def test_a_group_is_found_after_all_that_have_such_a_name_and_is_a_guess() -> None:
    options = (
        Option(id="blocker", label="amlodipine", groups=("Calcium channel blockers",)),
        Option(id="calcium", label="calcium"),
    )
    assert [option.id for option in search(options, "calcium")] == ["calcium", "blocker"]
    assert meant(options, "calcium") == "calcium"
    assert meant(options[:1], "calcium") == ""
    assert meant(options[:1], "Calcium channel blockers") == ""


def test_a_label_is_found_without_its_brackets() -> None:
    options = (Option(id="pill", label="water tablet (name not known)"),)
    assert meant(options, "water tablet") == "pill"
