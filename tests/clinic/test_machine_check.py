"""`nightcramp clinic-check`: a machine set up by the page is right, and each fault is found."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nightcramp.clinic.machine_check import check_machine
from nightcramp.clinic.machine_check.callers import Caller
from nightcramp.clinic.machine_check.keys import OPTIONS as BEFORE_KEY
from nightcramp.clinic.machine_check.launcher import LAUNCHER, _check_start, clinic_file
from nightcramp.clinic.machine_check.limits import LIMITS, slice_file
from nightcramp.clinic.machine_check.machine import Machine
from nightcramp.pack.load import content_folder
from tests.content import WORDS
from tests.edited_packs import lean_copy, plant
from tests.signing import line_of_list, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

USER = "nightcramp"
HOME = "/var/lib/nightcramp"
KEYS = "/etc/nightcramp/authorized_keys"
SLICE = slice_file(990)
PYTHON = "/opt/nightcramp/bin/python"
AUDIT = "/var/log/nightcramp/audit"
WAITING, END, KEY_FILE = f"{AUDIT}.waiting", f"{AUDIT}.end", "/etc/nightcramp/audit.key"
SIGNERS = "/etc/nightcramp/signers"
SITE = "/opt/nightcramp/lib/python3.11/site-packages"
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + "A" * 43 + " reception"
_RECORD = "nightcramp-0.1.0.dist-info/RECORD"
_EMPTY = "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
"""How a list of installed files writes the hash of an empty one."""
_ENDED = f"nightcramp: {WORDS.line.ended}\n"
OPTIONS = "options='--kiosk --country gb'"
"""What the clinic wrote into its launcher."""


def _shipped(name: str) -> str:
    return clinic_file(name).read_text(encoding="utf-8")


class Clinic(Machine):
    """A folder that looks like a clinic's machine; its sshd does what its settings say."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.owners: dict[str, int] = {}
        self.record = pwd.struct_passwd((USER, "x", 990, 990, "", HOME, "/bin/sh"))
        self.exists = True
        self.belongs_to = {USER}
        self.hashed = "!"
        self.attributes = "-----a--------e-------"
        self.locales = "C\nC.utf8\nPOSIX\n"
        self.started = subprocess.CompletedProcess([], 2, "How old are you?\n", _ENDED)
        self.version = subprocess.CompletedProcess([], 0, "nightcramp 0.1.0\n", "")

    def owner(self, path: Path) -> int:
        return self.owners.get(self.name(path), 0)

    def account(self, user: str) -> pwd.struct_passwd | None:
        return self.record if self.exists and user == USER else None

    def groups(self, user: str) -> set[str]:
        return self.belongs_to if user == USER else set()

    def password(self, user: str) -> str | None:
        return self.hashed if user == USER else None

    def sshd_settings(self, user: str, config: str | None, caller: Caller) -> dict[str, list[str]]:  # noqa: ARG002
        """What sshd would say; tests/slow asks a real one."""
        settings = {"permitemptypasswords": ["no"], "permituserenvironment": ["no"]}
        settings["strictmodes"] = ["yes"]
        for row in self.config.read_text(encoding="utf-8").splitlines():
            name, _, value = row.strip().partition(" ")
            settings[name.lower()] = value.split() if name == "AcceptEnv" else [value]
        return settings

    def run(self, command: list[str], user: str = "") -> subprocess.CompletedProcess[str]:
        if command[0].endswith("lsattr"):
            row = f"{self.attributes} {command[-1]}\n"
            return subprocess.CompletedProcess(command, 0, row, "")
        if command[0].endswith("locale"):
            return subprocess.CompletedProcess(command, 0, self.locales, "")
        if command[1:] == ["-I", "-m", "nightcramp", "--version"]:
            return self.version
        if command == [str(self.at(LAUNCHER))]:
            assert user == USER
            return self.started
        return super().run(command)

    @property
    def config(self) -> Path:
        """The settings of its sshd."""
        return self.at("/etc/ssh/sshd_config")

    def write(self, path: str, text: str, mode: int = 0o644) -> Path:
        """Put a file there."""
        file = self.at(path)
        file.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(mode)
        return file

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a file that is there."""
        text = self.at(path).read_text(encoding="utf-8")
        assert old in text
        self.at(path).write_text(text.replace(old, new), encoding="utf-8")

    def problems(self) -> tuple[str, ...]:
        """What the check says of it."""
        return check_machine(USER, str(self.config), self)


def set_up(machine: Clinic) -> Clinic:
    """Set it up as docs/clinic.md says."""
    machine.root.mkdir(mode=0o755)
    block = _shipped("sshd_nightcramp.conf")
    machine.write("/etc/ssh/sshd_config", f"UsePAM yes\nAcceptEnv LANG LC_*\n{block}")
    machine.write(KEYS, f"# reception\n{BEFORE_KEY} {KEY}\n")
    machine.write(LAUNCHER, _shipped("nightcramp-kiosk"), 0o755)
    machine.edit(LAUNCHER, "options='--kiosk'", OPTIONS)
    machine.write(PYTHON, "", 0o755)
    machine.write(f"{SITE}/nightcramp/cli.py", "")
    machine.write(f"{SITE}/nightcramp/wizard/app.py", "")
    machine.write(f"{SITE}/nightcramp/wizard/__pycache__/app.cpython-311.pyc", "")
    installed = "nightcramp/cli.py", "nightcramp/wizard/app.py", "../../../bin/python"
    rows = [f"{name},{_EMPTY},0" for name in installed]
    rows += [f"{_RECORD},,", "nightcramp/wizard/__pycache__/app.cpython-311.pyc,,"]
    machine.write(f"{SITE}/{_RECORD}", "\n".join(rows))
    machine.write("/etc/pam.d/sshd", "session    required     pam_limits.so\n")
    machine.write(LIMITS, _shipped("limits_nightcramp.conf"))
    machine.write(SLICE, _shipped("slice_nightcramp.conf"))
    machine.at(HOME).mkdir(mode=0o755, parents=True)
    return machine


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    """A machine that was set up as docs/clinic.md says."""
    umask = os.umask(0o022)
    machine = set_up(Clinic(tmp_path / "root"))
    yield machine
    os.umask(umask)


def test_a_machine_set_up_by_the_page_has_no_problem(clinic: Clinic) -> None:
    assert clinic.problems() == ()


def _about_the_country(root: Path, options: str) -> list[str]:
    """What is said of the country, and of the content that has to know it."""
    machine = Clinic(root)
    launcher = _shipped("nightcramp-kiosk").replace("options='--kiosk'", f"options='{options}'")
    machine.write(LAUNCHER, launcher, 0o755)
    machine.write("/etc/ssh/sshd_config", "")
    said = [problem.replace(str(root), "") for problem in machine.problems()]
    return [problem for problem in said if re.search("country|content", problem)]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--kiosk", "names no country, .*does not start: write --country .*--country GB"),
        ("--kiosk --country", "names no country"),
        ("--country --kiosk", "names no country"),
        ("--kiosk --country=", "names no country"),
        ("--kiosk --country=qq", "the country 'QQ', which the content does not know.* US, CA, GB"),
        ("--kiosk --country US --pack=/srv/none", "content .* cannot be read: pack.toml"),
    ],
)
def test_a_launcher_without_a_country_that_is_known_is_found(
    tmp_path: Path, options: str, says: str
) -> None:
    (problem,) = _about_the_country(tmp_path, options)
    assert re.search(says, problem)


def test_a_country_that_the_content_knows_is_no_problem(tmp_path: Path) -> None:
    for options in ("--kiosk --country GB", "--country=gb --kiosk"):
        assert _about_the_country(tmp_path, options) == []


def test_a_country_of_a_pack_of_the_clinic_s_own_is_no_problem(tmp_path: Path) -> None:
    shutil.copytree(str(content_folder()), tmp_path / "srv" / "pack")
    pack = tmp_path / "srv" / "pack" / "pack.toml"
    text = pack.read_text(encoding="utf-8")
    pack.write_text(text.replace("countries.NZ", "countries.QQ"), encoding="utf-8")
    assert _about_the_country(tmp_path, "--kiosk --country QQ --pack /srv/pack") == []
    assert len(_about_the_country(tmp_path, "--kiosk --country NZ --pack /srv/pack")) == 1


def test_an_audit_file_of_the_account_s_own_is_no_problem(clinic: Clinic) -> None:
    _audit(clinic, 0o600)

    assert clinic.problems() == ()


ITEMS = ("maxlogins", "nproc", "as", "cpu", "core", "nofile")
SETTINGS = ("MemoryMax", "MemorySwapMax", "CPUQuota", "TasksMax")


def _lift(path: str, item: str, machine: Clinic) -> None:
    machine.edit(path, item, f"{item}Other")


FAULTS: dict[str, Callable[[Clinic], object]] = {
    "there is no account nightcramp: useradd": lambda m: setattr(m, "exists", False),
    "is root itself": lambda m: _account(m, uid=0),
    "the shell of nightcramp is '/bin/bash'.*usermod --shell /bin/sh": lambda m: _account(
        m, login="/bin/bash"
    ),
    "in the group docker, sudo: gpasswd": lambda m: m.belongs_to.update({"sudo", "docker"}),
    "has a password.*usermod --lock": lambda m: setattr(m, "hashed", ""),
    "home folder of nightcramp, .* is missing: install": lambda m: m.at(HOME).rmdir(),
    f"{HOME} does not belong to root": lambda m: m.owners.update({HOME: 990}),
    f"{HOME} can be written by others": lambda m: m.at(HOME).chmod(0o777),
    "/var can be written by others": lambda m: m.at("/var").chmod(0o777),
    "/.profile does not belong to root": lambda m: (
        m.write(f"{HOME}/.profile", ""),
        m.owners.update({f"{HOME}/.profile": 990}),
    ),
    "nobody has a key .*public keys": lambda m: m.at(KEYS).write_text("# none yet\n"),
    "nobody has a key for": lambda m: m.at(KEYS).unlink(),
    "key in line 2 of .* more than run the wizard.*write restrict,pty,command=": lambda m: m.at(
        KEYS
    ).write_text(f"\n{KEY}\n"),
    "the key in line 2 of .* more than run": lambda m: m.edit(KEYS, "restrict,", ""),
    "key in line 2 .* more than run the wizard": lambda m: m.edit(KEYS, "pty,", ""),
    "line 2 of .* more than run the wizard": lambda m: m.edit(KEYS, LAUNCHER, "/bin/sh"),
    "2 of .*keys allows more than it needs .command=./bin/sh": lambda m: m.edit(
        KEYS, BEFORE_KEY, f'{BEFORE_KEY},command="/bin/sh"'
    ),
    "keys lets its holder do more": lambda m: m.edit(KEYS, "restrict,pty", "pty,restrict"),
    "allows more than it needs .permitopen=.192.0.2.1:25., port-forwarding": lambda m: m.edit(
        KEYS, "pty,", 'pty,permitopen="192.0.2.1:25",port-forwarding,'
    ),
    "allows more than it needs .environment=.LD_PRELOAD": lambda m: m.edit(
        KEYS, "pty,", 'environment="LD_PRELOAD=/tmp/x",pty,'
    ),
    "allows more than it needs .cert-authority": lambda m: m.edit(
        KEYS, "pty,", "cert-authority,pty,"
    ),
    "line 3 of .* holds no public key": lambda m: m.at(KEYS).write_text(
        f"{BEFORE_KEY} {KEY}\n\ngarbage\n"
    ),
    "line 2 of .* holds no public key": lambda m: m.edit(KEYS, "AAAAC3", "AAAAC4"),
    "2 of .*authorized_keys holds no public key": lambda m: m.edit(KEYS, "A" * 43, "A" * 39),
    "ssh/sshd_config can be written by others": lambda m: m.config.chmod(0o666),
    f"{KEYS} does not belong to root.*chown": lambda m: m.owners.update({KEYS: 990}),
    f"{KEYS} can be written by others.*chmod go-w": lambda m: m.at(KEYS).chmod(0o666),
    "/etc/nightcramp does not belong": lambda m: m.owners.update({"/etc/nightcramp": 990}),
    f"{KEYS} cannot be read by nightcramp.*chmod 644": lambda m: m.at(KEYS).chmod(0o600),
    "launcher is missing: install .*nightcramp-kiosk": lambda m: m.at(LAUNCHER).unlink(),
    f"{LAUNCHER} does not belong to root": lambda m: m.owners.update({LAUNCHER: 990}),
    f"{LAUNCHER} can be written by others": lambda m: m.at(LAUNCHER).chmod(0o757),
    f"{LAUNCHER} cannot be run by": lambda m: m.at(LAUNCHER).chmod(0o700),
    "is not the one of this version": lambda m: m.edit(LAUNCHER, "env -i ", ""),
    "starts the wizard without --kiosk": lambda m: m.edit(LAUNCHER, "--kiosk ", ""),
    "asks for --resume": lambda m: m.edit(LAUNCHER, OPTIONS, f"{OPTIONS[:-1]} --resume'"),
    "asks for --debug-log": lambda m: m.edit(LAUNCHER, OPTIONS, f"{OPTIONS[:-1]} --debug-log x'"),
    "audit file .* is missing: install": lambda m: _audit(m, 0o600).unlink(),
    "cannot write the audit file": lambda m: (_audit(m, 0o600), m.owners.update({AUDIT: 0})),
    "can read or write the audit file.*chmod 600": lambda m: _audit(m, 0o644),
    "/var/log/nightcramp does not belong to root": lambda m: (
        _audit(m, 0o600),
        m.owners.update({"/var/log/nightcramp": 990}),
    ),
    "audit.waiting, where lines of the audit wait, is missing: install": lambda m: (
        _audited(m).at(WAITING).rmdir()
    ),
    "nightcramp cannot write /var/log/nightcramp/audit.waiting: chown": lambda m: (
        _audit(m, 0o600),
        m.owners.update({WAITING: 0}),
    ),
    "others than nightcramp can .*audit.waiting: chmod 700": lambda m: (
        _audited(m).at(WAITING).chmod(0o755)
    ),
    "lines of the audit can be altered: chattr .a": lambda m: _audited(m, "--------------e-------"),
    "key of the audit, .*audit.key, is missing": lambda m: _keyed(m).at(KEY_FILE).unlink(),
    "cannot read /etc/nightcramp/audit.key: chown": lambda m: _keyed(m).owners.update(
        {KEY_FILE: 0}
    ),
    "others than nightcramp can .*audit.key: chmod 400": lambda m: (
        _keyed(m).at(KEY_FILE).chmod(0o440)
    ),
    "audit.key is too short": lambda m: _keyed(m).at(KEY_FILE).write_bytes(b"short"),
    "audit.end, where the end of the audit is recorded, is missing": lambda m: (
        _keyed(m).at(END).unlink()
    ),
    "cannot write /var/log/nightcramp/audit.end": lambda m: _keyed(m).owners.update({END: 0}),
    "others than nightcramp can .*audit.end: chmod 600": lambda m: _keyed(m).at(END).chmod(0o644),
    "--audit-key without the file of an audit": lambda m: _keyed(m).edit(
        LAUNCHER, f"--audit {AUDIT} ", ""
    ),
    f"starts '{PYTHON}', which is missing": lambda m: m.at(PYTHON).unlink(),
    "starts '', which is missing": lambda m: m.edit(LAUNCHER, f"python={PYTHON}", ""),
    "/opt/nightcramp can be written by others": lambda m: m.at("/opt/nightcramp").chmod(0o777),
    "cli.py can be written by others": lambda m: _program(m, "cli.py").chmod(0o666),
    "cannot read /opt/.*cli.py: chmod -R go.rX": lambda m: _program(m, "cli.py").chmod(0o600),
    "does not start nightcramp .No module": lambda m: setattr(
        m, "version", subprocess.CompletedProcess([], 1, "", "No module named nightcramp\n")
    ),
    "is not compiled.*compileall": lambda m: shutil.rmtree(_program(m, "wizard")),
    "cli.py is missing, or not as it was installed": lambda m: _program(m, "cli.py").write_text(
        "#"
    ),
    "app.py is missing, or not as it was installed": lambda m: _program(
        m, "wizard/app.py"
    ).unlink(),
    "bin/python is missing, or not as": lambda m: m.at(PYTHON).write_text("#!/bin/sh\n"),
    "there is no list of the program's files": lambda m: m.at(f"{SITE}/{_RECORD}").unlink(),
    "sitecustomize.py belongs to nothing": lambda m: m.write(f"{SITE}/sitecustomize.py", ""),
    "x.pth belongs to nothing": lambda m: m.write(f"{SITE}/x.pth", "import os"),
    "other.*pyc belongs to nothing": lambda m: m.write(
        f"{SITE}/nightcramp/__pycache__/other.cpython-311.pyc", ""
    ),
    "en-jose.* is not about this content, the content was changed": lambda m: _altered(
        m, "advice.toml", listed=False
    ),
    "es-jose.* is not about this content, the translation was changed": lambda m: _altered(
        m, "es/advice.toml", listed=False
    ),
    "es-jose.* does not hold, the translation was changed": lambda m: _altered(
        m, "es/advice.toml", listed=True
    ),
    f"content in 'en' is not signed by anyone in {SIGNERS}": lambda m: _altered(
        m, "advice.toml", listed=True
    ),
    f"{SIGNERS} can be written by others": lambda m: _list(m).chmod(0o666),
    "en-jose.* does not hold, .*signers does not have this key": lambda m: _list(m).write_text("#"),
    "cannot be checked: .*signers: there is no such list": lambda m: _list(m).unlink(),
    "content was to be reviewed again by 2020-01-01": lambda m: _overdue(m, "2020-01-01"),
    "/srv/pack can be written by others": lambda m: _pack(m).chmod(0o777),
    "/srv/pack/words.toml can be written by others": lambda m: (_pack(m) / "words.toml").chmod(
        0o666
    ),
    "/srv/pack/es/words.toml does not belong to root": lambda m: (
        _pack(m),
        m.owners.update({"/srv/pack/es/words.toml": 990}),
    ),
    "content that the launcher names cannot be read: advice": lambda m: (
        _pack(m) / "advice.toml"
    ).unlink(),
    "audit goes to the journal, and there is none": lambda m: m.edit(
        LAUNCHER, OPTIONS, f"{OPTIONS[:-1]} --audit journal'"
    ),
    "/srv/open can be written by others": lambda m: _save_dir(m).chmod(0o1777),
    "does not start the wizard .unrecognized arguments: --bogus": lambda m: setattr(
        m, "started", subprocess.CompletedProcess([], 2, "", "unrecognized arguments: --bogus\n")
    ),
    "does not start the wizard .it says nothing": lambda m: setattr(
        m, "started", subprocess.CompletedProcess([], 0, "", "")
    ),
    "no limit of /etc/security: write .session required pam_limits": lambda m: m.edit(
        "/etc/pam.d/sshd", "session", "#session"
    ),
    "UsePAM is 'no'": lambda m: m.edit("/etc/ssh/sshd_config", "UsePAM yes", "UsePAM no"),
    "nothing limits .*limits_nightcramp.conf": lambda m: m.at(LIMITS).unlink(),
    "nothing limits .*slice_nightcramp.conf": lambda m: m.at(SLICE).unlink(),
    f"{LIMITS} can be written by others": lambda m: m.at(LIMITS).chmod(0o666),
    f"{SLICE} does not belong to root": lambda m: m.owners.update({SLICE: 990}),
    "no limit on data: write 'nightcramp - data": lambda m: m.edit(
        LIMITS, "- data 250000", "- data unlimited"
    ),
    **{f"no limit on {item}: write 'nightcramp - ": partial(_lift, LIMITS, item) for item in ITEMS},
    **{f"no limit on {item}: write '{item}=": partial(_lift, SLICE, item) for item in SETTINGS},
    "no C.UTF-8 locale": lambda m: setattr(m, "locales", "C\nPOSIX\nde_DE.utf8\n"),
}
"""What the check has to say -> how to break a machine so that it must."""


def _account(machine: Clinic, uid: int = 990, login: str = "/bin/sh") -> None:
    machine.record = pwd.struct_passwd((USER, "x", uid, 990, "", HOME, login))


def _audit(machine: Clinic, mode: int) -> Path:
    machine.edit(LAUNCHER, OPTIONS, f"{OPTIONS[:-1]} --audit {AUDIT}'")
    machine.at(WAITING).mkdir(mode=0o700, parents=True)
    machine.at(WAITING).parent.chmod(0o755)
    machine.owners.update(dict.fromkeys((AUDIT, WAITING), machine.record.pw_uid))
    return machine.write(AUDIT, "", mode)


def _audited(machine: Clinic, attributes: str = "-----a--------e-------") -> Clinic:
    _audit(machine, 0o600)
    machine.attributes = attributes
    return machine


def _keyed(machine: Clinic) -> Clinic:
    _audit(machine, 0o600)
    machine.edit(LAUNCHER, f"--audit {AUDIT}", f"--audit {AUDIT} --audit-key {KEY_FILE}")
    machine.write(KEY_FILE, "k" * 32, 0o400)
    machine.write(END, "", 0o600)
    machine.owners.update(dict.fromkeys((KEY_FILE, END), machine.record.pw_uid))
    assert machine.problems() == ()
    return machine


def _save_dir(machine: Clinic) -> Path:
    """The folder above that of the saved pages."""
    machine.edit(LAUNCHER, OPTIONS, f"{OPTIONS[:-1]} --save-dir /srv/open/pages'")
    machine.at("/srv/open").mkdir(mode=0o755, parents=True)
    return machine.at("/srv/open")


def _pack(machine: Clinic) -> Path:
    """A pack of the clinic's own."""
    machine.edit(LAUNCHER, OPTIONS, f"{OPTIONS[:-1]} --pack /srv/pack'")
    machine.at("/srv").mkdir(mode=0o755)
    return lean_copy(machine.at("/srv/pack"))


def _signed(machine: Clinic, *, listed: bool) -> Path:
    """The same, signed; with or without a list of signers."""
    pack = _pack(machine)
    for language in ("en", "es"):
        sign(pack, language)
    if listed:
        machine.edit(LAUNCHER, "--pack", f"--signers {SIGNERS} --require-signed --pack")
        machine.write(SIGNERS, line_of_list())
    assert machine.problems() == ()
    return pack


def _altered(machine: Clinic, file: str, *, listed: bool) -> None:
    """The same, with something changed in a file."""
    path = _signed(machine, listed=listed) / file
    path.write_text(path.read_text("utf-8").replace('text = "', 'text = "No! ', 1), "utf-8")


def _list(machine: Clinic) -> Path:
    """The list of signers of a clinic with a signed pack."""
    _signed(machine, listed=True)
    return machine.at(SIGNERS)


def _overdue(machine: Clinic, day: str) -> None:
    """A signed pack that should have been reviewed again."""
    pack = _signed(machine, listed=True)
    plant(pack, "pack.toml", 'review_by = "2027-11-01"', f'review_by = "{day}"')
    for language in ("en", "es"):
        sign(pack, language)


def _program(machine: Clinic, name: str) -> Path:
    return machine.at(f"/opt/nightcramp/lib/python3.11/site-packages/nightcramp/{name}")


@pytest.mark.parametrize("says", FAULTS)
def test_a_planted_fault_is_found(clinic: Clinic, says: str) -> None:
    FAULTS[says](clinic)

    problems = clinic.problems()

    found = [problem for problem in problems if re.search(says, problem)]
    assert len(found) == 1, problems


def test_what_a_file_says_cannot_drive_the_terminal(clinic: Clinic) -> None:
    clinic.edit("/etc/ssh/sshd_config", "nightcramp-kiosk", "x\x1b]0;title\x07")

    assert not any("\x1b" in problem or "\n" in problem for problem in clinic.problems())


@pytest.mark.parametrize(
    ("file", "needed"),
    [
        ("requirements.txt", {"textual", "msgspec", "segno", "tomli"}),
        ("requirements-serve.txt", {"textual-serve", "textual", "aiohttp", "jinja2"}),
    ],
)
def test_the_pins_hold_every_dependency_with_a_hash(file: str, needed: set[str]) -> None:
    pins = re.sub(r"\\\n *", "", _shipped(file)).splitlines()
    pins = [line for line in pins if line and not line.startswith("#")]

    assert needed <= {pin.partition("==")[0] for pin in pins}
    assert all(re.match(r"[\w-]+==[\w.]+ .*--hash=sha256:[0-9a-f]{64}$", pin) for pin in pins)


@pytest.mark.parametrize(
    "name",
    [
        *("sshd_nightcramp.conf", "limits_nightcramp.conf", "slice_nightcramp.conf"),
        "haproxy_nightcramp.cfg",
    ],
)
def test_the_page_shows_the_block_as_it_is(name: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "clinic.md").read_text(encoding="utf-8")

    assert f"```\n{_shipped(name)}```\n" in page


def test_this_machine_can_be_asked() -> None:
    problems = check_machine("nobody-of-that-name")

    assert any("there is no account nobody-of-that-name" in problem for problem in problems)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--kiosk --country GB", ""),
        ("--kiosk --country GB --lang es --blank-after 60", ""),
        ("--kiosk", "needs --country"),
        ("--kiosk --country QQ", "country 'QQ' is not known"),
        ("--kiosk --country GB --unknown", "there is no option '--unknown'"),
        ("--kiosk --country GB --blank-after inf", "--blank-after must be"),
        ("--kiosk --country GB --save-dir /nowhere/pages", "there is no such folder"),
        ("--kiosk --country GB --resume", "--resume"),
    ],
)
def test_the_launcher_is_started_for_real_with_its_options(
    tmp_path: Path, options: str, says: str
) -> None:
    machine = Machine(tmp_path)
    file = machine.at(LAUNCHER)
    file.parent.mkdir(parents=True)
    text = _shipped("nightcramp-kiosk").replace(PYTHON, sys.executable)
    file.write_text(text.replace("--kiosk", options), encoding="utf-8")
    file.chmod(0o755)

    problems = list(_check_start(machine, "", options.split()))

    assert len(problems) == bool(says)
    assert all("does not start the wizard (" in one and says in one for one in problems)
