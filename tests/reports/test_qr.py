"""The QR code says the leaflet's qr_summary, fits a terminal, and is read by a real decoder."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from hypothesis import given

from nightcramp.pack import Urgency, load_pack
from nightcramp.pack.locale import Locale
from nightcramp.reports.qr_summary import MOST_BYTES, qr_matrix, qr_summary
from nightcramp.triage import assess, read_answers
from nightcramp.wizard.widgets.qr_code import QrCode, qr_rows
from nightcramp.wizard.widgets.rows import row_width, text_of
from tests.content import VIGNETTES
from tests.pilot import at_welcome, to_result
from tests.strategies import interviews

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightcramp.triage import Interview

PACKS = {code: load_pack(locale=Locale(language=code)) for code in ("en", "es")}
WORDS = {code: pack.words for code, pack in PACKS.items()}
PATIENTS = {patient.id: patient for patient in VIGNETTES}
_DARK = {"█": (True, True), "▀": (True, False), "▄": (False, True), " ": (False, False)}
_SCALE = 6


def core_of(patient: str, language: str = "en") -> str:
    pack = PACKS[language]
    return qr_summary(pack, assess(pack, read_answers(pack, PATIENTS[patient].answers)))


def as_a_phone_reads(rows: Sequence[str], *, ascii_only: bool = False) -> str:
    """What a decoder finds in the characters of a terminal, as light and dark."""
    if ascii_only:
        dark = [[row[x] == "#" for x in range(0, len(row), 2)] for row in rows]
    else:
        dark = [[_DARK[char][half] for char in row] for row in rows for half in (0, 1)]
    lines = [bytes(0 if is_dark else 255 for is_dark in row for _ in range(_SCALE)) for row in dark]
    picture = b"".join(line * _SCALE for line in lines)
    shape = [len(lines) * _SCALE, len(lines[0])]
    (found,) = zxingcpp.read_barcodes(memoryview(picture).cast("B", shape=shape))
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    return str(found.text)


@pytest.mark.parametrize("language", PACKS)
@pytest.mark.parametrize("patient", ["F01", "F17", "V20", "V02", "H01", "V11"])
def test_a_real_decoder_reads_the_leaflet_s_core(patient: str, language: str) -> None:
    text = core_of(patient, language)

    assert (
        as_a_phone_reads([text_of(r) for r in qr_rows(qr_matrix(text), ascii_only=False)]) == text
    )
    in_ascii = [text_of(row) for row in qr_rows(qr_matrix(text), ascii_only=True)]
    assert as_a_phone_reads(in_ascii, ascii_only=True) == text


@pytest.mark.parametrize("language", PACKS)
def test_every_core_says_what_to_do_and_that_it_is_no_diagnosis(language: str) -> None:
    pack, words = PACKS[language], WORDS[language]
    for patient in PATIENTS.values():
        found = assess(pack, read_answers(pack, patient.answers))
        text = qr_summary(pack, found)
        assert text.startswith(pack.headline(found.urgency.name, found.contact).title)
        assert text.endswith(words.qr.not_a_diagnosis.format(version=pack.about.version))
        assert len(text.encode()) <= MOST_BYTES
        if found.urgency is Urgency.routine:
            assert pack.about.time_limits[str(found.within_days)] in text.lower()


@given(interviews(PACKS["es"]))
def test_every_core_fits_into_24_rows(interview: Interview) -> None:
    found = assess(PACKS["es"], interview.answers)
    rows = qr_rows(qr_matrix(qr_summary(PACKS["es"], found)), ascii_only=False)

    assert len(rows) <= 23
    assert row_width(rows[0]) <= 80


def test_what_is_too_long_is_refused() -> None:
    qr_matrix("x" * MOST_BYTES)
    with pytest.raises(ValueError, match="too long"):
        qr_matrix("x" * (MOST_BYTES + 1))


async def test_it_can_be_read_off_a_terminal_of_24_rows() -> None:
    async with at_welcome() as person:
        await to_result(person)
        screen = await person.press("p", "4")
        rows = screen.split("\n")[:23]
        wide = 41
        text = as_a_phone_reads([row[:wide].ljust(wide) for row in rows if row[:wide].strip()])

        assert text.startswith("LOOK AFTER IT AT HOME. Within 6 weeks, if it goes on.")
        beside = " ".join(" ".join(row[wide:].strip() for row in rows).split())
        assert beside == text


@pytest.mark.parametrize(("size", "needed"), [((40, 15), "41 columns"), ((80, 21), "22 rows")])
async def test_where_there_is_no_room_it_says_how_much_it_needs(
    size: tuple[int, int], needed: str
) -> None:
    async with at_welcome(size=size) as person:
        await to_result(person)
        screen = " ".join((await person.press("p", "4")).split())

        assert needed in screen
        assert "LOOK AFTER IT AT HOME" in screen
        assert "▀" not in screen


def test_in_ascii_it_is_shown_only_where_it_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QrCode, "words", WORDS["en"])
    code = QrCode(qr_matrix("x" * 130), "what it says", ascii_only=True)
    no_room = " ".join(text_of(row) for row in code.build(80, 23))

    assert "90 columns and 46 rows" in no_room
    assert "what it says" in no_room
    assert text_of(code.build(90, 45)[3])[:2] == "  "
    assert all(text_of(row).isascii() for row in code.build(90, 45))


def test_dark_is_dark_and_light_is_light_whatever_the_theme() -> None:
    styles = {span.style for row in qr_rows(qr_matrix("x"), ascii_only=False) for span in row}
    assert styles == {"paper"}


def test_the_encoder_is_loaded_only_when_a_code_is_shown() -> None:
    statement = (
        "import sys, nightcramp.wizard.app, nightcramp.reports.qr_summary\n"
        "import nightcramp.wizard.way_out\n"
        "assert 'segno' not in sys.modules\n"
        "nightcramp.reports.qr_summary.qr_matrix('x')\n"
        "assert 'segno' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", statement], check=True)
