"""The clinic account over a real sshd: the wizard, and never anything else."""

from __future__ import annotations

import contextlib
import re
import select
import signal
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest

from nightcramp.reports.result import build_result
from nightcramp.triage.assess import assess
from nightcramp.triage.interview import Interview
from tests.program import PATIENCE, wait_until
from tests.real_sshd import (
    HOST,
    Sshd,
    environment_of,
    find,
    free_port,
    is_open,
    make_launcher,
    make_python,
    programs_of,
)
from tests.real_terminal import RealTerminal, clean_environment
from tests.served import VARIABLES
from tests.typing_answers import CTRL_C, ENTER, calm_answer, keys_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words

SOON = 2.0
NOTHING_ELSE = "nightcramp: this account asks about leg cramps at night and runs nothing else.\n"
SET_BY_LAUNCHER = {"PATH", "TERM", "LANG", "LC_ALL", "LC_CTYPE", "LC_NIGHTCRAMP"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the servers of this module live."""
    return tmp_path_factory.mktemp("sshd")


@pytest.fixture(scope="module")
def python(folder: Path) -> Path:
    """The Python that only the launcher of this module starts."""
    return make_python(folder / "python")


@pytest.fixture(scope="module")
def launcher(folder: Path, python: Path) -> Path:
    """The launcher as installed, with that Python."""
    return make_launcher(python, folder / "nightcramp-kiosk")


@pytest.fixture(scope="module")
def clinic(folder: Path, launcher: Path) -> Iterator[Sshd]:
    """The clinic account as docs/clinic.md sets it up."""
    with Sshd(folder / "clinic", str(launcher)) as server:
        yield server


@pytest.fixture(scope="module")
def probe(folder: Path) -> Iterator[Sshd]:
    """The same block, but what runs is `env`: what sshd itself hands on."""
    with Sshd(folder / "probe", "/usr/bin/env") as server:
        yield server


@pytest.fixture(scope="module")
def unguarded(folder: Path) -> Iterator[Sshd]:
    """The same server without the clinic's block."""
    with Sshd(folder / "unguarded", None) as server:
        yield server


@pytest.fixture(autouse=True)
def _nothing_is_left(python: Path) -> Iterator[None]:
    yield
    wait_until(lambda: not programs_of(python), "end of every program")


def _wait_for_program(python: Path) -> int:
    wait_until(lambda: bool(programs_of(python)), "program that runs")
    return programs_of(python)[0]


def _show_first_question(terminal: RealTerminal, pack: Pack) -> None:
    terminal.wait_for(pack.words.welcome.begin)
    terminal.press(ENTER)
    terminal.wait_for(pack.questions[0].text)


def _to_result(terminal: RealTerminal, pack: Pack) -> None:
    _show_first_question(terminal, pack)
    interview = Interview.begin(pack)
    while (question := interview.question) is not None:
        terminal.wait_for(question.text)
        value = calm_answer(interview)
        terminal.press_calmly(keys_for(interview, value))
        interview = interview.answer(value)
    result = build_result(pack, assess(pack, interview.answers))
    terminal.wait_for(result.title, result.limit)


def test_a_whole_interview_leaves_nothing_behind(
    clinic: Sshd, python: Path, pack: Pack, words: Words
) -> None:
    with clinic.terminal() as terminal:
        _to_result(terminal, pack)

        terminal.press(CTRL_C)
        terminal.wait_for(words.leave.text)
        terminal.press("y")

        assert terminal.wait_for_end() == 0
        terminal.assert_restored()
        assert "".join(terminal.main.display).strip() == ""
        assert programs_of(python) == []


def test_no_control_key_leads_out_of_the_wizard(
    clinic: Sshd, python: Path, pack: Pack, words: Words
) -> None:
    with clinic.terminal() as terminal:
        _show_first_question(terminal, pack)

        terminal.press("\x1a\x1c\x04\x10\x13\x11")  # Ctrl+Z, Ctrl+\\, Ctrl+D, Ctrl+P, S, Q
        terminal.wait_for(words.leave.text)
        terminal.press(ENTER)

        terminal.wait_for(pack.questions[0].text)
        assert len(programs_of(python)) == 1


def test_plain_may_be_asked_for(clinic: Sshd, python: Path, words: Words) -> None:
    with clinic.terminal(command="plain") as terminal:
        terminal.wait_for(words.line.prompt)

        assert b"\x1b" not in terminal.output
        assert environment_of(_wait_for_program(python))["LC_NIGHTCRAMP"] == "plain"


CANARY = "canary"


@pytest.mark.parametrize(
    "attempt",
    [
        "touch {}",
        "; touch {}",
        "anything; touch {}",
        "$(touch {})",
        "`touch {}`",
        "plain; touch {}",
        "plain\ntouch {}",
        "plain && touch {}",
        "' ; touch {} ; '",
        '" ; touch {} ; "',
        "| touch {}",
        "-c 'touch {}'",
        "--debug-log {}",
        "sh",
        "bash -i",
        " ",
        "*",
        "/usr/lib/openssh/sftp-server",
        "internal-sftp",
        "nightcramp --version",
        "x" * 100_000,
    ],
    ids=lambda attempt: repr(attempt[:30]),
)
@pytest.mark.parametrize("tty", ["-tt", "-T"])
def test_any_other_command_is_a_sentence(
    clinic: Sshd, tmp_path: Path, attempt: str, tty: str
) -> None:
    canary = tmp_path / CANARY

    ran = clinic.run(tty, command=attempt.format(canary))

    assert (ran.stdout + ran.stderr).replace("\r\n", "\n") == NOTHING_ELSE
    assert ran.returncode == 2
    assert not canary.exists()


def test_without_a_terminal_it_is_plain_lines(clinic: Sshd, words: Words) -> None:
    ran = clinic.run("-T")

    assert ran.returncode == 2
    assert words.line.prompt in ran.stdout
    assert re.fullmatch(r"nightcramp: the answers ended [^\n]+\n", ran.stderr)


# What a key lets a caller try besides a command. Each says whether it got through.


def _forward(server: Sshd, folder: Path, how: str) -> bool:
    with contextlib.ExitStack() as stack:
        if how == "socket":
            target = stack.enter_context(socket.socket(socket.AF_UNIX))
            target.bind(str(folder / "s"))
            target.listen()
            there, hello = str(folder / "s"), b"hello"
        else:
            target = stack.enter_context(socket.create_server((HOST, 0)))
            port = target.getsockname()[1]
            there, hello = f"{HOST}:{port}", _socks_request(port)
        here = free_port()
        options = {
            "-L": ["-N", "-L", f"{here}:{there}"],
            "socket": ["-N", "-L", f"{here}:{there}"],
            "-R": ["-N", "-R", f"{here}:{there}"],
            "-D": ["-N", "-D", str(here)],
            "-W": ["-W", there],
        }[how]
        attempt = subprocess.Popen(
            server.ssh("-o", "ExitOnForwardFailure=yes", *options),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(attempt.communicate)
        stack.callback(attempt.kill)
        return _reached(target, attempt, here, hello)


def _reached(
    target: socket.socket, attempt: subprocess.Popen[bytes], here: int, hello: bytes
) -> bool:
    """Whether a connection arrives at the target before the attempt is turned down."""
    with contextlib.ExitStack() as stack:
        doors: list[socket.socket] = []

        def has_arrived() -> bool:
            return bool(select.select([target], [], [], 0)[0])

        def is_settled() -> bool:
            if not doors and is_open(here):
                doors.append(stack.enter_context(socket.create_connection((HOST, here))))
                doors[0].sendall(hello)
            return has_arrived() or attempt.poll() is not None or any(map(_is_shut, doors))

        wait_until(is_settled, "answer to the attempt")
        return has_arrived()


def _socks_request(port: int) -> bytes:
    """A greeting and a request of SOCKS 5; a forwarded port hands on whatever comes."""
    return b"\x05\x01\x00" + b"\x05\x01\x00\x01" + socket.inet_aton(HOST) + port.to_bytes(2, "big")


def _is_shut(door: socket.socket) -> bool:
    if not select.select([door], [], [], 0)[0]:
        return False
    try:
        return door.recv(100) == b""
    except ConnectionError:
        return True


def _transfer(server: Sshd, folder: Path, how: str) -> bool:
    source, copy = folder / "source", folder / "copy"
    source.write_text("content")
    there = f"{server.address}:"
    ssh = " ".join([find("ssh"), *server.options()])
    batch = folder / "batch"
    batch.write_text(f"put {source} {copy}\n" if how == "sftp up" else f"get {source} {copy}\n")
    command = {
        "sftp up": [find("sftp"), *server.options("-P"), "-b", str(batch), server.address],
        "sftp down": [find("sftp"), *server.options("-P"), "-b", str(batch), server.address],
        "scp up": [find("scp"), *server.options("-P"), str(source), f"{there}{copy}"],
        "scp down": [find("scp"), *server.options("-P"), f"{there}{source}", str(copy)],
        "old scp up": [find("scp"), "-O", *server.options("-P"), str(source), f"{there}{copy}"],
        "old scp down": [find("scp"), "-O", *server.options("-P"), f"{there}{source}", str(copy)],
        "rsync up": [find("rsync"), "-e", ssh, str(source), f"{there}{copy}"],
        "rsync down": [find("rsync"), "-e", ssh, f"{there}{source}", str(copy)],
    }[how]
    ran = subprocess.run(
        command,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )
    assert (ran.returncode == 0) == copy.exists(), ran.stderr
    return copy.exists()


FORWARDS = ("-L", "-R", "-D", "-W", "socket")
TRANSFERS = (
    *("sftp up", "sftp down", "scp up", "scp down", "old scp up", "old scp down"),
    *("rsync up", "rsync down"),
)


def _gets_through(server: Sshd, folder: Path, how: str) -> bool:
    """Whether a tunnel can be opened, or a file copied, in this way."""
    return (_forward if how in FORWARDS else _transfer)(server, folder, how)


@pytest.mark.parametrize("how", FORWARDS + TRANSFERS)
def test_no_tunnel_and_no_file_gets_through(clinic: Sshd, tmp_path: Path, how: str) -> None:
    assert not _gets_through(clinic, tmp_path, how)


@pytest.mark.parametrize("how", FORWARDS + TRANSFERS)
def test_without_the_block_the_same_gets_through(unguarded: Sshd, tmp_path: Path, how: str) -> None:
    assert _gets_through(unguarded, tmp_path, how)


@contextlib.contextmanager
def _agent(folder: Path) -> Iterator[str]:
    """The caller's own agent."""
    path = folder / "agent"
    agent = subprocess.Popen([find("ssh-agent"), "-D", "-a", str(path)], stdout=subprocess.DEVNULL)
    try:
        wait_until(path.exists, "agent")
        yield str(path)
    finally:
        agent.terminate()
        agent.wait()


def _forwarded(server: Sshd, folder: Path, how: str) -> bool:
    """Whether sshd hands the caller's agent or display on to what it runs."""
    with _agent(folder) as agent:
        ran = server.run(how, command="env", SSH_AUTH_SOCK=agent, DISPLAY=":99")
    name = {"-A": "SSH_AUTH_SOCK", "-X": "DISPLAY"}[how]
    assert "SSH_CONNECTION=" in ran.stdout
    return f"\n{name}=" in f"\n{ran.stdout}"


@pytest.mark.parametrize("how", ["-A", "-X"])
def test_neither_agent_nor_display_is_forwarded(probe: Sshd, tmp_path: Path, how: str) -> None:
    assert not _forwarded(probe, tmp_path, how)


@pytest.mark.parametrize("how", ["-A", "-X"])
def test_without_the_block_agent_and_display_are_forwarded(
    unguarded: Sshd, tmp_path: Path, how: str
) -> None:
    assert _forwarded(unguarded, tmp_path, how)


HOSTILE = {
    "LC_NIGHTCRAMP": "plain; touch canary",
    "LC_ALL": "$(touch canary)",
    "LANG": "../../../x",
    "PYTHONPATH": "/x",
    "PYTHONSTARTUP": "/x.py",
    "TEXTUAL_LOG": "/x.log",
    "TEXTUAL_DRIVER": VARIABLES["TEXTUAL_DRIVER"],
    "LD_PRELOAD": "/x.so",
    "ENV": "/x.sh",
    "BASH_ENV": "/x.sh",
    "NIGHTCRAMP_X": "x",
}


def test_no_variable_of_the_caller_reaches_the_wizard(
    folder: Path, launcher: Path, python: Path, words: Words
) -> None:
    # A careless sshd lets everything in; the launcher alone must do. (LD_PRELOAD it cannot
    # help: the shell has loaded it by then. Only AcceptEnv keeps that out.)
    let_in = {name: value for name, value in HOSTILE.items() if name != "LD_PRELOAD"}
    send = ["-o", "SendEnv=*"]
    with (
        Sshd(folder / "careless", str(launcher), AcceptEnv="*") as careless,
        careless.terminal(*send, **let_in) as terminal,
    ):
        terminal.wait_for(words.welcome.begin)

        seen = environment_of(_wait_for_program(python))

    assert set(seen) <= SET_BY_LAUNCHER
    assert seen["LANG"] == "C.UTF-8"
    assert "LC_NIGHTCRAMP" not in seen


def test_sshd_lets_only_two_variables_in(probe: Sshd) -> None:
    ran = probe.run("-o", "SendEnv=*", **HOSTILE)

    seen = {line.partition("=")[0] for line in ran.stdout.splitlines()}
    assert set(HOSTILE) & seen == {"LC_NIGHTCRAMP", "LANG"}


def test_one_connection_is_one_session(clinic: Sshd, tmp_path: Path, words: Words) -> None:
    shared = ["-o", f"ControlPath={tmp_path / 'c'}"]
    with clinic.terminal("-o", "ControlMaster=yes", *shared) as terminal:
        terminal.wait_for(words.welcome.begin)

        # Turned down, ssh would connect anew; this keeps it from it.
        second = clinic.run(*shared, "-o", "ProxyCommand=false", command="plain")

        assert second.returncode == 255
        assert second.stdout == ""


# How it ends.


def _reach(stage: str, terminal: RealTerminal, python: Path, pack: Pack) -> None:
    if stage == "started":
        _wait_for_program(python)
        return
    if stage == "welcome":
        terminal.wait_for(pack.words.welcome.begin)
        return
    if stage == "result":
        _to_result(terminal, pack)
        return
    _show_first_question(terminal, pack)
    if stage == "help":
        terminal.press("\x1bOP")
        terminal.wait_until(lambda: not terminal.shows(pack.questions[0].text), "help")
    elif stage == "leaving":
        terminal.press(CTRL_C)
        terminal.wait_for(pack.words.leave.text)
    elif stage == "keys on the way":
        terminal.press(f"8{ENTER}" * 20)


@pytest.mark.parametrize(
    "stage", ["started", "welcome", "question", "help", "leaving", "keys on the way", "result"]
)
def test_when_the_client_is_killed_nothing_is_left(
    clinic: Sshd, python: Path, pack: Pack, stage: str
) -> None:
    with clinic.terminal() as terminal:
        _reach(stage, terminal, python, pack)

        terminal.signal(signal.SIGKILL)

        wait_until(lambda: not programs_of(python), "end of the program", SOON)


def test_when_the_line_is_silently_gone_nothing_is_left(
    folder: Path, launcher: Path, python: Path, words: Words
) -> None:
    quick = {"ClientAliveInterval": "1", "ClientAliveCountMax": "1"}
    with (
        Sshd(folder / "silent", str(launcher), **quick) as server,
        server.terminal() as terminal,
    ):
        terminal.wait_for(words.welcome.begin)

        terminal.signal(signal.SIGSTOP)

        wait_until(lambda: not programs_of(python), "end of the program")


def test_a_connection_without_a_session_ends(folder: Path, launcher: Path) -> None:
    with Sshd(folder / "unused", str(launcher), UnusedConnectionTimeout="1s") as server:
        assert server.run("-N").returncode == 255


# Terminals and languages.


@pytest.mark.parametrize(
    "term", ["xterm", "xterm-256color", "screen", "tmux", "linux", "vt100", "putty-256color"]
)
def test_a_terminal_that_can_move_its_cursor_gets_the_wizard(
    clinic: Sshd, python: Path, pack: Pack, term: str
) -> None:
    with clinic.terminal(TERM=term) as terminal:
        _show_first_question(terminal, pack)

        assert environment_of(_wait_for_program(python))["TERM"] == term


@pytest.mark.parametrize("term", ["dumb", "", "../../x", "x;y", "-x", "x" * 1000, "$(id)"])
def test_any_other_terminal_gets_plain_lines(clinic: Sshd, words: Words, term: str) -> None:
    with clinic.terminal(TERM=term) as terminal:
        terminal.wait_for(words.line.prompt)

        assert b"\x1b" not in terminal.output


@pytest.mark.parametrize(
    "language", ["C.UTF-8", "en_GB.UTF-8", "en_US.utf8", "", "x y", "zz.UTF-8"]
)
def test_utf_8_and_no_language_get_every_character(
    clinic: Sshd, words: Words, language: str
) -> None:
    with clinic.terminal(LANG=language) as terminal:
        terminal.wait_for(words.welcome.begin)

        assert "─" in terminal.text


@pytest.mark.parametrize("language", ["C", "POSIX", "en_US.ISO-8859-1", "de_DE", "ja_JP.eucJP"])
def test_any_other_language_gets_ascii(clinic: Sshd, pack: Pack, language: str) -> None:
    with clinic.terminal(LANG=language) as terminal:
        _to_result(terminal, pack)

        assert bytes(terminal.output).isascii()
