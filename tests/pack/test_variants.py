"""One language as different countries speak it: which words change, where, and what stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nightcramp.exchange.fhir.questionnaire import questionnaire
from nightcramp.pack import load_pack
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.load import content_folder
from nightcramp.pack.locale import Locale
from nightcramp.pack.variants import Wording
from tests.content import pack_of
from tests.edited_packs import lean_copy, plant

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack import Pack


def _label(pack: Pack, question: str, option: str) -> str:
    found = pack.question(question).option(option)
    assert found is not None
    return found.label


def _said(pack: Pack, flag: str) -> tuple[str, ...]:
    return next(one.do for one in pack.red_flags if one.id == flag)


@pytest.mark.parametrize(
    ("country", "label"),
    [
        ("GB", "Vomiting or diarrhoea for 2 days or more"),
        ("AU", "Vomiting or diarrhoea for 2 days or more"),
        ("US", "Vomiting or diarrhea for 2 days or more"),
        ("CA", "Vomiting or diarrhea for 2 days or more"),
        ("MX", "Vomiting or diarrhea for 2 days or more"),
        ("", "Vomiting or diarrhea for 2 days or more"),
    ],
)
def test_english_is_that_of_the_country(country: str, label: str) -> None:
    assert _label(pack_of(country), "body_danger", "losing") == label


def test_a_country_may_share_some_words_with_one_and_some_with_another() -> None:
    patch = {c: pack_of(c).question("leg_danger_again").option("red") for c in ("US", "CA", "GB")}
    assert {c: "another color" in str(option) for c, option in patch.items()} == {
        "US": True,
        "CA": False,
        "GB": False,
    }


@pytest.mark.parametrize(
    ("country", "begin", "drive"),
    [
        ("ES", "Pulse Intro para empezar.", "No conduzca."),
        ("MX", "Presione Enter para empezar.", "No maneje."),
        ("US", "Presione Enter para empezar.", "No maneje."),
        ("", "Presione Enter para empezar.", "No maneje."),
    ],
)
def test_spanish_is_that_of_the_country(country: str, begin: str, drive: str) -> None:
    assert pack_of(country, "es").words.welcome.begin == begin
    assert drive in _said(pack_of(country, "es"), "calcium_low_spasms")


def test_the_first_screen_speaks_as_the_country_does_in_each_language() -> None:
    front = LazyPack(content_folder(), Locale("ES"))
    assert front.about.countries["NL"].clinic_closed == "call the out-of-hours GP centre"
    assert front.speaking("es").words.welcome.begin == "Pulse Intro para empezar."
    assert "whole" not in vars(front)


def test_emergency_departments_are_called_as_they_are_there() -> None:
    said = {c: _said(pack_of(c), "head_arteries_maybe")[0] for c in ("US", "GB", "IE")}
    assert said == {
        "US": "Go to the emergency room at once if your sight changes.",
        "GB": "Go to A&E at once if your sight changes.",
        "IE": "Go to an emergency department at once if your sight changes.",
    }


def test_a_country_changes_no_id_no_class_and_no_title_of_a_source() -> None:
    here, there = pack_of("US"), pack_of("GB")
    assert here.hash == there.hash
    assert [(m.id, m.classes) for m in here.medicines] == [
        (m.id, m.classes) for m in there.medicines
    ]
    for one, two in zip(here.questions, there.questions, strict=True):
        assert one.id == two.id
        assert [option.id for option in one.options] == [option.id for option in two.options]
    described = {source.id for source in here.sources if source.described}
    titles = {source.id: source.title for source in here.sources}
    changed = {source.id for source in there.sources if source.title != titles[source.id]}
    assert changed <= described
    assert "haemodialysis" in changed


def test_what_is_exported_is_as_the_pack_was_loaded() -> None:
    exported = {country: str(questionnaire(pack_of(country))) for country in ("US", "GB")}
    assert "diarrhea" in exported["US"]
    assert "diarrhea" not in exported["GB"]
    assert "diarrhoea" in exported["GB"]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Color and colors.", "Colour and colors."),
        ("THE COLOR", "THE COLOUR"),
        ("a discolor, {color}, {COLOR}", "a discolor, {color}, {COLOR}"),
        ("Press Enter to enter.", "Press Intro to enter."),
        ("Go to the emergency room.", "Go to A&E."),
        ("See a room.", "See a room."),
    ],
)
def test_whole_words_change_and_keep_their_capitals(sentence: str, said: str) -> None:
    words = {"color": "colour", "Enter": "Intro", "room": "room", "the emergency room": "A&E"}
    assert Wording(words).of(sentence) == said


def test_a_sentence_without_a_translation_stays_as_it_is(tmp_path: Path) -> None:
    folder = lean_copy(tmp_path / "pack")
    plant(folder, "es/words.toml", '["welcome/begin"]', '["welcome/gone"]')
    assert load_pack(folder, Locale("ES", "es")).words.welcome.begin == "Press Enter to begin."


def test_a_variant_is_signed_with_its_language(tmp_path: Path) -> None:
    folder = lean_copy(tmp_path / "pack")
    locales = (Locale(), Locale(language="es"))

    def hashes() -> list[tuple[str, str]]:
        packs = [LazyPack(folder, locale).whole for locale in locales]
        return [(pack.hash, pack.translation_hash) for pack in packs]

    before = hashes()
    plant(folder, "es/variants.toml", '"pulse"', '"pinche"')
    translated = hashes()
    assert [one == two for one, two in zip(before, translated, strict=True)] == [True, False]
    plant(folder, "variants.toml", '"centre"', '"center"')
    assert hashes()[0] != translated[0]


def test_a_medicine_is_called_what_the_country_calls_it_and_found_by_either_name() -> None:
    (here,) = (m for m in pack_of("GB").medicines if m.id == "albuterol")
    (there,) = (m for m in pack_of("US").medicines if m.id == "albuterol")
    assert (here.name, there.name) == ("salbutamol", "albuterol")
    assert "albuterol" in here.brands
    assert "salbutamol" not in here.brands
    assert "salbutamol" in there.brands
