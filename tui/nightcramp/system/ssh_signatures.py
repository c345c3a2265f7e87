"""Signatures by OpenSSH: `ssh-keygen -Y` makes them and checks them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from nightcramp.errors import NightcrampError
from nightcramp.text import clean

_TIMEOUT = 10
LONGEST = 32_000
"""Bytes of a signature: what fits into a pipe that nobody reads yet."""


def sign(key: Path, namespace: str, text: bytes) -> bytes:
    """A signature under a text. `ssh-keygen` asks for a passphrase or a touch by itself.

    Args:
        key: the file of a private key, or of a public one whose private key an agent has.
        namespace: what the signature is for.
        text: what is signed.

    Raises:
        NightcrampError: `ssh-keygen` is missing, or makes no signature; it has said why.
    """
    command = [_ssh_keygen(), "-Y", "sign", "-q", "-f", str(key), "-n", namespace]
    ended = subprocess.run(  # noqa: S603  a fixed program, and no shell
        command, input=text, stdout=subprocess.PIPE, check=False
    )
    if ended.returncode or not ended.stdout:
        raise NightcrampError(f"ssh-keygen made no signature with {key}; see what it said above.")
    return ended.stdout


def why_not_intact(signature: bytes, namespace: str, text: bytes) -> str | None:
    """None if some key made this signature, for this purpose, under exactly this text.

    Args:
        signature: as OpenSSH writes it.
        namespace: what it is for.
        text: what was signed.

    Returns:
        What `ssh-keygen` says otherwise; may be empty.

    Raises:
        NightcrampError: `ssh-keygen` is missing, or does not end.
    """
    return _complaint(["check-novalidate"], namespace, signature, text)


def why_not_accepted(
    signature: bytes, namespace: str, text: bytes, signers: Path, signer: str
) -> str | None:
    """None if a list of signers has the key of a signature under this name, and has it today.

    Args:
        signature: as OpenSSH writes it.
        namespace: what it is for.
        text: what was signed.
        signers: a file as `ssh-keygen(1)` describes it under ALLOWED SIGNERS.
        signer: whose key it has to be.

    Returns:
        What `ssh-keygen` says of a signature that it does not accept; may be empty.

    Raises:
        NightcrampError: `ssh-keygen` is missing, or does not end.
    """
    against = ["verify", "-f", str(signers), "-I", signer]
    return _complaint(against, namespace, signature, text)


def _complaint(how: list[str], namespace: str, signature: bytes, text: bytes) -> str | None:
    """Check a signature, which goes through a pipe: what was read is what is checked."""
    reading, writing = os.pipe()
    try:
        os.write(writing, signature[:LONGEST])
    finally:
        os.close(writing)
    command = [_ssh_keygen(), "-Y", *how, "-n", namespace, "-s", f"/dev/fd/{reading}"]
    try:
        ended = subprocess.run(  # noqa: S603  a fixed program, and no shell
            command,
            input=text,
            capture_output=True,
            pass_fds=(reading,),
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise NightcrampError("ssh-keygen, which checks signatures, does not answer.") from None
    finally:
        os.close(reading)
    if not ended.returncode:
        return None
    return " ".join(clean(ended.stderr.decode(errors="replace")).split())[:300]


def _ssh_keygen() -> str:
    found = shutil.which("ssh-keygen")
    if found is None:
        raise NightcrampError(
            "ssh-keygen is missing, which makes signatures and checks them: "
            "install OpenSSH (on Debian and Ubuntu: apt-get install openssh-client)."
        )
    return found
