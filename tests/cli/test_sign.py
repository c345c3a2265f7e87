"""`nightcramp sign` and `check --signed`; and what people read of a pack that was signed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from nightcramp.cli.main import main
from nightcramp.pack.hashes import hash_of_files
from tests.edited_packs import lean_copy, plant
from tests.signing import NAME, ROLE, key_of, line_of_list, sign, sign_off_of

EMERGENCY = '{"age": 40, "pregnant": "no", "leg_danger": ["none"], "danger_now": ["breath"]}'


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A lean copy of the content."""
    return lean_copy(tmp_path / "pack")


@pytest.fixture
def signers(tmp_path: Path) -> str:
    """A list of signers."""
    file = tmp_path / "signers"
    file.write_text(line_of_list(), "utf-8")
    return str(file)


@pytest.fixture
def _no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search for contradictions takes most of a check, and is tested elsewhere."""
    monkeypatch.setattr("nightcramp.check.run.check_contradictions", lambda *_: ())


def _sign(pack: Path, *more: str, language: str = "en") -> int:
    key = str(key_of("jose"))
    by = ["--name", NAME, "--role", ROLE, "--key", key]
    return main(["sign", str(pack), "--lang", language, *by, *more])


@pytest.mark.usefixtures("_no_search")
def test_what_is_signed_is_printed_and_believed_by_who_lists_the_signer(
    pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [_sign(pack), _sign(pack, language="es")] == [0, 0]

    said = capsys.readouterr().out
    file = pack / "signatures" / "en-jose-nunez-medico-de-familia.toml"
    assert file.read_text("utf-8") in said
    assert file.stat().st_mode & 0o777 == 0o644
    listed = tmp_path / "listed"
    lines = [line for line in said.splitlines() if line.startswith('"')]
    listed.write_text("\n".join(lines), "utf-8")
    assert main(["check", "--signed", str(pack), "--signers", str(listed)]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == ["'en' is signed", "'es' is signed"]


def test_with_an_error_in_it_nothing_is_signed(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(pack, "causes/strain.toml", "points = 2", "pionts = 2")

    assert _sign(pack) == 1

    assert capsys.readouterr().out.endswith("nothing was signed: mend these first\n")
    assert not (pack / "signatures").exists()


@pytest.mark.usefixtures("_no_search")
@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--lang", "fr"], "language 'fr' is not known. Known are en, es."),
        (["--name", "*"], "the name '*' has more than letters"),
        (["--key", "/nowhere/key"], "ssh-keygen made no signature with /nowhere/key"),
    ],
    ids=["language", "name", "key"],
)
def test_what_cannot_be_signed_is_a_sentence(
    pack: Path, more: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _sign(pack, *more) == 2

    assert says in capsys.readouterr().err
    assert not (pack / "signatures").exists()


@pytest.mark.usefixtures("_no_search")
def test_without_ssh_keygen_signing_is_a_sentence(
    pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key_of("jose")
    monkeypatch.setenv("PATH", "/nowhere")

    assert _sign(pack) == 2

    assert "ssh-keygen is missing" in capsys.readouterr().err


@pytest.mark.usefixtures("_no_search")
def test_a_folder_that_cannot_be_written_is_a_sentence(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pack / "signatures").write_text("in the way", "utf-8")

    assert _sign(pack) == 2

    assert "cannot be written: file exists." in capsys.readouterr().err


def test_signed_says_for_each_language_who_signed_when_and_whether_it_holds(
    pack: Path, signers: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = sign(pack, "en")

    assert main(["check", "--signed", str(pack), "--signers", signers]) == 1

    said = f"{file}: 'en', signed by {NAME} ({ROLE}) on 2026-11-22: holds\n"
    assert capsys.readouterr().out == f"{said}'en' is signed\n'es' is not signed\n"


def test_without_a_list_nobody_is_believed(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sign(pack, "en")
    sign(pack, "es")

    assert main(["check", "--signed", str(pack)]) == 1

    said = capsys.readouterr().out
    assert "does not hold: nobody says whose key it is" in said
    assert said.endswith("'en' is not signed\n'es' is not signed\n")


def test_a_day_of_review_that_is_past_is_said(
    pack: Path, signers: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(pack, "pack.toml", 'review_by = "2027-11-01"', 'review_by = "2020-01-01"')
    sign(pack, "en")
    sign(pack, "es")

    assert main(["check", "--signed", str(pack), "--signers", signers]) == 0

    assert "the pack was to be reviewed again by 2020-01-01" in capsys.readouterr().out


# ---- what people read ----


def _printed(pack: Path, *more: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(EMERGENCY.encode())))
    return main(["page", "leaflet", "-", "--pack", str(pack), *more])


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_names_who_signed_what_and_when(
    pack: Path,
    signers: str,
    language: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sign(pack, "en")
    sign(pack, "es")

    more = ["--signers", signers, "--lang", language]
    assert _printed(pack, *more, monkeypatch=monkeypatch) == 0

    said = " ".join(capsys.readouterr().out.split())
    english = f"Reviewed by {NAME} ({ROLE}) on 2026-11-22, in English."
    spanish = f"Revisado por {NAME} ({ROLE}) el 2026-11-22, en Español."
    assert (english in said, spanish in said) == (language == "en", language == "es")
    assert "not reviewed" not in said
    assert "no revisado" not in said


@pytest.mark.parametrize("given", ["nothing", "a list"])
def test_a_page_of_a_pack_that_nobody_signed_says_so(
    pack: Path,
    signers: str,
    given: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if given == "nothing":  # it is signed, and nobody says whom to believe
        sign(pack, "en")
    more = ["--signers", signers] if given == "a list" else []
    assert _printed(pack, *more, monkeypatch=monkeypatch) == 0

    said = " ".join(capsys.readouterr().out.split())
    assert "not reviewed by a clinician" in said
    assert "Reviewed by" not in said


def test_every_process_and_every_language_knows_who_signed(
    pack: Path, signers: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    sign(pack, "en")
    sign(pack, "es")
    people = tmp_path / "people.jsonl"
    people.write_text(f"{EMERGENCY}\n" * 3, "utf-8")
    by = ["--pack", str(pack), "--signers", signers]

    assert main(["assess", str(people), "--format", "jsonl", "--jobs", "2", *by]) == 0
    lines = capsysbinary.readouterr().out.splitlines()
    assert [json.loads(line)["pack"]["reviewed"] for line in lines] == [True] * 3

    assert main(["export", "xlsform", "-o", str(tmp_path / "form.xlsx"), *by]) == 0
    sheet = openpyxl.load_workbook(tmp_path / "form.xlsx")["survey"]
    shown = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert f"Reviewed by {NAME}" in shown
    assert f"Revisado por {NAME}" in shown
    assert "no lo ha revisado" not in shown


def test_an_overdue_review_is_said_on_the_page(
    pack: Path,
    signers: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    plant(pack, "pack.toml", 'review_by = "2027-11-01"', 'review_by = "2020-01-01"')
    sign(pack, "en")

    assert _printed(pack, "--signers", signers, monkeypatch=monkeypatch) == 0

    assert "It was to be reviewed again by 2020-01-01." in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("command", ["wizard", "page"])
def test_where_signatures_are_required_an_unsigned_pack_is_refused(
    pack: Path,
    signers: str,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sign(pack, "en")
    required = ["--require-signed", "--signers", signers, "--pack", str(pack)]
    asked = ["page", "leaflet", "-"] if command == "page" else ["--plain"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(EMERGENCY.encode())))

    assert main([*required, *asked]) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert f"the content in 'es' is not signed by anyone in {signers}" in told.err


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["--require-signed"], "--require-signed needs --signers"),
        (["--signers", "/nowhere"], "/nowhere: there is no such list of signers."),
        (["check", "--signers", "/nowhere"], "--signers needs --signed"),
    ],
    ids=" ".join,
)
def test_options_that_do_not_go_together_are_a_sentence(
    given: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*given, "--plain"] if "check" not in given else given) == 2

    assert says in capsys.readouterr().err


def test_a_signed_pack_keeps_its_hashes(pack: Path) -> None:
    before = sign_off_of(pack, "es")
    sign(pack, "en")

    assert sign_off_of(pack, "es") == before
    assert before.content != hash_of_files({"pack.toml": {}})
