"""What sshd does for the account: its settings, time limits and keys."""

from __future__ import annotations

import pwd
import stat
from collections.abc import Iterator
from pathlib import Path

from nightcramp.clinic.machine_check.launcher import LAUNCHER
from nightcramp.clinic.machine_check.machine import Machine
from nightcramp.errors import NightcrampError

_MAY_SEND = frozenset({"LANG", "LC_NIGHTCRAMP"})
_LONGEST_SILENCE = 600
"""Seconds within which sshd has to notice that a line is dead."""
_SETTINGS = {
    "ForceCommand": (LAUNCHER, "runs something else than the launcher"),
    "AuthenticationMethods": ("publickey", "does not insist on a key alone"),
    "AuthorizedKeysCommand": ("none", "takes keys from a program"),
    "DisableForwarding": ("yes", "may open tunnels without starting the wizard"),
    "AllowTcpForwarding": ("no", "may open tunnels"),
    "AllowStreamLocalForwarding": ("no", "may open tunnels to sockets"),
    "AllowAgentForwarding": ("no", "may bring the caller's agent along"),
    "X11Forwarding": ("no", "may bring the caller's display along"),
    "PermitTunnel": ("no", "may open a network device"),
    "PermitTTY": ("yes", "gets no terminal, which the wizard needs"),
    "PermitUserRC": ("no", "runs ~/.ssh/rc first"),
    "MaxSessions": ("1", "may start many sessions over one connection"),
    "PermitEmptyPasswords": ("no", "may have an empty password"),
    "PermitUserEnvironment": ("no", "takes variables from ~/.ssh/environment"),
    "StrictModes": ("yes", "takes keys from a file that others may write"),
}
"""Setting -> the value that it must have, and what the account or sshd does otherwise."""
_GLOBAL = frozenset({"PermitUserEnvironment", "StrictModes"})
"""Settings that cannot stand in a Match block."""


def check_sshd(machine: Machine, user: str, config: str | None) -> Iterator[str]:
    """What is wrong with sshd's settings for the account, and with its keys."""
    try:
        settings = machine.sshd_settings(user, config)
    except NightcrampError as problem:
        yield str(problem)
        return
    for name, (value, otherwise) in _SETTINGS.items():
        found = " ".join(settings.get(name.lower(), ["unknown"]))
        if found != value:
            where = "sshd's settings" if name in _GLOBAL else "the account's Match block"
            yield f"{user} {otherwise} ({name} is '{found}'): write '{name} {value}' in {where}."
    more = sorted(set(settings.get("acceptenv", [])) - _MAY_SEND)
    if more:
        yield (
            f"sshd takes more variables from the caller than it needs ({', '.join(more)}): "
            "write 'AcceptEnv LANG LC_NIGHTCRAMP' in the account's Match block."
        )
    yield from _check_timeouts(settings)
    yield from _check_keys(machine, user, settings)


def _check_timeouts(settings: dict[str, list[str]]) -> Iterator[str]:
    interval, count = (
        int(settings.get(name, ["0"])[0] or 0)
        for name in ("clientaliveinterval", "clientalivecountmax")
    )
    if not 0 < interval * count <= _LONGEST_SILENCE:
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


def _check_keys(machine: Machine, user: str, settings: dict[str, list[str]]) -> Iterator[str]:
    account = machine.account(user)
    home = account.pw_dir if account else "/nonexistent"
    patterns = " ".join(settings.get("authorizedkeysfile", ["none"]))
    count = 0
    for pattern in patterns.split():
        path = pattern.replace("%u", user).replace("%h", home).replace("%%", "%")
        path = path if path.startswith("/") else f"{home}/{path}"
        file = machine.at(path)
        if not file.is_file():
            continue
        yield from machine.check_ownership(path, "whoever can write it can let others in")
        if not _can_read(account, file):
            yield f"{path} cannot be read by {user}, as sshd does: chmod 644 {path}"
        rows = file.read_text(encoding="utf-8", errors="replace").splitlines()
        count += sum(bool(row.strip()) and not row.lstrip().startswith("#") for row in rows)
    if count == 0:
        yield f"nobody has a key for {user}: put public keys, a line each, into {patterns}."


def _can_read(account: pwd.struct_passwd | None, file: Path) -> bool:
    """Whether an account that does not own the file can read it."""
    status = file.stat()
    is_of_group = account is not None and status.st_gid == account.pw_gid
    return bool(status.st_mode & (stat.S_IROTH | (stat.S_IRGRP if is_of_group else 0)))
