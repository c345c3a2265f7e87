"""Whether a machine is set up as docs/clinic.md says: `nightcramp clinic-check`.

It changes nothing but a line of the audit, for the wizard that it starts: `sshd.py`, `account.py`,
`launcher.py`, `limits.py` and `program.py` each check a part.
"""

from __future__ import annotations

from collections.abc import Iterator

from nightcramp.clinic.machine_check.account import check_account
from nightcramp.clinic.machine_check.launcher import check_launcher
from nightcramp.clinic.machine_check.limits import check_limits
from nightcramp.clinic.machine_check.machine import Machine
from nightcramp.clinic.machine_check.sshd import check_sshd
from nightcramp.text import clean


def check_machine(
    user: str, sshd_config: str | None = None, machine: Machine | None = None
) -> tuple[str, ...]:
    """Everything that is not as docs/clinic.md says, most dangerous first.

    Args:
        user: name of the clinic account.
        sshd_config: path of the server's settings; its usual file when left out.
        machine: the machine; this one when left out.

    Returns:
        One sentence a problem, with how to fix it.
    """
    machine = machine or Machine()
    problems = (
        *check_sshd(machine, user, sshd_config),
        *check_account(machine, user),
        *check_launcher(machine, user),
        *check_limits(machine, user),
        *_check_locale(machine),
    )
    return tuple(dict.fromkeys(clean(problem).replace("\n", " ") for problem in problems))


def _check_locale(machine: Machine) -> Iterator[str]:
    listed = machine.run(["/usr/bin/locale", "-a"])
    known = {name.strip().lower().replace("-", "") for name in listed.stdout.splitlines()}
    if listed.returncode == 0 and "c.utf8" not in known:
        yield "the machine has no C.UTF-8 locale: apt-get install locales, or libc-bin."
