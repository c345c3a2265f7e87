"""`nightcramp sign`: a reviewer's signature under a content folder, in one language."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from nightcramp.check.run import check_pack
from nightcramp.cli.commands.content import folder_of, today
from nightcramp.errors import NightcrampError
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.hashes import hashes_of
from nightcramp.pack.load import read_front
from nightcramp.pack.sign_off import SIGNATURES, SignOff
from nightcramp.system import private_files, ssh_signatures
from nightcramp.system.output import show

FOUND = 1


def run(arguments: argparse.Namespace) -> int:
    """Sign the pack, and print what was signed; 1 where the check finds an error in it."""
    folder = Path(str(folder_of(arguments.folder)))
    errors = [one for one in check_pack(folder, today()) if one.level == "error"]
    if errors:
        show("".join(f"{finding}\n" for finding in errors))
        show("nothing was signed: mend these first\n")
        return FOUND
    sign_off = _sign_off(arguments, folder)
    key = Path(arguments.key).expanduser()
    show(f"{sign_off.text}\n")
    signature = ssh_signatures.sign(key, sign_off.namespace, sign_off.text.encode())
    _write(folder, sign_off, signature)
    show(f"signed: {folder / sign_off.file}\n\n")
    show(
        "Whoever should believe your signature needs this line in their list of signers "
        f"(--signers). Give it to them yourself:\n\n{_line_for_list(sign_off, key)}\n"
    )
    return 0


def _sign_off(arguments: argparse.Namespace, folder: Path) -> SignOff:
    """What is going to be signed.

    Raises:
        NightcrampError: the pack has no such language; a name or a role is none.
    """
    files = PackFolder(folder)
    about = read_front(files).about
    hashes = hashes_of(files, about).get(arguments.language)
    if hashes is None:
        known = ", ".join(about.languages)
        raise NightcrampError(f"language '{arguments.language}' is not known. Known are {known}.")
    try:
        return SignOff(
            pack=about.id,
            version=about.version,
            language=arguments.language,
            **hashes._asdict(),
            name=arguments.name,
            role=arguments.role,
            date=today(),
        )
    except ValueError as error:
        raise NightcrampError(f"{error}.") from None


def _write(folder: Path, sign_off: SignOff, signature: bytes) -> None:
    """Put the sign-off and its signature into the pack, each whole or not at all.

    Raises:
        NightcrampError: they cannot be written.
    """
    signed = folder / sign_off.file
    try:
        (folder / SIGNATURES).mkdir(exist_ok=True)
        _replace(signed, sign_off.text.encode())
        _replace(signed.with_name(f"{signed.name}.sig"), signature)
    except OSError as error:
        why = (os.strerror(error.errno) if error.errno else "it failed").lower()
        raise NightcrampError(f"{signed} cannot be written: {why}.") from None


def _replace(file: Path, content: bytes) -> None:
    with private_files.unfinished(file) as unfinished:
        os.fchmod(unfinished.descriptor, 0o644)  # a pack is read by everybody
        private_files.write(unfinished.descriptor, content)
        unfinished.finish()


def _line_for_list(sign_off: SignOff, key: Path) -> str:
    """The line of a list of signers, as `ssh-keygen(1)` describes it under ALLOWED SIGNERS."""
    public = key if key.suffix == ".pub" else key.with_name(f"{key.name}.pub")
    try:
        parts = public.read_text(encoding="utf-8").split()[:2]
    except (OSError, ValueError):
        parts = []
    written = " ".join(parts) if len(parts) == 2 else f"(what is in {public})"
    return f'"{sign_off.signer}" namespaces="{sign_off.namespace}" {written}'
