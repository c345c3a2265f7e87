"""The file of the audit, and what belongs to it: its key, its end, the lines that wait."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nightcramp.clinic.audit import end_of
from nightcramp.clinic.chain import SHORTEST_KEY
from nightcramp.clinic.machine_check.machine import Machine
from nightcramp.clinic.waiting import folder_of


def check_audit(machine: Machine, user: str, target: str, key: str) -> Iterator[str]:
    """What is wrong with the files of the audit.

    Args:
        machine: the machine.
        user: name of the account, which writes it.
        target: the file.
        key: the file of its key; empty for none.
    """
    path = Path(target)
    yield from _check_own(machine, user, target, "the audit file", "600")
    waiting = "{path}, where lines of the audit wait,"
    yield from _check_own(machine, user, str(folder_of(path)), waiting, "700")
    yield from machine.check_ownership(
        str(path.parent), "whoever can write it can put another audit file there"
    )
    listed = machine.run(["/usr/bin/lsattr", "-d", str(machine.at(target))])
    if listed.returncode == 0 and "a" not in listed.stdout.partition(" ")[0]:
        yield f"lines of the audit can be altered: chattr +a {target}"
    if key:
        end = "{path}, where the end of the audit is recorded,"
        yield from _check_own(machine, user, str(end_of(path)), end, "600")
        yield from _check_own(machine, user, key, "the key of the audit, {path},", "400")
        file = machine.at(key)
        if file.is_file() and file.stat().st_size < SHORTEST_KEY:
            yield f"{key} is too short to be a key: head -c 32 /dev/urandom > {key}"


def _check_own(machine: Machine, user: str, path: str, what: str, mode: str) -> Iterator[str]:
    """What is wrong with a file that is the account's, or a folder, and nobody else's."""
    file, account = machine.at(path), machine.account(user)
    name = what.format(path=path) if "{path}" in what else f"{what} {path}"
    is_folder = mode == "700"
    if not (file.is_dir() if is_folder else file.is_file()):
        source = "--directory" if is_folder else "/dev/null"
        yield (
            f"{name} is missing: install --owner={user} --group={user} --mode={mode} "
            f"{source} {path}"
        )
        return
    shown = name if what == "the audit file" else path
    if account is not None and machine.owner(file) != account.pw_uid:
        yield f"{user} cannot {'read' if mode == '400' else 'write'} {shown}: chown {user} {path}"
    if file.stat().st_mode & 0o077:
        yield f"others than {user} can read or write {shown}: chmod {mode} {path}"
