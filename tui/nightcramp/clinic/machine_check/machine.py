"""The machine that is checked. Everything that is asked of the system goes through `Machine`."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from nightcramp.clinic.machine_check.callers import Caller
from nightcramp.errors import NightcrampError
from nightcramp.pack.load import content_folder

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_TIMEOUT = 30


class Machine:
    """The machine, or a folder made to look like one.

    Args:
        root: the folder that is its `/`.
    """

    def __init__(self, root: Path = Path("/")) -> None:
        self.root = root

    def at(self, path: str) -> Path:
        """The file at a path of the machine."""
        return self.root / path.lstrip("/")

    def name(self, file: Path) -> str:
        """The path of a file on the machine."""
        return f"/{file.relative_to(self.root)}" if file != self.root else "/"

    def owner(self, path: Path) -> int:
        """The user id of a file's owner."""
        return path.stat().st_uid

    def account(self, user: str) -> pwd.struct_passwd | None:
        """The account, if there is one."""
        try:
            return pwd.getpwnam(user)
        except KeyError:
            return None

    def groups(self, user: str) -> set[str]:
        """Names of the account's groups."""
        account = self.account(user)
        numbers = os.getgrouplist(user, account.pw_gid) if account else []
        return {grp.getgrgid(number).gr_name for number in numbers}

    def password(self, user: str) -> str | None:
        """The account's hashed password; None if it cannot be read."""
        try:
            rows = self.at("/etc/shadow").read_text(encoding="utf-8").splitlines()
        except OSError:
            return None
        fields = (row.split(":") for row in rows)
        return next((field[1] for field in fields if field[0] == user and len(field) > 1), None)

    def check_ownership(self, path: str, why: str) -> Iterator[str]:
        """The first problem of a path, a link's target, or a folder above it.

        Args:
            path: a path of the machine.
            why: what could happen if anyone but root can write there, as a clause of a sentence.
        """
        file = self.at(path)
        if self.root == Path("/"):
            file = file.resolve()
        for place in (file, *file.parents):
            problem = self.ownership_problem(place, why)
            if problem:
                yield problem
            if problem or place == self.root:
                return

    def ownership_problem(self, file: Path, why: str) -> str:
        """What is wrong if anyone but root can write the file; empty if nobody can."""
        status, path = file.stat(), self.name(file)
        if self.owner(file) != 0:
            return f"{path} does not belong to root, and {why}: chown root:root {path}"
        others = stat.S_IWOTH if status.st_gid == 0 else stat.S_IWOTH | stat.S_IWGRP
        if status.st_mode & others:
            return f"{path} can be written by others than root, and {why}: chmod go-w {path}"
        return ""

    def sshd_settings(self, user: str, config: str | None, caller: Caller) -> dict[str, list[str]]:
        """The settings in effect for the account: name in lower case -> values.

        Args:
            user: name of the account.
            config: path of sshd's configuration; its usual file if None.
            caller: who calls, and where.

        Raises:
            NightcrampError: sshd is missing, or refuses its configuration.
        """
        sshd = shutil.which("sshd", path="/usr/sbin:/sbin:/usr/local/sbin:/usr/bin")
        if sshd is None:
            raise NightcrampError("sshd is missing: apt-get install openssh-server.")
        who = f"user={user},{caller.specification}"
        shown = self.run([sshd, "-T", "-C", who, *(["-f", config] if config else [])])
        if shown.returncode != 0:
            why = (shown.stderr or shown.stdout).strip().splitlines()[-1:] or ["it says nothing"]
            raise NightcrampError(
                f"sshd's settings cannot be read ({why[0].strip()}): run this as root, and mend "
                "what 'sshd -t' complains of."
            )
        settings: dict[str, list[str]] = {}
        for row in shown.stdout.splitlines():
            name, _, value = row.partition(" ")
            settings.setdefault(name.lower(), []).append(value.strip())
        return settings

    def content(self, name: str) -> Traversable:
        """A pack of the machine; the program's own for no name."""
        return self.at(name) if name else content_folder()

    def run(self, command: list[str], user: str = "") -> subprocess.CompletedProcess[str]:
        """Run a program and wait for it; exit code 127 if that fails.

        Args:
            command: what to run.
            user: the account that runs it, where this is root; the one that asks, otherwise.
        """
        account = self.account(user) if user and os.geteuid() == 0 else None
        try:
            return subprocess.run(  # noqa: S603  a fixed command, or the launcher's Python
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                timeout=_TIMEOUT,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"},
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return subprocess.CompletedProcess(command, 127, "", str(error))
