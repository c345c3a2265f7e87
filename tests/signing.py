"""Packs signed by real SSH keys, which are made for the test."""

from __future__ import annotations

import atexit
import subprocess
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from msgspec.structs import replace

from nightcramp.pack.folder import PackFolder
from nightcramp.pack.hashes import hashes_of
from nightcramp.pack.load import read_front
from nightcramp.pack.sign_off import SignOff
from nightcramp.system import ssh_signatures
from tests.edited_packs import TODAY

NAME, ROLE = "José Núñez", "médico de familia"


@cache
def key_of(owner: str) -> Path:
    """The private key of somebody, made once a process; the public one lies beside it."""
    folder = mkdtemp(prefix="nightcramp-test-")
    atexit.register(rmtree, folder)
    file = Path(folder) / owner
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(file)]
    subprocess.run(command, check=True)
    return file


def line_of_list(owner: str = "jose", options: str = 'namespaces="nightcramp-pack-*"') -> str:
    """A line of a list of signers that believes José Núñez with the key of somebody."""
    public = key_of(owner).with_suffix(".pub").read_text(encoding="utf-8")
    return f'"{NAME} ({ROLE})" {options} {public}'.replace("  ", " ")


def sign_off_of(pack: Path, language: str, **changed: str) -> SignOff:
    """What José Núñez signs of a pack, with something else in it where that is named."""
    files = PackFolder(pack)
    about = read_front(files).about
    hashes = hashes_of(files, about)[language]._asdict()
    sign_off = SignOff(
        pack=about.id,
        version=about.version,
        language=language,
        **hashes,
        name=NAME,
        role=ROLE,
        date=TODAY,
    )
    return replace(sign_off, **changed)


def put_sign_off(pack: Path, language: str, sign_off: SignOff | None = None) -> str:
    """Put a sign-off into a pack, without a signature; its file."""
    sign_off = sign_off or sign_off_of(pack, language)
    file = pack / sign_off.file
    file.parent.mkdir(exist_ok=True)
    file.write_text(sign_off.text, encoding="utf-8")
    return sign_off.file


def sign(pack: Path, language: str, owner: str = "jose", **changed: str) -> str:
    """Sign a pack in one language with the key of somebody; the file that was signed."""
    sign_off = sign_off_of(pack, language, **changed)
    signature = ssh_signatures.sign(key_of(owner), sign_off.namespace, sign_off.text.encode())
    (pack / f"{put_sign_off(pack, language, sign_off)}.sig").write_bytes(signature)
    return sign_off.file
