"""Whether a machine is set up as docs/clinic.md says: `nightcramp clinic-check`.

It looks and changes nothing. What it asks of the machine goes through `Machine`.
"""

from __future__ import annotations

import grp
import os
import pwd
import re
import shlex
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from nightcramp.errors import NightcrampError, PackError
from nightcramp.pack.load import content_folder, read_front
from nightcramp.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

LAUNCHER = "/usr/local/bin/nightcramp-kiosk"

_SHELLS = {f"{folder}/{name}" for folder in ("/bin", "/usr/bin") for name in ("sh", "dash")}
_POWERFUL = frozenset(
    {"adm", "disk", "docker", "incus", "kvm", "libvirt", "lxd", "root", "shadow", "staff"}
    | {"sudo", "systemd-journal", "wheel"}
)
_MAY_SEND = frozenset({"LANG", "LC_NIGHTCRAMP"})
_PATIENCE = 30
_NOTICED_WITHIN = 600
"""Seconds within which a line that is silently gone has to be noticed."""


@dataclass(frozen=True)
class _Setting:
    """What sshd has to say to one of its settings, and what else it means."""

    name: str
    value: str
    otherwise: str
    is_global: bool = False


_SETTINGS = (
    _Setting("ForceCommand", LAUNCHER, "runs something else than the launcher"),
    _Setting("AuthenticationMethods", "publickey", "does not insist on a key alone"),
    _Setting("AuthorizedKeysCommand", "none", "takes keys from a program"),
    _Setting("DisableForwarding", "yes", "may open tunnels without starting the wizard"),
    _Setting("AllowTcpForwarding", "no", "may open tunnels"),
    _Setting("AllowStreamLocalForwarding", "no", "may open tunnels to sockets"),
    _Setting("AllowAgentForwarding", "no", "may bring the caller's agent along"),
    _Setting("X11Forwarding", "no", "may bring the caller's display along"),
    _Setting("PermitTunnel", "no", "may open a network device"),
    _Setting("PermitTTY", "yes", "gets no terminal, which the wizard needs"),
    _Setting("PermitUserRC", "no", "runs ~/.ssh/rc first"),
    _Setting("MaxSessions", "1", "may start many sessions over one connection"),
    _Setting("PermitEmptyPasswords", "no", "may have an empty password"),
    _Setting(
        "PermitUserEnvironment", "no", "takes variables from ~/.ssh/environment", is_global=True
    ),
    _Setting("StrictModes", "yes", "takes keys from a file that others may write", is_global=True),
)


def main_check(user: str, sshd_config: str | None) -> tuple[str, ...]:
    """Everything that is not as docs/clinic.md says, most dangerous first.

    Args:
        user: name of the clinic account.
        sshd_config: the server's settings; its usual file when left out.

    Returns:
        One sentence a problem, with how to mend it; none when all is well.
    """
    return check(Machine(), user, sshd_config)


def check(machine: Machine, user: str, sshd_config: str | None = None) -> tuple[str, ...]:
    """The same, of a machine that may be a folder made to look like one."""
    home = machine.home(user)
    problems = (
        *_check_sshd(machine, user, sshd_config, home or "/nonexistent"),
        *_check_account(machine, user, home),
        *_check_launcher(machine, user),
        *_check_locale(machine),
    )
    return tuple(dict.fromkeys(clean(problem).replace("\n", " ") for problem in problems))


def packaged(name: str) -> str:
    """A file for the clinic account, as it comes with the program."""
    return (resources.files("nightcramp") / "clinic_files" / name).read_text(encoding="utf-8")


class Machine:
    """What is asked of this machine.

    Args:
        root: the folder that stands for `/`.
    """

    def __init__(self, root: Path = Path("/")) -> None:
        self.root = root

    def at(self, path: str) -> Path:
        """Where a path of the machine is."""
        return self.root / path.lstrip("/")

    def name(self, file: Path) -> str:
        """The path of the machine at which a file is."""
        return f"/{file.relative_to(self.root)}" if file != self.root else "/"

    def owner(self, path: Path) -> int:
        """Number of the user a file belongs to."""
        return path.stat().st_uid

    def account(self, user: str) -> pwd.struct_passwd | None:
        """The account, if there is one."""
        try:
            return pwd.getpwnam(user)
        except KeyError:
            return None

    def home(self, user: str) -> str | None:
        """The account's home folder."""
        account = self.account(user)
        return account.pw_dir if account else None

    def groups(self, user: str) -> set[str]:
        """Names of the account's groups."""
        account = self.account(user)
        numbers = os.getgrouplist(user, account.pw_gid) if account else []
        return {grp.getgrgid(number).gr_name for number in numbers}

    def password(self, user: str) -> str | None:
        """The account's hashed password; None where it cannot be read."""
        try:
            rows = self.at("/etc/shadow").read_text(encoding="utf-8").splitlines()
        except OSError:
            return None
        fields = (row.split(":") for row in rows)
        return next((field[1] for field in fields if field[0] == user and len(field) > 1), None)

    def sshd_settings(self, user: str, config: str | None) -> dict[str, list[str]]:
        """What holds for the account in the end: name in small letters -> values.

        Raises:
            NightcrampError: sshd is missing or does not say.
        """
        sshd = shutil.which("sshd", path="/usr/sbin:/sbin:/usr/local/sbin:/usr/bin")
        if sshd is None:
            raise NightcrampError("sshd is missing: apt-get install openssh-server.")
        who = f"user={user},host=localhost,addr=127.0.0.1"
        said = self.run([sshd, "-T", "-C", who, *(["-f", config] if config else [])])
        if said.returncode != 0:
            why = (said.stderr or said.stdout).strip().splitlines()[-1:] or ["it says nothing"]
            raise NightcrampError(
                f"sshd's settings cannot be read ({why[0].strip()}): run this as root, and mend "
                "what 'sshd -t' complains of."
            )
        settings: dict[str, list[str]] = {}
        for row in said.stdout.splitlines():
            name, _, value = row.partition(" ")
            settings.setdefault(name.lower(), []).append(value.strip())
        return settings

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a program and wait for it; 127 where that is not possible."""
        try:
            return subprocess.run(  # noqa: S603  a fixed command, or the launcher's own
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                timeout=_PATIENCE,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"},
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return subprocess.CompletedProcess(command, 127, "", str(error))


def _check_sshd(machine: Machine, user: str, config: str | None, home: str) -> Iterator[str]:
    try:
        settings = machine.sshd_settings(user, config)
    except NightcrampError as problem:
        yield str(problem)
        return
    for setting in _SETTINGS:
        found = " ".join(settings.get(setting.name.lower(), ["unknown"]))
        if found != setting.value:
            where = "sshd's settings" if setting.is_global else "the account's Match block"
            yield (
                f"{user} {setting.otherwise} ({setting.name} is '{found}'): "
                f"write '{setting.name} {setting.value}' in {where}."
            )
    more = sorted(set(settings.get("acceptenv", [])) - _MAY_SEND)
    if more:
        yield (
            f"sshd takes more variables from the caller than it needs ({', '.join(more)}): "
            "write 'AcceptEnv LANG LC_NIGHTCRAMP' in the account's Match block."
        )
    yield from _check_timeouts(settings)
    yield from _check_keys(machine, user, home, settings)


def _check_timeouts(settings: dict[str, list[str]]) -> Iterator[str]:
    interval, count = (
        int(settings.get(name, ["0"])[0] or 0)
        for name in ("clientaliveinterval", "clientalivecountmax")
    )
    if not 0 < interval * count <= _NOTICED_WITHIN:
        yield (
            "sshd does not notice soon that a line is gone: write 'ClientAliveInterval 60' and "
            "'ClientAliveCountMax 3' in the account's Match block."
        )
    # OpenSSH before 9.2 does not know this one.
    if settings.get("unusedconnectiontimeout", ["30"])[0] in ("none", "0"):
        yield (
            "a connection that starts no session stays open: write "
            "'UnusedConnectionTimeout 30s' in the account's Match block."
        )


def _check_keys(
    machine: Machine, user: str, home: str, settings: dict[str, list[str]]
) -> Iterator[str]:
    account = machine.account(user)
    count = 0
    for pattern in " ".join(settings.get("authorizedkeysfile", [])).split():
        path = pattern.replace("%u", user).replace("%h", home).replace("%%", "%")
        path = path if path.startswith("/") else f"{home}/{path}"
        file = machine.at(path)
        if not file.is_file():
            continue
        yield from _guard(machine, path, "whoever can write it can let others in")
        if not _may_read(file, account):
            yield f"{path} cannot be read by {user}, as sshd does: chmod 644 {path}"
        rows = file.read_text(encoding="utf-8", errors="replace").splitlines()
        count += sum(bool(row.strip()) and not row.lstrip().startswith("#") for row in rows)
    if count == 0:
        where = " ".join(settings.get("authorizedkeysfile", ["none"]))
        yield f"nobody has a key for {user}: put public keys, a line each, into {where}."


def _check_account(machine: Machine, user: str, home: str | None) -> Iterator[str]:
    account = machine.account(user)
    if account is None or home is None:
        yield (
            f"there is no account {user}: useradd --system --shell /bin/sh "
            f"--home-dir /var/lib/{user} {user}"
        )
        return
    if account.pw_uid == 0:
        yield f"{user} is root itself (number 0): make an account that is nobody else's."
    if account.pw_shell not in _SHELLS:
        yield (
            f"the shell of {user} is '{account.pw_shell}', and may run files of its own before "
            f"the wizard or not run it at all: usermod --shell /bin/sh {user}"
        )
    powers = sorted(machine.groups(user) & _POWERFUL)
    if powers:
        yield f"{user} is in the group {', '.join(powers)}: gpasswd --delete {user} {powers[0]}"
    password = machine.password(user)
    if password is not None and not password.startswith(("!", "*")):
        yield f"{user} has a password, or an empty one: usermod --lock {user}"
    yield from _check_home(machine, user, home)


def _check_home(machine: Machine, user: str, home: str) -> Iterator[str]:
    if not machine.at(home).is_dir():
        yield (
            f"the home folder of {user}, {home}, is missing: "
            f"install --directory --owner=root --group=root --mode=755 {home}"
        )
        return
    yield from _guard(machine, home, f"what {user} writes there could run the next time")
    for entry in sorted(machine.at(home).rglob("*")):
        if not entry.is_symlink() and _is_loose(machine, entry):
            yield _loose(machine, entry, "nothing in the home folder may be anyone's but root's")
            return


def _check_launcher(machine: Machine, user: str) -> Iterator[str]:
    file = machine.at(LAUNCHER)
    if not file.is_file():
        yield (
            f"the launcher is missing: install --owner=root --group=root --mode=755 "
            f"{_packaged_path('nightcramp-kiosk')} {LAUNCHER}"
        )
        return
    yield from _guard(machine, LAUNCHER, "whoever can write it decides what the account runs")
    if not file.stat().st_mode & stat.S_IXOTH or not file.stat().st_mode & stat.S_IROTH:
        yield f"{LAUNCHER} cannot be run by {user}: chmod 755 {LAUNCHER}"
    text = file.read_text(encoding="utf-8", errors="replace")
    if _without_choices(text) != _without_choices(packaged("nightcramp-kiosk")):
        yield (
            f"{LAUNCHER} is not the one of this version: copy "
            f"{_packaged_path('nightcramp-kiosk')} over it, and set its 'python' and 'options' "
            "again."
        )
    yield from _check_options(machine, user, _choice(text, "options"))
    yield from _check_python(machine, user, _choice(text, "python"))


def _check_options(machine: Machine, user: str, options: str) -> Iterator[str]:
    given = re.sub(r"(--(?:audit|country|pack))=", r"\1 ", options).split()
    if "--kiosk" not in given:
        yield (
            "the launcher starts the wizard without --kiosk, so one person's answers stay for "
            f"the next: write options='--kiosk' in {LAUNCHER}."
        )
    yield from _check_country(machine, given)
    for refused in ("--resume", "--debug-log"):
        if refused in given:
            yield f"the launcher asks for {refused}, which a kiosk refuses: take it out."
    if "--audit" not in given[:-1]:
        return
    target = given[given.index("--audit") + 1]
    if target == "journal":
        return
    file = machine.at(target)
    account = machine.account(user)
    if not file.is_file():
        yield (
            f"the audit file {target} is missing: install --owner={user} --group={user} "
            f"--mode=600 /dev/null {target}"
        )
        return
    if account is not None and machine.owner(file) != account.pw_uid:
        yield f"{user} cannot write the audit file {target}: chown {user} {target}"
    if file.stat().st_mode & 0o077:
        yield f"others than {user} can read or write the audit file {target}: chmod 600 {target}"
    folder = str(Path(target).parent)
    yield from _guard(machine, folder, "whoever can write it can put another audit file there")


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
        countries = read_front(machine.at(pack) if pack else content_folder())[0].countries
    except PackError as problem:
        yield f"the content that the launcher names cannot be read: {problem}"
        return
    if named not in countries:
        yield (
            f"the launcher names the country '{named}', which the content does not know: {how}; "
            f"known are {', '.join(countries)}."
        )


def _value(given: list[str], option: str) -> str:
    """What follows an option; empty where it is not given, or another option follows."""
    following = given[given.index(option) + 1 :][:1] if option in given else []
    return "".join(one for one in following if not one.startswith("-"))


def _check_python(machine: Machine, user: str, python: str) -> Iterator[str]:
    file = machine.at(python) if python else None
    if file is None or not file.exists():
        yield f"the launcher starts '{python}', which is missing: install the program there."
        return
    home = Path(python).parent.parent
    for path in (str(home), python):
        yield from _guard(machine, path, "whoever can write it decides what the account runs")
    files = [entry for entry in sorted(machine.at(str(home)).rglob("*")) if entry.exists()]
    for entry in files:
        if _is_loose(machine, entry):
            yield _loose(machine, entry, "whoever can write it decides what the account runs")
            break
    for entry in files:
        if not entry.stat().st_mode & stat.S_IROTH:
            yield f"{user} cannot read {machine.name(entry)}: chmod -R go+rX {home}"
            break
    ran = machine.run([str(file), "-I", "-m", "nightcramp", "--version"])
    if ran.returncode != 0:
        why = (ran.stderr.strip().splitlines() or ["it says nothing"])[-1]
        yield f"{python} does not start nightcramp ({why}): install the program there."
    package = next(machine.at(str(home)).glob("lib/python3*/site-packages/nightcramp"), None)
    if package is not None and not list((package / "__pycache__").glob("cli.*.pyc")):
        yield (
            "the program is not compiled, and each start takes three times as long: "
            f"{python} -m compileall -q {home}/lib"
        )


def _check_locale(machine: Machine) -> Iterator[str]:
    said = machine.run(["/usr/bin/locale", "-a"])
    known = {name.strip().lower().replace("-", "") for name in said.stdout.splitlines()}
    if said.returncode == 0 and "c.utf8" not in known:
        yield "the machine has no C.UTF-8 locale: apt-get install locales, or libc-bin."


def _guard(machine: Machine, path: str, why: str) -> Iterator[str]:
    """Say where a path, a link's target, or a folder above can be written by others than root."""
    seen = machine.at(path)
    if machine.root == Path("/"):
        seen = seen.resolve()
    for place in (seen, *seen.parents):
        if _is_loose(machine, place):
            yield _loose(machine, place, why)
            return
        if place == machine.root:
            return


def _is_loose(machine: Machine, file: Path) -> bool:
    """Whether others than root can write it."""
    about = file.stat()
    others = stat.S_IWOTH if about.st_gid == 0 else stat.S_IWOTH | stat.S_IWGRP
    return machine.owner(file) != 0 or bool(about.st_mode & others)


def _loose(machine: Machine, file: Path, why: str) -> str:
    path = machine.name(file)
    if machine.owner(file) != 0:
        return f"{path} does not belong to root, and {why}: chown root:root {path}"
    return f"{path} can be written by others than root, and {why}: chmod go-w {path}"


def _may_read(file: Path, account: pwd.struct_passwd | None) -> bool:
    about = file.stat()
    ours = account is not None and about.st_gid == account.pw_gid
    return bool(about.st_mode & (stat.S_IROTH | (stat.S_IRGRP if ours else 0)))


def _choice(text: str, name: str) -> str:
    """What the launcher sets one of its two lines to."""
    line = re.search(rf"^{name}=(.*)$", text, re.MULTILINE)
    try:
        return " ".join(shlex.split(line[1])) if line else ""
    except ValueError:
        return ""


def _without_choices(text: str) -> str:
    return re.sub("^(python|options)=.*$", r"\1=", text, count=2, flags=re.MULTILINE)


def _packaged_path(name: str) -> str:
    return str(Path(sys.modules["nightcramp"].__file__ or "").parent / "clinic_files" / name)
