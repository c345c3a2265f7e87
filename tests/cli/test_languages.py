"""Languages: how one is chosen, what is shown where a translation lags, and what stays."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightcramp.answering.search import search
from nightcramp.check.reading import perspicuity, spanish_syllables
from nightcramp.check.run import check_pack
from nightcramp.cli.main import main
from nightcramp.pack import load_pack
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.load import content_folder
from nightcramp.pack.locale import Locale, locale_of
from nightcramp.pack.translate import hash_of
from nightcramp.reports.handover import handover
from nightcramp.reports.page import render_text
from nightcramp.text import to_ascii
from nightcramp.triage import assess, read_answers
from nightcramp.wizard.app import NightcrampApp
from tests.content import PACK
from tests.edited_packs import lean_copy, plant
from tests.pilot import Person

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack import Pack

TODAY = "2026-11-22"
SPANISH = Locale(language="es")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the pack with its Spanish, to change."""
    return lean_copy(tmp_path / "pack")


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Say one thing differently."""
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("environment", "language", "country"),
    [
        ({"LANG": "es_MX.UTF-8"}, "es", "MX"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "es"}, "es", ""),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "es_ES"}, "es", "ES"),
        ({"LC_NIGHTCRAMP": "es", "LANG": "en_GB.UTF-8"}, "es", "GB"),
        ({"LC_NIGHTCRAMP": "plain", "LANG": "es_ES@euro"}, "es", "ES"),
        ({"LC_NIGHTCRAMP": "plain es"}, "es", ""),
        ({"LANG": "C.UTF-8"}, "", ""),
        ({"LANG": "/etc/passwd"}, "", ""),
        ({}, "", ""),
    ],
)
def test_the_environment_names_language_and_country(
    environment: dict[str, str], language: str, country: str
) -> None:
    assert locale_of(environment)[:2] == (country, language)


def test_an_unknown_language_gets_the_first_one() -> None:
    assert load_pack(locale=Locale(language="xx")).language == "en"


def test_a_language_asked_for_that_is_not_there_is_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["assess", "-", "--lang", "xx"]) == 2
    said = capsys.readouterr().err
    assert said.endswith("language 'xx' is not known. Known are en (English), es (Español).\n")


def test_a_language_changes_sentences_and_nothing_else(pack: Pack) -> None:
    other = load_pack(locale=SPANISH)
    assert other.hash == pack.hash
    for one, two in zip(pack.questions, other.questions, strict=True):
        assert (one.id, one.kind, one.sources) == (two.id, two.kind, two.sources)
        assert [option.id for option in one.options] == [option.id for option in two.options]
        assert one.text != two.text
    assert {m.id for m in pack.medicines} == {m.id for m in other.medicines}
    answers = read_answers(pack, {"leg_danger": ["swollen"], "age": 50})
    first, second = assess(pack, answers), assess(other, answers)
    assert (first.urgency, first.leading) == (second.urgency, second.leading)


def test_numbers_follow_the_country_and_not_the_language() -> None:
    numbers = {
        country: load_pack(locale=Locale(country, "es")).headline("emergency", "ambulance").title
        for country in ("US", "ES", "GB")
    }
    assert numbers == {
        "US": "LLAME AL 911 AHORA",
        "ES": "LLAME AL 112 AHORA",
        "GB": "LLAME AL 999 AHORA",
    }


def test_a_medicine_is_found_by_its_name_in_either_language() -> None:
    medicine = next(m for m in load_pack(locale=SPANISH).medicines if m.id == "furosemide")
    assert medicine.name == "furosemida"
    assert "furosemide" in medicine.brands


def test_a_source_described_in_our_words_is_translated_and_a_title_is_not(pack: Pack) -> None:
    there = {source.id: source.title for source in load_pack(locale=SPANISH).sources}
    same = {source.id for source in pack.sources if there[source.id] == source.title}
    described = {source.id for source in pack.sources if source.described}
    assert {"judgement", "general-labels", "seed"} <= described
    assert same == {source.id for source in pack.sources} - described


def test_what_is_suspected_is_named_in_the_language_of_the_page() -> None:
    answers = {"leg_danger": ["swollen"], "age": 50, "recent": ["operation"]}

    def page(pack: Pack) -> str:
        read = read_answers(pack, answers)
        return render_text(handover(pack, assess(pack, read)))

    assert "dvt" in page(load_pack())
    spanish = page(load_pack(locale=SPANISH))
    assert "trombosis venosa profunda" in spanish
    assert "dvt" not in spanish


def _stale_flag(folder: Path) -> tuple[str, str]:
    """A red flag said anew in English only; what it says now, and the Spanish before."""
    flag = next(f for f in load_pack(folder).red_flags if f.urgency == "emergency")
    change(folder, "red_flags.toml", flag.means, f"{flag.means} So it is.")
    spanish = next(f for f in load_pack(folder, SPANISH).red_flags if f.id == flag.id)
    return f"{flag.means} So it is.", spanish.means


def test_a_stale_sentence_on_danger_is_shown_in_both_languages(folder: Path) -> None:
    english, shown = _stale_flag(folder)
    assert shown.endswith(f" / {english}")
    assert len(shown) > len(english) + 3


def test_a_stale_sentence_without_danger_is_shown_in_its_language(folder: Path) -> None:
    summary = load_pack(folder).causes[0].summary
    before = load_pack(folder, SPANISH).causes[0].summary
    change(folder, f"causes/{load_pack(folder).causes[0].id}.toml", summary, f"{summary} So.")
    assert load_pack(folder, SPANISH).causes[0].summary == before


def test_a_sentence_without_a_translation_is_shown_as_it_is(folder: Path) -> None:
    (folder / "es" / "red_flags.toml").unlink()
    shown = [flag.means for flag in load_pack(folder, SPANISH).red_flags]
    assert shown == [flag.means for flag in load_pack(folder).red_flags]


def test_a_translation_cannot_drive_the_terminal(folder: Path) -> None:
    change(folder, "es/words.toml", 'text = "Su respuesta:"', 'text = "\\u001b[2J\\u202eSu"')
    change(folder, "es/medicines.toml", 'text = "furosemida"', 'text = "\\u009b5ifurosemida"')
    pack = load_pack(folder, SPANISH)
    assert pack.words.line.prompt == "[2JSu"
    assert "5ifurosemida" in {m.name for m in pack.medicines}


def _found(folder: Path) -> dict[str, str]:
    return {finding.rule: finding.file for finding in check_pack(folder, TODAY)}


def test_missing_stale_orphaned_and_unlike_translations_are_found(folder: Path) -> None:
    assert _found(folder) == {}
    _stale_flag(folder)
    change(folder, "es/causes/strain.toml", '["summary"]', '["sumary"]')
    change(folder, "es/contacts.toml", "{EMERGENCY_NUMBER}", "911")
    found = _found(folder)
    assert found["stale-translation"] == "es/red_flags.toml"
    assert found["orphaned-translation"] == "es/causes/strain.toml"
    assert found["missing-translation"] == "causes/strain.toml"
    assert found["placeholders-differ"] == "es/contacts.toml"


def test_a_translation_of_the_wrong_type_is_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "es/contacts.toml", 'of = "', 'of = 3 # "')

    assert _found(folder) == {"wrong-type": "es/contacts.toml"}
    assert main(["translate", "es", "--pack", str(folder)]) == 2
    assert "es/contacts.toml, line 3: Expected 'str', got 'int'." in capsys.readouterr().err


def test_spanish_that_is_hard_to_read_is_found(folder: Path) -> None:
    text = load_pack(folder, SPANISH).questions[0].text
    hard = "Manifestaciones neurovasculares unilaterales recientemente desarrolladas, evidentemente"
    change(folder, "es/questions/red_flags.toml", text, hard)
    assert _found(folder) == {"hard-to-read": "es/questions/red_flags.toml"}


@pytest.mark.parametrize("key", ["said", "again"])
def test_what_is_read_back_and_asked_again_is_read_as_every_sentence(
    folder: Path, key: str
) -> None:
    option = load_pack(folder, SPANISH).question("leg_danger").option("swollen")
    assert option is not None
    hard = "Tumefacción unilateral recientemente desarrollada en la extremidad inferior"
    change(folder, "es/questions/red_flags.toml", getattr(option, key), hard)
    assert _found(folder)["hard-to-read"] == "es/questions/red_flags.toml"


def test_what_is_read_back_asked_again_and_searched_for_is_translated(pack: Pack) -> None:
    other = load_pack(locale=SPANISH)
    for one, two in zip(pack.questions, other.questions, strict=True):
        for mine, theirs in zip(one.options, two.options, strict=True):
            assert not mine.said or theirs.said != mine.said
            assert not mine.again or theirs.again != mine.again
            assert len(theirs.words) == len(mine.words)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("azucar", "diabetes"),
        ("quimio", "cancer"),
        ("tension", "pressure"),
        ("presion", "pressure"),
        ("hipotiroidismo", "thyroid"),
        ("neuropatia", "nerve"),
        ("estenosis", "stenosis"),
        ("trombosis", "clot_past"),
    ],
)
def test_a_condition_is_found_by_a_spanish_word(typed: str, found: str) -> None:
    options = load_pack(locale=SPANISH).question("conditions").options
    assert [option.id for option in search(options, typed)][:1] == [found]


def test_a_language_without_its_folder_is_found(folder: Path) -> None:
    shutil.rmtree(folder / "es")
    assert set(_found(folder)) == {"missing-translation"}


@pytest.mark.parametrize("empty", ["", "  ", ".", "\\u200b"])
def test_an_empty_translation_counts_as_none(folder: Path, empty: str) -> None:
    english = load_pack(folder).red_flags[0].means
    spanish = load_pack(folder, SPANISH).red_flags[0].means
    plant(folder, "es/red_flags.toml", f'text = "{spanish}"', f'text = "{empty}"')

    assert load_pack(folder, SPANISH).red_flags[0].means == english
    assert set(_found(folder)) == {"missing-translation"}


def test_what_a_translator_has_to_do_comes_in_the_order_of_danger(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    english, _ = _stale_flag(folder)
    (folder / "es" / "measures.toml").unlink()
    change(folder, "es/causes/strain.toml", '["summary"]', '["sumary"]')

    assert main(["translate", "es", "--todo", "--pack", str(folder)]) == 1

    said = capsys.readouterr().out
    files = re.findall(r"^# (es/\S+):", said, re.MULTILINE)
    assert files == ["es/red_flags.toml", "es/causes/strain.toml", "es/measures.toml"]
    assert f'of = "{hash_of(english)}"' in said


def test_a_new_language_begins_with_everything_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pasted into its file and filled in, what is listed is a translation."""
    assert main(["translate", "pt", "--todo", "--pack", str(folder)]) == 1
    tables = capsys.readouterr().out.split("# pt/advice.toml: ")
    assert len(tables) == 3  # safety nets first, other advice later
    (folder / "pt").mkdir()
    listed = "\n".join(part.split("\n# pt/", 1)[0].split("\n", 1)[1] for part in tables[1:])
    (folder / "pt" / "advice.toml").write_text(listed.replace('text = ""', 'text = "Sim."'))
    change(folder, "pack.toml", "[countries.US]", '[languages.pt]\nname = "Pt"\n\n[countries.US]')

    assert {a.text for a in load_pack(folder, Locale(language="pt")).advice} == {"Sim."}


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("pie", 1), ("país", 2), ("guerra", 2), ("medicamentos", 5), ("oído", 3), ("leer", 2)],
)
def test_spanish_syllables(word: str, syllables: int) -> None:
    assert spanish_syllables(word) == syllables


def test_a_plain_spanish_sentence_is_easier_than_a_learned_one() -> None:
    plain = perspicuity("Siéntese y no camine hasta que le vea un médico.")
    hard = perspicuity("Administración inmediata de tratamiento farmacológico posterior al examen.")
    assert plain > 70
    assert hard < 20


async def test_one_key_changes_the_language_and_keeps_every_answer() -> None:
    async with _started() as person:
        assert "2 Español" in person.screen
        await person.press("2")
        assert "Presione Enter para empezar." in person.screen
        await person.press("1")
        await person.press("enter", "7", "0", "enter", "8", "enter", "1")
        assert "■  New chest pain" in person.screen
        await person.press("f3")
        assert "■  Dolor" in person.screen
        assert person.app.interview.answers == {"age": 70, "leg_danger": ("none",)}
        await person.press("enter")
        assert "LLAME AL 911 AHORA" in person.screen
        await person.press("f3")
        assert "CALL 911 NOW" in person.screen


async def test_a_half_typed_number_survives_a_change_of_language() -> None:
    async with _started() as person:
        await person.press("enter", "7", "f3", "1", "enter")
        assert person.app.interview.answers["age"] == 71


async def test_after_a_new_person_the_language_stays_and_the_answers_go() -> None:
    async with _started() as person:
        await person.press("2", "enter", "7", "0", "enter", "1", "enter", "n")
        assert "Presione s" in await person.press("x")
        await person.press("s")
        assert "Presione Enter para empezar." in person.screen
        assert person.app.interview.answers == {}


def _started() -> Any:
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def started() -> Any:
        front = LazyPack(content_folder(), Locale("US"))
        app = NightcrampApp(front, front.words)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            yield Person(app, pilot)

    return started()


@given(st.text())
def test_ascii_is_all_that_is_left(text: str) -> None:
    assert to_ascii(text).isascii()
    assert to_ascii(to_ascii(text)) == to_ascii(text)


def test_spanish_in_ascii_can_be_read_and_says_nothing_else() -> None:
    assert to_ascii("¿Cuántos años tiene? «Señal» — sí…") == 'Cuantos anios tiene? "Senial" - si...'


def test_a_pack_in_ascii_holds_nothing_else() -> None:
    pack = load_pack(locale=Locale(language="es", ascii=True))
    assert repr(pack).isascii()
    assert pack.hash == PACK.hash
