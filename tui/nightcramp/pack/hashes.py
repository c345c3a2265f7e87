"""Hashes of a pack: what a sign-off signs, and what tells two contents apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nightcramp.pack.folder import PackFolder
from nightcramp.pack.model import About

VARIANTS = "variants.toml"
"""Words by country: one file for the pack, and one that a translation may have."""

_SIGN_OFF = re.compile(rb"^review.*$", re.MULTILINE)
"""Lines of `pack.toml` that a sign-off changes, and which its hash therefore excludes."""


def content_hashes(folder: PackFolder, about: About, language: str) -> tuple[str, str]:
    """Hashes of all that a sign-off signs: the content, and its translation.

    The second is empty in the language the pack is written in.

    Raises:
        PackError: a file is missing, or cannot be read.
    """
    names = _signed_files(about)
    raw = {name: folder.read(name) for name in names}
    raw["pack.toml"] = _SIGN_OFF.sub(b"", raw["pack.toml"])
    if language == next(iter(about.languages)):
        return sha256(raw.values()), ""
    translated = [f"{language}/{name}" for name in names]
    return sha256(raw.values()), sha256(
        folder.read(name) for name in translated if folder.has(name)
    )


def _signed_files(about: About) -> list[str]:
    return [
        "pack.toml",
        *(f"questions/{section.id}.toml" for section in about.sections),
        *("medicines.toml", "words.toml", "measures.toml"),
        *(f"causes/{name}.toml" for name in about.causes),
        *(f"mimics/{name}.toml" for name in about.mimics),
        *("red_flags.toml", "notes.toml", "contacts.toml", "advice.toml"),
        *(f"pictures/{name}.toml" for name in about.pictures),
        *("sources.toml", "codes.toml", "contradictions.toml", VARIANTS),
    ]


def sha256(parts: Iterable[bytes]) -> str:
    """The hash of all parts, in hexadecimal."""
    import hashlib  # late: it loads OpenSSL, which takes 4 ms, and the first screen needs none

    return hashlib.sha256(b"".join(parts)).hexdigest()
