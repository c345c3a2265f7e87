"""The limits on what the account's sessions take: /etc/security, and their systemd slice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nightcramp.clinic.machine_check.launcher import clinic_file
from nightcramp.clinic.machine_check.machine import Machine

LIMITS = "/etc/security/limits.d/nightcramp.conf"
_SERVICE = "/etc/pam.d/sshd"
_SHIPPED = r"^((?:nightcramp - )?(\w+)[ =][\w%]+)$"
"""A line of the files that come with the program, and what it limits."""
_NO_LIMIT = frozenset({"unlimited", "infinity", "-1", ""})


def slice_file(uid: int) -> str:
    """Where the settings of an account's slice stand."""
    return f"/etc/systemd/system/user-{uid}.slice.d/nightcramp.conf"


def check_limits(machine: Machine, user: str) -> Iterator[str]:
    """Which limits are missing, or are none."""
    service = machine.at(_SERVICE)
    text = service.read_text(encoding="utf-8", errors="replace") if service.is_file() else ""
    if not re.search(r"^\s*session\s+.*pam_limits\.so", text, re.MULTILINE):
        yield (
            f"sshd's sessions are under no limit of /etc/security: write 'session required "
            f"pam_limits.so' in {_SERVICE}."
        )
    yield from _check(
        machine, LIMITS, "limits_nightcramp.conf", rf"^{re.escape(user)}\s+-\s+(\w+)\s(.*)"
    )
    if account := machine.account(user):
        path = slice_file(account.pw_uid)
        yield from _check(machine, path, "slice_nightcramp.conf", r"^(\w+)=(.*)")


def _check(machine: Machine, path: str, name: str, form: str) -> Iterator[str]:
    shipped, file = clinic_file(name), machine.at(path)
    if not file.is_file():
        yield (
            "nothing limits what all sessions take together: "
            f"install -D --mode=644 {shipped} {path}"
        )
        return
    yield from machine.check_ownership(path, "whoever can write it decides what sessions take")
    text = file.read_text(encoding="utf-8", errors="replace")
    values = {found[1]: found[2].strip() for found in re.finditer(form, text, re.MULTILINE)}
    wanted = re.finditer(_SHIPPED, shipped.read_text(encoding="utf-8"), re.MULTILINE)
    for line, item in (found.groups() for found in wanted):
        if values.get(item, "") in _NO_LIMIT:
            yield f"{path} sets no limit on {item}: write '{line}' there, or a limit of yours."
