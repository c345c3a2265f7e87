"""From the results screen to a file, a printer, a clipboard or a phone, by keyboard only."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec
import pytest
from textual import events

from nightcramp.clinic.idle import Limits
from nightcramp.clinic.permissions import Permissions
from nightcramp.clinic.seat import Seat
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.load import content_folder
from nightcramp.pack.locale import Locale
from nightcramp.system.delivery import for_clipboard, for_terminal_printer
from nightcramp.triage.resume_code import answers_of, code_of
from nightcramp.wizard.app import NightcrampApp
from tests.content import WORDS, sample
from tests.edited_packs import same_words
from tests.pilot import SIZES, SMALL, Person, at_welcome, small_pack, to_result
from tests.system.test_delivery import printing_system

OUT = WORDS.out
LEAFLET, SAVE = ("p", "1"), ("p", "1", "2")
KIOSK = Permissions(save=False, printers=False, terminal=False)


async def type_in(person: Person, text: str) -> str:
    """Paste a text and press Enter."""
    person.app.post_message(events.Paste(text))
    return await person.press("enter")


def names_in(folder: Path) -> list[str]:
    """What a folder holds."""
    return [path.name for path in folder.iterdir()]


def in_one_line(screen: str) -> str:
    return " ".join(screen.split())


@pytest.mark.parametrize("danger", [("3", "enter"), ("1", "enter")], ids=["result", "urgent"])
@pytest.mark.parametrize("size", sample(list(SIZES.values())), ids="{0[0]}x{0[1]}".format)
async def test_every_result_leads_out(danger: tuple[str, str], size: tuple[int, int]) -> None:
    async with at_welcome(size=size) as person:
        before = await to_result(person, danger=danger)
        for digit, shown in (("1", OUT.how), ("2", OUT.how), ("3", OUT.how), ("6", OUT.how)):
            assert OUT.which in await person.press("p")
            assert shown in await person.press(digit)
            assert await person.press("escape", "escape") == before


async def test_a_page_is_shown_from_its_beginning_to_its_end() -> None:
    async with at_welcome() as person:
        await to_result(person)
        shown = await person.press(*LEAFLET, "1")
        assert WORDS.leaflet.title in shown
        read = [shown]
        while WORDS.results.more in read[-1]:
            read.append(await person.press("space"))
        assert WORDS.result.not_a_diagnosis[:30] in "".join(read)
        assert WORDS.result.safety_net.casefold() in "".join(read[1:]).casefold()


async def test_arrows_and_enter_choose_as_digits_do() -> None:
    async with at_welcome() as person:
        await to_result(person)
        by_digit = await person.press("p", "2")
        await person.press("escape", "up", "up")
        assert await person.press("down", "enter") == by_digit
        assert await person.press("9") == by_digit


@pytest.mark.parametrize(
    ("suffix", "begins"), [(".html", "<!DOCTYPE html>"), (".md", "# Your"), (".txt", "YOUR LEGS")]
)
async def test_the_ending_of_the_name_decides_the_format(
    tmp_path: Path, suffix: str, begins: str
) -> None:
    async with at_welcome() as person:
        await to_result(person)
        assert OUT.save_where[:20] in await person.press(*SAVE)
        shown = await type_in(person, f"{tmp_path}/page{suffix}")

        assert OUT.saved[:20] in shown
        assert (tmp_path / f"page{suffix}").read_text(encoding="utf-8").startswith(begins)
        assert OUT.how in await person.press("enter")


async def test_enter_alone_takes_the_name_that_is_proposed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_welcome() as person:
        await to_result(person)
        await person.press(*SAVE, "enter")
    assert names_in(tmp_path) == ["nightcramp-leaflet.html"]


async def test_a_name_that_cannot_be_used_can_be_mended(tmp_path: Path) -> None:
    async with at_welcome() as person:
        await to_result(person)
        await person.press(*SAVE)
        shown = await type_in(person, f"{tmp_path}/none/a")
        assert OUT.no_folder in in_one_line(shown)
        await person.press(*["backspace"] * len("none/a"), "a", "enter")
    assert names_in(tmp_path) == ["a"]


@pytest.mark.parametrize(("key", "held"), [("enter", "mine"), ("y", "YOUR LEGS")])
async def test_a_file_that_is_there_stays_unless_the_person_says_so(
    tmp_path: Path, key: str, held: str
) -> None:
    (tmp_path / "a.txt").write_text("mine")
    async with at_welcome() as person:
        await to_result(person)
        await person.press(*SAVE)
        assert WORDS.overwrite.title in await type_in(person, f"{tmp_path}/a.txt")
        shown = await person.press(key)

        assert (tmp_path / "a.txt").read_text().startswith(held)
        assert (OUT.saved[:20] in shown) == (key == "y")


async def test_data_is_what_assess_reads(tmp_path: Path) -> None:
    async with at_welcome() as person:
        await to_result(person)
        await person.press("p", "6", "2")
        await type_in(person, f"{tmp_path}/a.json")
        given = json.loads((tmp_path / "a.json").read_text())
        assert given == json.loads(json.dumps(person.app.interview.answers))


async def test_a_record_for_another_system_is_a_fhir_bundle(tmp_path: Path) -> None:
    async with at_welcome() as person:
        await to_result(person)
        await person.press("p", "7", "2")
        await type_in(person, f"{tmp_path}/a.json")
        bundle = json.loads((tmp_path / "a.json").read_text())
        kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
        assert kinds[:3] == ["Questionnaire", "QuestionnaireResponse", "RiskAssessment"]


async def test_a_clinic_s_folder_gets_a_name_that_says_nothing(tmp_path: Path) -> None:
    async with at_welcome(seat=Seat(small_pack(), limits=Limits())) as person:
        person.app.permissions = Permissions(folder=tmp_path, printers=False, terminal=False)
        await to_result(person)
        shown = await person.press(*SAVE)

        (name,) = names_in(tmp_path)
        assert name in shown.replace("\n", "").replace(" ", "")
        assert name.endswith(".html")
        assert "leaflet" not in name


async def test_what_a_language_calls_the_same_stays_apart(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "pack"))
    (folder / "words.toml").write_bytes((content_folder() / "words.toml").read_bytes())
    same_words(folder)
    front = LazyPack(folder, Locale("US"))
    app = NightcrampApp(front, front.words)
    async with app.run_test() as pilot:
        await pilot.pause()
        person = Person(app, pilot)
        await to_result(person)
        assert (await person.press("p")).count(OUT.leaflet) == 2
        assert (await person.press("2")).count(OUT.show) == 2
        assert OUT.save_where[:30] in await person.press("2")


async def test_a_kiosk_offers_nothing_that_stays_or_leaves() -> None:
    async with at_welcome(seat=Seat(small_pack(), limits=Limits())) as person:
        person.app.permissions = KIOSK
        await to_result(person)
        shown = await person.press(*LEAFLET)
        assert OUT.show in shown
        for offer in (OUT.save, OUT.print, OUT.print_terminal, OUT.copy):
            assert offer not in shown
        await person.press("escape", "escape")
        assert OUT.leave_printing[:20] not in await person.press("ctrl+c")
        await person.press("p")
        assert person.app.is_running


async def test_a_page_is_printed_on_the_printer_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printing_system(tmp_path, monkeypatch, f'echo "$2" >{tmp_path}/printer; cat >{tmp_path}/page')
    async with at_welcome() as person:
        await to_result(person)
        assert OUT.print in await person.press(*LEAFLET)
        assert "2  office_2" in await person.press("3")
        assert OUT.printed.format(printer="office_2") in await person.press("2")
    assert (tmp_path / "printer").read_text() == "office_2\n"
    assert (tmp_path / "page").read_text().startswith("YOUR LEGS")


async def test_what_the_printing_system_says_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printing_system(tmp_path, monkeypatch, "echo 'lp: out of paper' >&2; exit 1")
    async with at_welcome() as person:
        await to_result(person)
        shown = await person.press(*LEAFLET, "3", "1")
        assert "lp: out of paper" in in_one_line(shown)


@pytest.mark.parametrize(
    ("choice", "encode", "said"),
    [(OUT.copy, for_clipboard, OUT.copied), (OUT.print_terminal, for_terminal_printer, OUT.sent)],
    ids=["copy", "print"],
)
async def test_the_terminal_gets_the_page_and_the_person_another_way(
    choice: str, encode: object, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    async with at_welcome() as person:
        person.app.permissions = Permissions(printers=False, terminal_printer=True)
        monkeypatch.setattr(person.app, "send", sent.append)
        await to_result(person)
        digit = person.row_digit(choice, await person.press(*LEAFLET))
        assert said in in_one_line(await person.press(digit))

    assert len(sent) == 1
    assert sent[0][:4] == encode("")[:4]  # type: ignore[operator]


async def test_a_terminal_s_printer_is_off_unless_turned_on() -> None:
    async with at_welcome() as person:
        await to_result(person)
        assert OUT.print_terminal not in await person.press(*LEAFLET)


async def test_the_code_shown_is_that_of_the_answers() -> None:
    async with at_welcome() as person:
        await to_result(person)
        code = code_of(small_pack(), person.app.interview.answers)
        assert code in await person.press("p", "5")


async def test_a_code_typed_on_the_first_screen_goes_on_where_it_was() -> None:
    async with at_welcome() as person:
        result = await to_result(person)
        code = code_of(small_pack(), person.app.interview.answers)
        answers = person.app.interview.answers
    async with at_welcome() as person:
        assert WORDS.code.text[:30] in await person.press("c")
        shown = await type_in(person, code.lower().replace("-", " "))

        assert shown == result
        assert person.app.interview.answers == answers


async def test_a_code_half_way_goes_on_with_the_next_question() -> None:
    code = code_of(small_pack(), {"danger": ("none",), "age": 45})
    async with at_welcome() as person:
        await person.press("c")
        await type_in(person, code)
        assert person.asked == "sitting"
        assert answers_of(small_pack(), code) == person.app.interview.answers


async def test_a_slip_in_a_code_can_be_mended() -> None:
    code = code_of(small_pack(), {"danger": ("none",), "age": 45})
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    async with at_welcome() as person:
        await person.press("c")
        assert WORDS.code.slip in in_one_line(await type_in(person, wrong))
        await person.press("backspace", code[-1].lower(), "enter")
        assert person.asked == "sitting"


async def test_a_code_of_another_pack_is_explained() -> None:
    pack = small_pack()
    about = msgspec.structs.replace(pack.about, version="7.3")
    made_by_another = msgspec.structs.replace(pack, about=about)
    async with at_welcome() as person:
        await person.press("c")
        shown = in_one_line(await type_in(person, code_of(made_by_another, {"age": 45})))
        assert "version 7.3" in shown
        assert person.app.is_running
