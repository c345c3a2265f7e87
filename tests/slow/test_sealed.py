"""The wizard sealed: once it has started, it opens nothing, writes nothing and starts nothing.

Python tells a hook of everything that reaches outside (PEP 578). From the first key to the
last, only what stands in `ALLOWED` may be told.
"""

from __future__ import annotations

import json
import site
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import nightcramp
from nightcramp.pack.load import content_folder
from tests.hostile import play
from tests.real_terminal import RealTerminal, clean_environment
from tests.typing_answers import CTRL_C

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words

ALLOWED = {
    "import": "a screen is imported when it is opened",
    "os.listdir": "the same: which modules are there",
    "marshal.loads": "the same: its compiled code",
    "exec": "the same: run once",
    "compile": "where its compiled code is missing; and named tuples, made of text",
    "object.__getattr__": "the attributes of functions, looked at from inside",
    "object.__setattr__": "the same",
    "sys._getframe": "Textual asks which callback is running",
    "sys._getframemodulename": "named tuples ask where they are defined",
    "builtins.id": "it names an object, and nothing else",
    "sys.set_asyncgen_hook_firstiter": "the event loop comes to its end",
    "sys.set_asyncgen_hook_finalizer": "the same",
    "cpython.PyInterpreterState_Clear": "the end",
    "cpython._PySys_ClearAuditHooks": "the end",
}
"""What the sealed program may do, and why. To open a file is looked at closely below."""

READABLE = [
    Path(folder).resolve()
    for folder in {
        *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
        *site.getsitepackages(),
        str(Path(nightcramp.__file__).parent),
        str(content_folder()),
    }
]
"""Code and content: they are read, and never anything else."""

GUARD = """
import json, os, sys
report = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
sealed = []

def guard(event, arguments):
    if sealed:
        os.write(report, (json.dumps([event, [ascii(a) for a in arguments]]) + "\\n").encode())

sys.addaudithook(guard)

def seal():
    sealed.append(True)
"""
WIZARD = """
from nightcramp.wizard.screens.wizard_screen import WizardScreen
take_notice_away = WizardScreen.take_notice_away
def seal_at_a_key(page):
    if not sealed:
        seal()
    return take_notice_away(page)
WizardScreen.take_notice_away = seal_at_a_key
from nightcramp.wizard.pace import Pace
Pace.takes = lambda *_, **__: True
from nightcramp.cli.main import main
sys.exit(main())
"""


def _forbidden(report: Path) -> set[str]:
    """What was done and is not allowed."""
    done = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    return {
        f"{event}{tuple(arguments)}"
        for event, arguments in done
        if event not in ALLOWED and not (event == "open" and _only_reads(arguments))
    }


def _only_reads(arguments: list[str]) -> bool:
    """Whether code or content is opened, to read it: by `open`, or by `os.open` and its flags."""
    name, mode, flags = arguments
    if mode.strip("'") not in ("r", "rb", "None") or int(flags) & 0o3:
        return False
    if name.strip("'").isdecimal():
        return True  # a descriptor: what it stands for was opened, and looked at, before
    path = Path(name.strip("'")).resolve()
    return any(path.is_relative_to(folder) for folder in READABLE)


def _command(report: Path, code: str) -> list[str]:
    return [sys.executable, "-c", GUARD + code, str(report)]


def test_a_whole_interview_opens_writes_and_starts_nothing(
    tmp_path: Path, pack: Pack, words: Words
) -> None:
    report = tmp_path / "report"
    everything = iter(["?", "\x1bOP", "\x1bOQ"])

    # Whether the compiled code was there already is no concern of this test.
    environment = clean_environment(PYTHONDONTWRITEBYTECODE="1")

    with RealTerminal(_command(report, WIZARD), environment=environment) as terminal:

        def open_one() -> None:
            key = next(everything, None)
            if key is not None:
                terminal.press(key)
                terminal.read_until_quiet(0.1)
                terminal.press("\x1b[D")

        play(terminal, pack, at_question=open_one)
        terminal.wait_for(pack.about.urgency["self_care"].title)
        for key in ("2", "?", "\x1b[D", "r", "\x1b[D", "\x10", "\x1b[200~12\x1b[201~"):
            terminal.press(key)
            terminal.read_until_quiet(0.1)
        terminal.press("n")
        terminal.wait_for(words.again.text)
        terminal.press("y")
        terminal.wait_for(words.welcome.begin)
        terminal.press(CTRL_C)
        terminal.wait_for(words.leave.text)
        terminal.press("y")
        assert terminal.wait_for_end() == 0

    assert report.stat().st_size > 1000
    assert _forbidden(report) == set()


@pytest.mark.parametrize(
    ("does", "event"),
    [
        ("import socket; socket.socket()", "socket.__new__"),
        ("import socket; socket.getaddrinfo('localhost', 1)", "socket.getaddrinfo"),
        ("open('a', 'w')", "open"),
        ("open('/etc/passwd')", "open"),
        ("os.open('a', os.O_RDWR | os.O_CREAT)", "open"),
        ("open('mine', 'rb')", "open"),
        ("os.remove('mine')", "os.remove"),
        ("os.rename('mine', 'b')", "os.rename"),
        ("os.mkdir('b')", "os.mkdir"),
        ("os.symlink('a', 'b')", "os.symlink"),
        ("os.chmod('mine', 0o777)", "os.chmod"),
        ("import subprocess; subprocess.run(['true'])", "subprocess.Popen"),
        ("os.system('true')", "os.system"),
        ("os.posix_spawn('/bin/true', ['true'], {})", "os.posix_spawn"),
        ("os.fork() or os._exit(0)", "os.fork"),
        ("os.execv('/bin/true', ['true'])", "os.exec"),
        ("import ctypes; ctypes.CDLL(None)", "ctypes.dlopen"),
        ("import tempfile; tempfile.mkstemp()", "tempfile.mkstemp"),
        ("import syslog; syslog.syslog('a')", "syslog.syslog"),
        ("import urllib.request as u; u.urlopen('http://localhost:1')", "urllib.Request"),
    ],
    ids=lambda text: str(text)[:30],
)
def test_the_guard_sees(tmp_path: Path, does: str, event: str) -> None:
    report = tmp_path / "report"
    command = _command(report, f"seal()\n{does}")
    (tmp_path / "mine").touch()

    with RealTerminal(command, folder=tmp_path) as terminal:
        terminal.wait_for_end()

    assert any(line.startswith(event) for line in _forbidden(report))
