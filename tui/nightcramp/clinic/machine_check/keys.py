"""The keys of the clinic account: each lets its holder do one thing."""

from __future__ import annotations

import base64
import binascii
import pwd
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from nightcramp.clinic.machine_check.launcher import LAUNCHER
from nightcramp.clinic.machine_check.machine import Machine

OPTIONS = f'restrict,pty,command="{LAUNCHER}"'
"""What stands before each key."""
_NEEDED = OPTIONS.split(",")
_HARMLESS = re.compile(r'(from|expiry-time)="[^"]+"|verify-required|no-[a-z0-9-]+', re.IGNORECASE)
_OPTION = re.compile(r'(?:[^\s",]|"(?:\\"|[^"])*")+')
_TYPE = re.compile(r"(sk-)?(ssh|ecdsa)-[\w.@-]+")


def check_keys(machine: Machine, user: str, patterns: list[str]) -> Iterator[str]:
    """What is wrong with the files of keys, and with each key.

    Args:
        machine: the machine.
        user: name of the account.
        patterns: where sshd looks for keys.
    """
    account = machine.account(user)
    home = account.pw_dir if account else "/nonexistent"
    count = 0
    for pattern in patterns:
        path = pattern.replace("%u", user).replace("%h", home).replace("%%", "%")
        path = path if path.startswith("/") else f"{home}/{path}"
        file = machine.at(path)
        if not file.is_file():
            continue
        yield from machine.check_ownership(path, "whoever can write it can let others in")
        if not _can_read(account, file):
            yield f"{path} cannot be read by {user}, as sshd does: chmod 644 {path}"
        rows = file.read_text(encoding="utf-8", errors="replace").splitlines()
        for number, row in enumerate(rows, 1):
            if row.strip() and not row.lstrip().startswith("#"):
                count += 1
                yield from _check_key(row.strip(), f"line {number} of {path}")
    if count == 0:
        yield f"nobody has a key for {user}: put public keys, a line each, into {patterns[0]}."


def _check_key(row: str, where: str) -> Iterator[str]:
    options: list[str] = []
    if not _TYPE.match(row):
        found = _OPTION.findall(_before_key(row))
        options, row = found, row[len(_before_key(row)) :].strip()
    kind, _, rest = row.partition(" ")
    if not _is_key(kind, rest.strip().partition(" ")[0]):
        yield f"{where} holds no public key, and lets nobody in: put one there, or delete the line."
        return
    # In this order: what stands before 'restrict' is taken back by it.
    needed = [one for one in options if one in _NEEDED]
    if needed != _NEEDED:
        yield (
            f"the key in {where} lets its holder do more than run the wizard, where sshd's block "
            f"is missing: write {OPTIONS} before it."
        )
    more = [one for one in options if one not in _NEEDED and not _HARMLESS.fullmatch(one)]
    if more:
        yield f"the key in {where} allows more than it needs ({', '.join(more)}): take that out."


def _before_key(row: str) -> str:
    """The options of a line: what stands before the first space outside quotes."""
    found = re.match(r'(?:[^\s"]|"(?:\\"|[^"])*")+', row)
    return found[0] if found else ""


def _is_key(kind: str, text: str) -> bool:
    """Whether a text is a key of this kind: its first part repeats the name of the kind."""
    try:
        blob = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    name = kind.encode()
    begins = blob.startswith(len(name).to_bytes(4, "big") + name)
    at = 0
    while begins and at < len(blob):
        at += 4 + int.from_bytes(blob[at : at + 4], "big")
    return begins and at == len(blob) > 4 + len(name)


def _can_read(account: pwd.struct_passwd | None, file: Path) -> bool:
    """Whether an account that does not own the file can read it."""
    status = file.stat()
    is_of_group = account is not None and status.st_gid == account.pw_gid
    return bool(status.st_mode & (stat.S_IROTH | (stat.S_IRGRP if is_of_group else 0)))
