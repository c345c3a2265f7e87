"""Hashes of a pack: what a sign-off signs, and what tells two contents apart.

A hash is over what files say, by file and key: comments, blank lines and the order in which a
record's keys are written do not count. Every TOML file of a pack is in one of three: what a
person is asked and told, its translation, and the rest (patients, danger pairs).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from nightcramp.pack.condition import CONDITIONS
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.model import About
from nightcramp.pack.sign_off import SIGNATURES, SignOff
from nightcramp.pack.toml_lines import Path

VARIANTS = "variants.toml"
"""Words by country: one file for the pack, and one that a translation may have."""

_IN_ORDER = CONDITIONS | {
    *("languages", "countries", "urgency", "time_limits", "topics"),
    *("medicines", "words", "generic_names", "keys"),
}
"""Tables of things by their names, which the program goes through in the order of the file."""
_NUMBERS = frozenset({int, float, bool})


class Hashes(NamedTuple):
    """What a sign-off in one language signs; hexadecimal SHA-256.

    Attributes:
        content: of all that a person is asked and told, and of the rules.
        translation: of its sentences in the language; empty in the pack's first language.
        patients: of all other files: patients, danger pairs.
    """

    content: str
    translation: str
    patients: str


def hashes_of(folder: PackFolder, about: About) -> dict[str, Hashes]:
    """The hashes of a pack in each of its languages.

    Raises:
        PackError: a file is missing, cannot be read, or is no TOML.
    """
    content = content_files(about)
    translated = {code: translated_files(folder, about, code) for code in about.languages}
    known = {*content}.union(*translated.values())
    rest = [
        name
        for name in folder.found()
        if name not in known and not name.startswith(f"{SIGNATURES}/")
    ]
    whole, patients = _hash_of(folder, content), _hash_of(folder, rest)
    return {
        code: Hashes(whole, _hash_of(folder, names), patients) for code, names in translated.items()
    }


def misfit(sign_off: SignOff, about: About, hashes: Mapping[str, Hashes]) -> str:
    """Why a sign-off is not about a pack, as a clause; empty if it is.

    Args:
        sign_off: what was signed.
        about: the pack's own.
        hashes: of the pack, by language.
    """
    if sign_off.language not in hashes:
        return f"it is for the language '{sign_off.language}', which the pack does not have"
    now, changed = hashes[sign_off.language], "changed after it was signed"
    faults = {
        f"it is for another pack, '{sign_off.pack}'": sign_off.pack != about.id,
        f"it is for version {sign_off.version}": sign_off.version != about.version,
        f"the content was {changed}": sign_off.content != now.content,
        f"the translation was {changed}": sign_off.translation != now.translation,
        f"patients, or another file, were {changed}": sign_off.patients != now.patients,
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")


def content_files(about: About) -> tuple[str, ...]:
    """The files of what a person is asked and told, and of the rules."""
    return (
        "pack.toml",
        *(f"questions/{section.id}.toml" for section in about.sections),
        *("medicines.toml", "words.toml", "measures.toml"),
        *(f"causes/{name}.toml" for name in about.causes),
        *(f"mimics/{name}.toml" for name in about.mimics),
        *("red_flags.toml", "notes.toml", "contacts.toml", "advice.toml"),
        *(f"pictures/{name}.toml" for name in about.pictures),
        *("sources.toml", "codes.toml", "contradictions.toml", VARIANTS),
    )


def translated_files(folder: PackFolder, about: About, language: str) -> tuple[str, ...]:
    """The files of a translation; none for the language that the pack is written in."""
    if language == next(iter(about.languages)):
        return ()
    names = (f"{language}/{name}" for name in content_files(about))
    return tuple(name for name in names if folder.has(name))


def hash_of_files(files: Mapping[str, dict[str, Any]]) -> str:
    """The hash of parsed files, by their names; hexadecimal SHA-256, and empty for no file."""
    if not files:
        return ""
    import hashlib  # late: it loads OpenSSL, which takes 4 ms, and the first screen needs none

    noted: list[tuple[Path, Any]] = []
    for name, data in files.items():
        _note_orders(data, (name,), "", noted)
    noted.sort(key=lambda one: one[0])
    written = msgspec.json.encode((files, noted), order="sorted")
    return hashlib.sha256(written).hexdigest()


def _hash_of(folder: PackFolder, names: Collection[str]) -> str:
    return hash_of_files({name: folder.document(name).data for name in names})


def _note_orders(value: Any, path: Path, named: str, noted: list[tuple[Path, Any]]) -> None:
    """Note what JSON with sorted keys does not show of a table or list, with its path.

    These are the keys of each table whose order counts (in a condition, of all), and that
    something is a date or a time.

    Args:
        value: the table or list.
        path: where it is, from the name of the file on.
        named: the key that says what kind of table it is.
        noted: where it is noted.
    """
    inside: Iterable[tuple[Any, Any]]
    if type(value) is dict:
        if named in _IN_ORDER:
            noted.append((path, list(value)))
        inside = value.items()
        within = named if named in CONDITIONS else ""
    else:
        inside = enumerate(value)
        within = named
    for step, item in inside:
        kind = type(item)
        if kind is str:
            continue
        if kind is dict or kind is list:
            _note_orders(item, (*path, step), within or str(step), noted)
        elif kind not in _NUMBERS:
            noted.append(((*path, step), kind.__name__))
