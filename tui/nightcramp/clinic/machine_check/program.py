"""The program's own files against the list that came with them, and a pack against its sign-off."""

from __future__ import annotations

import base64
import csv
import hashlib
import os
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

from nightcramp.clinic.machine_check.machine import Machine
from nightcramp.clinic.signatures import Signatures, unsigned
from nightcramp.errors import NightcrampError, PackError
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.hashes import hashes_of, misfit
from nightcramp.pack.load import load_pack, read_front
from nightcramp.pack.locale import Locale
from nightcramp.pack.model import About
from nightcramp.pack.sign_off import read_sign_offs


def check_files(machine: Machine, home: str) -> Iterator[str]:
    """Files of an installation that are not as they were installed, or that nobody installed.

    Args:
        machine: the machine.
        home: the folder of the installation.
    """
    again = f"install the program and its requirements again in {home}"
    site = next(machine.at(home).glob("lib/python3*/site-packages"), None)
    records = [] if site is None else sorted(site.glob("*.dist-info/RECORD"))
    if site is None or not any(one.parent.name.startswith("nightcramp-") for one in records):
        yield f"there is no list of the program's files below {home}: {again}."
        return
    known: set[Path] = set()
    for record in records:
        for name, digest, *_ in csv.reader(record.read_text(encoding="utf-8").splitlines()):
            file = Path(os.path.normpath(site / name))
            known.add(file)
            if digest and not _is_as_installed(file, digest):
                yield f"{machine.name(file)} is missing, or not as it was installed: {again}."
                return
    for file in sorted(site.rglob("*")):
        if not file.is_dir() and _source_of(file) not in known:
            yield (
                f"{machine.name(file)} belongs to nothing that was installed, and Python may run "
                f"it: rm {machine.name(file)}"
            )
            return


def check_pack(machine: Machine, name: str, country: str, signers: str = "") -> Iterator[str]:
    """What is wrong with the content that the launcher names, or that comes with the program.

    Args:
        machine: the machine.
        name: the content as named to the program; empty for the program's own.
        country: the clinic's.
        signers: the list of signers that the launcher names; empty for none.
    """
    why = "whoever can write it decides what people are told"
    if name and machine.at(name).is_dir():
        yield from machine.check_ownership(name, why)
        entries = sorted(machine.at(name).rglob("*"))
        yield from [p for one in entries if (p := machine.ownership_problem(one, why))][:1]
    folder = machine.content(name)
    try:
        about = read_front(folder).about
        load_pack(folder, Locale(country))
    except PackError as problem:
        yield f"the content that the launcher names cannot be read: {problem}"
        return
    yield from _check_sign_offs(machine, PackFolder(folder), about, signers)


def _check_sign_offs(
    machine: Machine, files: PackFolder, about: About, signers: str
) -> Iterator[str]:
    """Sign-offs that do not hold; and that nobody has signed, where a list says who may."""
    today = datetime.now(timezone.utc).date().isoformat()
    again = "put back what was signed, or have it signed again."
    try:
        if not signers:
            sign_offs = list(read_sign_offs(files))
            hashes = hashes_of(files, about) if sign_offs else {}
            for document, sign_off in sign_offs:
                if why := misfit(sign_off, about, hashes):
                    yield f"{document.name} is not about this content, {why}: {again}"
            return
        signatures = Signatures(machine.at(signers), today)
        yield from machine.check_ownership(signers, "whoever can write it decides who is believed")
        checked = list(signatures.check(files, about))
    except NightcrampError as problem:
        yield f"the content's signatures cannot be checked: {problem}"
        return
    yield from [
        f"{one.file} does not hold, {one.problem}: {again}" for one in checked if one.problem
    ]
    for language in unsigned(about, checked):
        yield f"the content in '{language}' is not signed by anyone in {signers}: {again}"
    if about.review_by < today:
        yield f"the content was to be reviewed again by {about.review_by}: have it reviewed."


def _is_as_installed(file: Path, digest: str) -> bool:
    algorithm, _, wanted = digest.partition("=")
    try:
        hashed = hashlib.new(algorithm, file.read_bytes()).digest()
    except (OSError, ValueError):
        return False
    return base64.urlsafe_b64encode(hashed).decode().rstrip("=") == wanted


def _source_of(file: Path) -> Path:
    """The source of what Python compiled; any other file itself."""
    if file.suffix == ".pyc" and file.parent.name == "__pycache__":
        return file.parents[1] / f"{file.name.partition('.')[0]}.py"
    return file
