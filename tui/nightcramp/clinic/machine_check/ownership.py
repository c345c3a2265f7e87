"""Who can write a file, and every folder above it: nobody but root should."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from nightcramp.clinic.machine_check.machine import Machine


def check_ownership(machine: Machine, path: str, why: str) -> Iterator[str]:
    """The first problem of a path, a link's target, or a folder above it.

    Args:
        machine: the machine.
        path: a path on it.
        why: what could happen, as a clause of a sentence.
    """
    file = machine.at(path)
    if machine.root == Path("/"):
        file = file.resolve()
    for place in (file, *file.parents):
        problem = ownership_problem(machine, place, why)
        if problem:
            yield problem
        if problem or place == machine.root:
            return


def ownership_problem(machine: Machine, file: Path, why: str) -> str:
    """What is wrong if anyone but root can write the file; empty if nobody can."""
    status, path = file.stat(), machine.name(file)
    if machine.owner(file) != 0:
        return f"{path} does not belong to root, and {why}: chown root:root {path}"
    others = stat.S_IWOTH if status.st_gid == 0 else stat.S_IWOTH | stat.S_IWGRP
    if status.st_mode & others:
        return f"{path} can be written by others than root, and {why}: chmod go-w {path}"
    return ""
