"""The launcher of the clinic account, and the Python that it starts."""

from __future__ import annotations

import re
import shlex
import stat
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from nightcramp.clinic.machine_check.audit import check_audit
from nightcramp.clinic.machine_check.machine import Machine
from nightcramp.clinic.machine_check.program import check_files, check_pack
from nightcramp.errors import PackError
from nightcramp.pack.load import read_front
from nightcramp.pack.locale import Locale

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


LAUNCHER = "/usr/local/bin/nightcramp-kiosk"
_DECIDES = "whoever can write it decides what the account runs"


def clinic_file(name: str) -> Traversable:
    """A file for the clinic's machine that comes with the program."""
    return resources.files("nightcramp") / "clinic_files" / name


def check_launcher(machine: Machine, user: str) -> Iterator[str]:
    """What is wrong with the launcher, its options, and the Python that it starts."""
    file = machine.at(LAUNCHER)
    if not file.is_file():
        yield (
            f"the launcher is missing: install --owner=root --group=root --mode=755 "
            f"{clinic_file('nightcramp-kiosk')} {LAUNCHER}"
        )
        return
    yield from machine.check_ownership(LAUNCHER, _DECIDES)
    if not file.stat().st_mode & stat.S_IXOTH or not file.stat().st_mode & stat.S_IROTH:
        yield f"{LAUNCHER} cannot be run by {user}: chmod 755 {LAUNCHER}"
    text = file.read_text(encoding="utf-8", errors="replace")
    if _without_settings(text) != _without_settings(
        clinic_file("nightcramp-kiosk").read_text(encoding="utf-8")
    ):
        yield (
            f"{LAUNCHER} is not the one of this version: copy "
            f"{clinic_file('nightcramp-kiosk')} over it, and set its 'python' and 'options' "
            "again."
        )
    given = _given(_setting(text, "options"))
    yield from _check_options(machine, user, given)
    yield from _check_python(machine, user, _setting(text, "python"))
    pack, country, signers = (_value(given, f"--{name}") for name in ("pack", "country", "signers"))
    yield from check_pack(machine, pack, country.upper(), signers)
    yield from _check_start(machine, user, given)


def _given(options: str) -> list[str]:
    return re.sub(
        r"(--(?:audit|audit-key|country|lang|pack|save-dir|signers))=", r"\1 ", options
    ).split()


def _check_start(machine: Machine, user: str, given: list[str]) -> Iterator[str]:
    """Start the launcher for real, as the account: someone who goes away at the first question."""
    ran = machine.run([str(machine.at(LAUNCHER))], user)
    try:
        language = Locale(language=_value(given, "--lang"))
        words = read_front(machine.content(_value(given, "--pack")), language).words
    except PackError:
        return  # said already
    if words.line.ended.partition("{")[0] not in ran.stderr or not ran.stdout.strip():
        why = (ran.stderr.strip().splitlines() or ["it says nothing"])[-1]
        yield f"the launcher does not start the wizard ({why}): mend 'options' in {LAUNCHER}."


def _check_options(machine: Machine, user: str, given: list[str]) -> Iterator[str]:
    if "--kiosk" not in given:
        yield (
            "the launcher starts the wizard without --kiosk, so one person's answers stay for "
            f"the next: write options='--kiosk' in {LAUNCHER}."
        )
    yield from _check_country(machine, given)
    for refused in ("--resume", "--debug-log"):
        if refused in given:
            yield f"the launcher asks for {refused}, which a kiosk refuses: take it out."
    target, key = _value(given, "--audit"), _value(given, "--audit-key")
    if target == "journal" and not machine.at("/dev/log").exists():
        yield "the audit goes to the journal, and there is none (/dev/log): start systemd-journald."
    if folder := _value(given, "--save-dir"):
        why = "pages with answers are saved below it"
        yield from machine.check_ownership(str(Path(folder).parent), why)
    if target not in ("", "journal"):
        yield from check_audit(machine, user, target, key)
    elif key:
        yield "the launcher names --audit-key without the file of an audit: name it by --audit."


def _check_country(machine: Machine, given: list[str]) -> Iterator[str]:
    named = _value(given, "--country").upper()
    how = f"write --country and the clinic's own country into 'options' in {LAUNCHER}"
    if not named:
        yield (
            "the launcher names no country, so that no telephone number could be right, and the "
            f"wizard does not start: {how}, such as --country GB."
        )
        return
    pack = _value(given, "--pack")
    try:
        countries = read_front(machine.content(pack)).about.countries
    except PackError as problem:
        yield f"the content that the launcher names cannot be read: {problem}"
        return
    if named not in countries:
        yield (
            f"the launcher names the country '{named}', which the content does not know: {how}; "
            f"known are {', '.join(countries)}."
        )


def _value(given: list[str], option: str) -> str:
    """The value of an option; empty if it is missing, or another option follows."""
    following = given[given.index(option) + 1 :][:1] if option in given else []
    return "".join(one for one in following if not one.startswith("-"))


def _check_python(machine: Machine, user: str, python: str) -> Iterator[str]:
    file = machine.at(python) if python else None
    if file is None or not file.exists():
        yield f"the launcher starts '{python}', which is missing: install the program there."
        return
    home = Path(python).parent.parent
    for path in (str(home), python):
        yield from machine.check_ownership(path, _DECIDES)
    files = [entry for entry in sorted(machine.at(str(home)).rglob("*")) if entry.exists()]
    yield from [p for entry in files if (p := machine.ownership_problem(entry, _DECIDES))][:1]
    unreadable = [entry for entry in files if not entry.stat().st_mode & stat.S_IROTH]
    for entry in unreadable[:1]:
        yield f"{user} cannot read {machine.name(entry)}: chmod -R go+rX {home}"
    yield from check_files(machine, str(home))
    ran = machine.run([str(file), "-I", "-m", "nightcramp", "--version"])
    if ran.returncode != 0:
        why = (ran.stderr.strip().splitlines() or ["it says nothing"])[-1]
        yield f"{python} does not start nightcramp ({why}): install the program there."
    package = next(machine.at(str(home)).glob("lib/python3*/site-packages/nightcramp"), None)
    if package is not None and not list(package.glob("wizard/__pycache__/app.*.pyc")):
        yield (
            "the program is not compiled, and each start takes three times as long: "
            f"{python} -m compileall -q {home}/lib"
        )


def _setting(text: str, name: str) -> str:
    """The value of a variable that the launcher sets."""
    line = re.search(rf"^{name}=(.*)$", text, re.MULTILINE)
    try:
        return " ".join(shlex.split(line[1])) if line else ""
    except ValueError:
        return ""


def _without_settings(text: str) -> str:
    """The launcher without the two variables that a clinic sets."""
    return re.sub("^(python|options)=.*$", r"\1=", text, count=2, flags=re.MULTILINE)
