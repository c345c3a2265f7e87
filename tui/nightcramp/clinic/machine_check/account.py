"""The clinic account: its shell, groups and password, and its home folder."""

from __future__ import annotations

from collections.abc import Iterator

from nightcramp.clinic.machine_check.machine import Machine

_SHELLS = {f"{folder}/{name}" for folder in ("/bin", "/usr/bin") for name in ("sh", "dash")}
_POWERFUL = frozenset(
    {"adm", "disk", "docker", "incus", "kvm", "libvirt", "lxd", "root", "shadow", "staff"}
    | {"sudo", "systemd-journal", "wheel"}
)


def check_account(machine: Machine, user: str) -> Iterator[str]:
    """What is wrong with the account, and with its home folder."""
    account = machine.account(user)
    if account is None:
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
    yield from _check_home(machine, user, account.pw_dir)


def _check_home(machine: Machine, user: str, home: str) -> Iterator[str]:
    if not machine.at(home).is_dir():
        yield (
            f"the home folder of {user}, {home}, is missing: "
            f"install --directory --owner=root --group=root --mode=755 {home}"
        )
        return
    yield from machine.check_ownership(home, f"what {user} writes there could run the next time")
    for entry in sorted(machine.at(home).rglob("*")):
        why = "nothing in the home folder may be anyone's but root's"
        if not entry.is_symlink() and (problem := machine.ownership_problem(entry, why)):
            yield problem
            return
