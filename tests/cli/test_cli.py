"""The command line: what it prints, how it ends, and that a wrong file is one sentence."""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

import nightcramp
import nightcramp.pack
from nightcramp.cli.main import main
from nightcramp.clinic import waiting
from nightcramp.clinic.audit import describe, record
from nightcramp.clinic.kept_session import Moment, keep
from nightcramp.pack import Pack, Urgency, load_pack
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.hashes import Hashes, hashes_of
from nightcramp.pack.load import content_folder
from nightcramp.pack.locale import Locale
from nightcramp.reports.blocks import Block
from nightcramp.reports.plain import render_plain
from nightcramp.reports.result import Result, build_result
from nightcramp.reports.topics import Topic
from nightcramp.triage.assess import assess
from tests.calm import calm
from tests.edited_packs import lean_copy, plant
from tests.real_terminal import NIGHTCRAMP, clean_environment

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack.words import Words

EMERGENCY = {"danger_now": ["breath"]}


@pytest.fixture(autouse=True)
def no_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def _file(folder: Path, answers: object, name: str = "answers.json") -> str:
    path = folder / name
    path.write_text(json.dumps(answers), encoding="utf-8")
    return str(path)


def _complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """The one printable line on standard error; standard output stays empty."""
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("nightcramp: ")
    line = said.err.removesuffix("\n")
    assert line.isprintable()
    return line.removeprefix("nightcramp: ")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0

    said = capsys.readouterr().out
    assert said.startswith("usage: nightcramp")
    assert all(word in said for word in ("assess", "check", "--country", "--theme", "--version"))


def test_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0

    assert capsys.readouterr().out == f"nightcramp {nightcramp.__version__}\n"


def _hashes() -> dict[str, Hashes]:
    return hashes_of(PackFolder(content_folder()), load_pack().about)


def test_check_names_the_pack_its_version_and_its_hash(
    capsys: pytest.CaptureFixture[str], pack: Pack
) -> None:
    assert main(["check"]) == 0

    first, *others = capsys.readouterr().out.splitlines()
    assert first == f"pack nightcramp version {pack.about.version}, hash {pack.hash}: no errors"
    spanish = load_pack(locale=Locale(language="es"))
    assert others == [
        f"  in 'es', hash {spanish.translation_hash}",
        f"  patients and other files, hash {_hashes()['en'].patients}",
    ]


def test_check_of_no_folder_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path / "nowhere")]) == 2

    assert _complaint(capsys).endswith("nowhere: there is no such folder.")


def test_assess_prints_the_result_of_the_engine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pack: Pack
) -> None:
    assert main(["assess", _file(tmp_path, {"age": 70})]) == 0

    result = build_result(pack, assess(pack, {"age": 70}))
    assert capsys.readouterr().out == render_plain(result)


def test_the_same_answers_give_the_same_result_however_they_come(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    toml = tmp_path / "answers.TOML"
    toml.write_text('age = 70\r\nwhere = ["calf"]\r\n', encoding="utf-8")
    raw = b'\xef\xbb\xbf{"where": ["calf"], "age": 70}'
    (tmp_path / "answers.txt").write_bytes(raw)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))

    printed = []
    for file in (str(toml), str(tmp_path / "answers.txt"), "-"):
        assert main(["assess", file]) == 0
        printed.append(capsys.readouterr().out)

    assert printed[0] == printed[1] == printed[2]


def test_no_answers_at_all_are_no_result_and_say_what_to_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pack: Pack, words: Words
) -> None:
    assert main(["assess", _file(tmp_path, {})]) == 0

    said = capsys.readouterr().out
    assert said.startswith(pack.about.urgency["incomplete"].title)
    assert words.result.missing in said
    assert "How old are you?" in said


def test_a_result_says_what_was_not_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pack: Pack, words: Words
) -> None:
    assert main(["assess", _file(tmp_path, calm(pack))]) == 0

    assert words.result.not_asked in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "line 1: is not valid JSON"),
        (b'{\n"age": 40\n"where"', "line 3: is not valid JSON at column 1."),
        (b"[1, 2]", "must be a table of question = answer"),
        (b'"age"', "must be a table of question = answer"),
        (b"{}\n\xff", "line 2: is not UTF-8 text"),
        (b'{"agee": 40}', "agee: is no question. Did you mean 'age'?"),
        (b'{"age": 400}', "age: takes a whole number"),
        (b'{"age": "forty"}', "age: takes a whole number"),
        (b'{"age": 40.5}', "age: takes a whole number"),
        (b'{"age": true}', "age: takes a whole number"),
        (b'{"age": NaN}', "age: takes a whole number"),
        (b'{"age": 1e999}', "age: takes a whole number"),
        (b'{"age": ' + b"9" * 5000 + b"}", "is not valid JSON"),
        (b'{"age": 40, "age": 41}', "age: is answered twice"),
        (b'{"where": ["calf", "none_such"]}', "where: has no answer 'none_such'"),
        (b'{"where": ["calff"]}', "Did you mean 'calf'?"),
        (b'{"where": {"calf": true}}', "where: takes a list of"),
        (b'{"where": []}', "where: takes a list of"),
        (b'{"danger_now": ["none", "breath"]}', "danger_now: 'none' stands alone"),
        (b'{"age\\u001b]0;owned\\u0007": 1}', "is no question"),
        (b'{"\\ud800": 1}', "is no question"),
        (b'{"age": "' + b"x" * 100_000 + b'"}', "age: takes a whole number"),
        (b"[" * 100_000, "is not valid JSON"),
        (b" " * 2_000_000, "is too large"),
    ],
    ids=range(24),
)
def test_answers_that_make_no_sense_are_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: bytes, says: str
) -> None:
    file = tmp_path / "answers.json"
    file.write_bytes(text)

    assert main(["assess", str(file)]) == 2

    line = _complaint(capsys)
    assert line.startswith(str(file))
    assert says in line
    assert len(line) < 1100


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("age = 40\nwhere = \n", "line 2: is not valid TOML"),
        ("age = 40\nage = 41\n", "line 2: is not valid TOML"),
        ("age = 2000-01-01\n", "age: takes a whole number"),
        ("[age]\nyears = 40\n", "age: takes a whole number"),
        ("deep = " + "[" * 50_000, "is nested too deep"),
        ("much = [" + "1," * 100_000 + "]", "says too much: more than 60,000 keys and values,"),
    ],
    ids=range(6),
)
def test_toml_that_makes_no_sense_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    file = tmp_path / "answers.toml"
    file.write_text(text, encoding="utf-8")

    assert main(["assess", str(file)]) == 2

    line = _complaint(capsys)
    assert line.startswith(str(file))
    assert says in line


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nowhere.json", "nowhere.json: cannot be read: no such file or directory."),
        (".", "cannot be read: is a directory."),
        ("a\x1b[2Jb", "a[2Jb: cannot be read"),
        ("a\x00b", "ab: cannot be read"),
        ("\udcff.toml", ".toml: cannot be read"),
    ],
    ids=["missing", "folder", "escape", "nul", "undecodable"],
)
def test_a_file_that_cannot_be_read_is_a_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["assess", name]) == 2

    assert says in _complaint(capsys)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["bogus"], "bogus"),
        (["assess"], "FILE"),
        (["--theme", "pink"], "pink"),
        (["--countr=GB"], "--countr"),
        (["check", "\x1b[2Ja", "b"], "b"),
        (["assess", "-", "--country", "QQ"], "country 'QQ' is not known. Known are US (United"),
        (["--country", "", "assess", "-"], "country '' is not known."),
    ],
    ids=lambda value: None if isinstance(value, str) else " ".join(value),
)
def test_a_wrong_argument_is_a_sentence(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    says: str,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{}")))

    assert main(arguments) == 2

    assert says in _complaint(capsys)


@pytest.mark.parametrize(
    ("arguments", "locale", "country"),
    [
        (["--country", "GB"], {}, "GB"),
        (["--country", "gb"], {"LANG": "en_AU.UTF-8"}, "GB"),
        ([], {"LANG": "en_GB.UTF-8"}, "GB"),
        ([], {"LANG": "en_GB"}, "GB"),
        ([], {"LANG": "en_US.UTF-8", "LC_MESSAGES": "en_GB.UTF-8@euro"}, "GB"),
        ([], {"LANG": "en_US", "LC_MESSAGES": "en_US", "LC_ALL": "en_GB.UTF-8"}, "GB"),
        ([], {"LANG": "en_GB.UTF-8", "LC_ALL": ""}, "GB"),
        ([], {"LANG": "en_GB.UTF-8", "LC_ALL": "C"}, ""),
        ([], {"LANG": "de_QQ.UTF-8"}, ""),
        ([], {"LANG": "C.UTF-8"}, ""),
        ([], {}, ""),
    ],
    ids=range(11),
)
def test_whom_to_call_follows_the_country(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    locale: dict[str, str],
    country: str,
) -> None:
    for name, value in locale.items():
        monkeypatch.setenv(name, value)

    assert main(["assess", _file(tmp_path, EMERGENCY), *arguments]) == 0

    called = load_pack(locale=Locale(country)).headline("emergency", "ambulance").title
    assert capsys.readouterr().out.startswith(called)


def test_the_numbers_to_call_differ_between_the_countries_tested() -> None:
    titles = {
        load_pack(locale=Locale(c)).headline("emergency", "ambulance").title
        for c in ("GB", "AU", "")
    }

    assert len(titles) == 3


def test_a_fault_of_ours_is_one_line_without_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> Pack:
        raise RuntimeError("pregnant, drinks 5 a day")

    monkeypatch.setattr("nightcramp.cli.commands.content.load_signed", fail)

    assert main(["assess", _file(tmp_path, {})]) == 70

    line = _complaint(capsys)
    assert "error RuntimeError-nightcramp.cli.commands.content-" in line
    assert "pregnant" not in line


def test_ctrl_c_ends_without_a_word(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> Pack:
        raise KeyboardInterrupt

    monkeypatch.setattr("nightcramp.cli.commands.check.read_front", interrupt)

    assert main(["check"]) == 130

    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("form", "given"), [("text", b"{}"), ("jsonl", b'{"age": 40}\n' * 1000)], ids=["one", "many"]
)
def test_a_reader_that_goes_away_is_no_error(form: str, given: bytes) -> None:
    with subprocess.Popen(
        [*NIGHTCRAMP, "assess", "-", "--format", form],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environment(),
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        with contextlib.suppress(BrokenPipeError):  # it ends before it has read all
            process.stdin.write(given)
            process.stdin.close()

        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_output_that_cannot_say_a_letter_replaces_it(tmp_path: Path) -> None:
    name = str(tmp_path / "réponses.json")

    ended = subprocess.run(
        [*NIGHTCRAMP, "assess", name],
        capture_output=True,
        check=False,
        env=clean_environment(PYTHONIOENCODING="ascii"),
    )

    assert ended.returncode == 2
    assert b"r?ponses.json: cannot be read" in ended.stderr


@pytest.mark.parametrize("redirection", ["<&-", ">&-", "2>&-"])
def test_a_closed_stream_is_no_crash(redirection: str) -> None:
    command = f"{sys.executable} -m nightcramp assess - {redirection}"

    ended = subprocess.run(
        ["/bin/sh", "-c", command],
        input=b"{}" if redirection != "<&-" else None,
        capture_output=True,
        check=False,
        env=clean_environment(),
    )

    assert b"Traceback" not in ended.stderr
    assert ended.returncode == (0 if redirection == "2>&-" else 2)


RESULT = Result(
    urgency=Urgency.routine,
    title="MAKE AN APPOINTMENT",
    limit="within 2 weeks",
    lead="Nothing you told us is an emergency. Something here is worth a clinician's time.",
    reasons=(
        Topic("told", "You told us", (Block("step", "Your calf hurts when you walk."),)),
        Topic(
            "steps",
            "What to do now",
            (Block("step", "Have the blood flow measured before you wear tight stockings."),),
        ),
    ),
    topics=(
        Topic(
            id="sedentary",
            title="Long hours sitting",
            match="moderate match",
            bar=5,
            ranked=True,
            lines=(
                Block("text", "Muscles that stay still for hours can tighten."),
                Block("heading", "Why we say so"),
                Block("for", "You sit for 8 hours or more.", "low certainty"),
                Block("against", "You exercise on most days.", "moderate certainty"),
                Block("heading", "What helps"),
                Block("step", "Stand up every hour.", "expert opinion"),
                Block("test", "They may measure the blood pressure at the ankle."),
            ),
        ),
        Topic(id="unsure", title="What you were not sure about", lines=()),
    ),
    note="This is not a diagnosis.",
)


def test_a_result_reads_from_top_to_bottom() -> None:
    assert render_plain(RESULT) == (
        "MAKE AN APPOINTMENT\n"
        "Within 2 weeks.\n"
        "\n"
        "Nothing you told us is an emergency. Something here is worth a\n"
        "clinician's time.\n"
        "This is not a diagnosis.\n"
        "\n"
        "You told us\n"
        "  * Your calf hurts when you walk.\n"
        "\n"
        "What to do now\n"
        "  * Have the blood flow measured before you wear tight stockings.\n"
        "\n"
        "Long hours sitting: moderate match\n"
        "  Muscles that stay still for hours can tighten.\n"
        "\n"
        "  Why we say so\n"
        "  + You sit for 8 hours or more. (low certainty)\n"
        "  - You exercise on most days. (moderate certainty)\n"
        "\n"
        "  What helps\n"
        "  * Stand up every hour. (expert opinion)\n"
        "  * They may measure the blood pressure at the ankle.\n"
        "\n"
        "What you were not sure about\n"
    )


@pytest.mark.parametrize("width", [40, 72])
def test_no_line_is_wider_than_asked_for(width: int) -> None:
    printed = render_plain(RESULT, width)

    assert max(map(len, printed.splitlines())) <= width


@pytest.mark.parametrize(
    ("edit", "code", "says"),
    [
        (("codes.toml", "449918009", "449918090"), 1, r"error: .*\[damaged-code\]"),
        (("pack.toml", 'review_by = "20', 'review_by = "19'), 0, r"warning: .*\[review-overdue\]"),
    ],
    ids=["error", "warning"],
)
def test_check_names_file_line_and_rule_and_ends_with_1_only_for_errors(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    edit: tuple[str, str, str],
    code: int,
    says: str,
) -> None:
    folder = lean_copy(tmp_path / "content", "en")
    line = plant(folder, *edit)

    assert main(["check", str(folder)]) == code

    assert re.match(rf"{edit[0]}:{line}: {says}\n", capsys.readouterr().out)


@pytest.mark.parametrize(("form", "first"), [("json", "["), ("sarif", "{")])
def test_check_prints_what_programs_read(
    form: str, first: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = lean_copy(tmp_path / "content", "en")
    assert main(["check", "--format", form, str(folder)]) == 0
    told = capsys.readouterr().out
    assert told.startswith(first)
    json.loads(told)


def test_check_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--schema"]) == 0
    assert "$defs" in json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--blank-after", "30"], "need --kiosk"),
        (["--kiosk", "--country", "GB", "--resume"], "--resume is refused with --kiosk"),
        (["--kiosk"], "--kiosk needs --country"),
        (["--kiosk", "--country", "QQ"], "country 'QQ' is not known"),
        (["--kiosk", "--plain", "--lang", "es"], "--kiosk needs --country"),
        (["--kiosk", "--country", "GB", "--debug-log", "x"], "--debug-log is refused with --kiosk"),
        (["--kiosk", "--country", "GB", "--blank-after", "0"], "--blank-after must be above 0"),
        (["--kiosk", "--country", "GB", "--discard-after", "20"], "below --discard-after"),
        (["--kiosk", "--country", "GB", "--session-limit", "60"], "at most --session-limit"),
        (["--kiosk", "--country", "GB", "--session-limit", "inf"], "at most a day"),
        (["--kiosk", "--country", "GB", "--session-limit", "86400.5"], "at most a day"),
        (["--kiosk", "--country", "GB", "--session-limit", "nan"], "at most a day"),
    ],
)
def test_clinic_options_that_do_not_go_together_are_a_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert sentence in _complaint(capsys)


def test_audit_verify_counts_the_sessions_or_names_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pack: Pack
) -> None:
    path = tmp_path / "audit"
    for ending in ("left", "finished"):
        record(str(path), describe(pack, None, "ab12", 3, ending))
    assert main(["audit", "verify", str(path)]) == 0
    said = capsys.readouterr().out
    assert "2 sessions, none altered, inserted, removed or moved" in said
    assert "emergency 0, same_day 0, routine 0, self_care 0, incomplete 0, not finished 2" in said
    assert "does not show lines cut off at its end" in said
    path.write_text(path.read_text().replace("left", "idle"))
    assert main(["audit", "verify", str(path)]) == 2
    assert "line 1: this line was altered" in _complaint(capsys)
    assert main(["audit", "verify", "/nowhere"]) == 2
    assert _complaint(capsys).endswith("/nowhere: cannot be read: no such file or directory.")


def test_a_log_of_crashes_that_cannot_be_written_is_said_before_anyone_sits_down(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--plain", "--debug-log", "/nowhere/log"]) == 2
    assert "/nowhere/log: cannot be written: no such file or directory." in _complaint(capsys)


@pytest.mark.parametrize("first", [True, False])
def test_audit_verify_says_what_a_key_shows_and_what_waits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pack: Pack, *, first: bool
) -> None:
    path, key = tmp_path / "audit", tmp_path / "key"
    key.write_bytes(b"k" * 32)
    key.chmod(0o400)
    entry = describe(pack, None, "ab12", 3, "left")
    record(str(path), entry, key.read_bytes())
    path.write_bytes(path.read_bytes() + b"torn")
    record(str(path), entry, key.read_bytes())
    waiting.leave(path, entry, key.read_bytes())
    (waiting.folder_of(path) / "x").touch()
    given, command = ["--audit-key", str(key)], ["audit", "verify", str(path)]
    assert main([*given, *command] if first else [*command, *given]) == 0
    said = capsys.readouterr().out
    for part in ("Its end is recorded at line 2", "What no key shows", "row 2 was torn off",
                 "1 more wait for", "1 files among those that wait are none"):  # fmt: skip
        assert part in said
    last = msgspec.json.decode(path.read_bytes().splitlines()[-1])
    assert f"last line: 2, with the hash {last['hash']}" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--audit-key", "/nowhere"], "--audit-key needs --audit FILE"),
        (["--audit", "journal", "--audit-key", "/nowhere"], "--audit-key needs --audit FILE"),
        (["--audit", "/nowhere/audit"], "the audit file /nowhere/audit cannot be written"),
        (["--audit", "/nowhere/a", "--audit-key", "/nowhere"], "the key /nowhere cannot be read"),
    ],
)
def test_what_cannot_be_recorded_is_a_sentence_before_anyone_sits_down(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--plain", *arguments]) == 2
    assert sentence in _complaint(capsys)


@pytest.mark.parametrize("home", ["/dev/null", "/dev/full", "/proc/nowhere"])
def test_without_a_home_folder_resume_is_a_sentence(
    home: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("HOME", home)
    assert main(["--plain", "--resume"]) == 2
    assert f"No answers can be kept in {home}/" in _complaint(capsys)


@pytest.mark.parametrize("options", [[], ["--resume"]], ids=["as ever", "resume"])
def test_whoever_starts_next_deletes_what_is_past_its_hour(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Pack
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    path = tmp_path / "nightcramp" / "session.json"
    keep(path, pack, {"age": 40}, Moment(1_000_000_000.0, "another start", 0.0))
    assert main(["--plain", *options, "--audit", "/nowhere/audit"]) == 2
    assert not path.exists()


@pytest.mark.parametrize(
    ("problems", "code", "printed"),
    [((), 0, "nothing to mend\n"), (("mend this.", "and that."), 1, "mend this.\nand that.\n")],
)
def test_clinic_check_prints_what_to_mend(
    problems: tuple[str, ...],
    code: int,
    printed: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nightcramp.clinic.machine_check.check_machine", lambda *_: problems)
    assert main(["clinic-check"]) == code
    assert capsys.readouterr().out == printed
