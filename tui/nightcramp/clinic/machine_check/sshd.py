"""What sshd does for the account: its settings and time limits, for each kind of caller."""

from __future__ import annotations

from collections.abc import Iterator

from nightcramp.clinic.machine_check.callers import MOST_CALLERS, callers, read_settings
from nightcramp.clinic.machine_check.keys import check_keys
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
    "TrustedUserCAKeys": ("none", "lets in whoever an authority signs a certificate for"),
    "DisableForwarding": ("yes", "may open tunnels without starting the wizard"),
    "AllowTcpForwarding": ("no", "may open tunnels"),
    "AllowStreamLocalForwarding": ("no", "may open tunnels to sockets"),
    "AllowAgentForwarding": ("no", "may bring the caller's agent along"),
    "X11Forwarding": ("no", "may bring the caller's display along"),
    "PermitTunnel": ("no", "may open a network device"),
    "PermitTTY": ("yes", "gets no terminal, which the wizard needs"),
    "PermitUserRC": ("no", "runs ~/.ssh/rc first"),
    "MaxSessions": ("1", "may start many sessions over one connection"),
    "SetEnv": ("PATH=/usr/bin:/bin", "gets other variables than the launcher expects"),
    "Banner": ("none", "shows a text before the wizard"),
    "PermitEmptyPasswords": ("no", "may have an empty password"),
    "PermitUserEnvironment": ("no", "takes variables from ~/.ssh/environment"),
    "UsePAM": ("yes", "is under no limit of /etc/security"),
    "StrictModes": ("yes", "takes keys from a file that others may write"),
}
"""Setting -> the value that it must have, and what the account or sshd does otherwise."""
_GLOBAL = frozenset({"PermitUserEnvironment", "StrictModes", "UsePAM"})
"""Settings that cannot stand in a Match block."""


def check_sshd(machine: Machine, user: str, config: str | None) -> Iterator[str]:
    """What is wrong with sshd's settings for the account, whoever calls, and with its keys."""
    files, rows = read_settings(config)
    for file in files:
        why = "whoever can write it decides what sshd allows"
        yield from machine.check_ownership(machine.name(file), why)
    everyone = callers(rows)
    if len(everyone) > MOST_CALLERS:
        yield (
            f"sshd's settings tell more than {MOST_CALLERS} callers apart, and were not asked for "
            "all of them: write fewer 'Match' lines by address, host and port."
        )
    told: set[str] = set()
    keys: list[str] = []
    for caller in everyone[:MOST_CALLERS]:
        try:
            settings = machine.sshd_settings(user, config, caller)
        except NightcrampError as error:
            yield str(error)
            return
        keys += " ".join(settings.get("authorizedkeysfile", ["none"])).split()
        for problem in _check_settings(user, settings):
            if problem not in told:
                told.add(problem)
                yield problem + ("" if caller == everyone[0] else f" So it is for a call {caller}.")
    yield from check_keys(machine, user, list(dict.fromkeys(keys)))


def _check_settings(user: str, settings: dict[str, list[str]]) -> Iterator[str]:
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
