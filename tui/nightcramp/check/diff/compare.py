"""`nightcramp diff`: two versions of a pack, from their folders to what a reviewer reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from nightcramp.check.diff.edits import Read, changed_rules, changed_sentences, is_rule
from nightcramp.check.diff.frequency import Sample, sample
from nightcramp.check.diff.records import (
    KINDS,
    Change,
    ClinicalDiff,
    Count,
    Kind,
    Verdict,
    Version,
    Witness,
)
from nightcramp.errors import NightcrampError, PackError
from nightcramp.pack.danger_pairs import load_danger_pairs
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.load import read_document, read_pack
from nightcramp.pack.locale import Locale
from nightcramp.pack.model import Pack
from nightcramp.pack.population import Population, load_population
from nightcramp.pack.references import check_references

if TYPE_CHECKING:
    from nightcramp.check.diff.patients import Patients

_ASKING = (
    "questions/",
    "mimics/",
    "measures.toml",
    "medicines.toml",
    "red_flags.toml",
    "pack.toml",
)
"""Files that decide what is asked, and in which order."""
_WORDS = "words.toml"
_PARTLY: frozenset[Kind] = frozenset({"explanation", "asked"})
"""Kinds of which the formulas do not say everything: which of several urgent flags speaks first,
and which questions are left out once something is urgent."""


class Sampled(NamedTuple):
    """How many people to sample, and which."""

    people: int
    seed: int


class _Version(NamedTuple):
    """A version as it was read.

    Attributes:
        well: question id -> what a well person answers, as its danger pairs say.
    """

    folder: Path
    read: Read
    population: Population | None
    well: Mapping[str, Any]

    @property
    def named(self) -> Version:
        """What it is called."""
        about = self.read.pack.about
        return Version(str(self.folder), about.id, about.version, self.read.pack.hash)


def compare(old_folder: Path, new_folder: Path, locale: Locale, wanted: Sampled) -> ClinicalDiff:
    """Compare two versions of a pack.

    Args:
        old_folder: where the one is that patients get now.
        new_folder: where the one is that they are to get.
        locale: of the country whose patients are compared; the language does not matter.
        wanted: how many people of the described population are asked.

    Raises:
        PackError: one of the packs cannot be read; the file's name begins with its folder.
        NightcrampError: one of them does not know the country.
        NoSolverError: rules differ, and z3 is not installed.
    """
    new = _read(new_folder, locale)
    old = _read(old_folder, locale, new_folder)
    rules = tuple(changed_rules(old.read, new.read))
    files = {edit.file for edit in rules if is_rule(edit)}
    comparison = _Comparison(old, new, files, wanted)
    changes = tuple(comparison.changes())
    population = new.population or old.population
    return ClinicalDiff(
        old=old.named,
        new=new.named,
        waits_longer=changes[KINDS.index("later")].verdict in ("found", "unknown"),
        changes=changes,
        sentences=tuple(changed_sentences(old.read, new.read)),
        rules=rules,
        people=wanted.people if comparison.sampled else 0,
        seed=wanted.seed,
        population=population.about if population else "",
    )


class _WithWordsOf(PackFolder):
    """A pack that an earlier program could read, with the words of one that this one can."""

    def __init__(self, folder: Path, other: PackFolder) -> None:
        super().__init__(folder)
        self._other = other

    def read(self, name: str) -> bytes:
        return self._other.read(name) if name == _WORDS else super().read(name)


def _read(folder: Path, locale: Locale, other: Path | None = None) -> _Version:
    """Read a version.

    Args:
        folder: where it is.
        locale: of the country.
        other: a pack whose words do where this one lacks some.

    Raises:
        PackError: it cannot be read; the file's name begins with the folder.
        NightcrampError: it does not know the country.
    """
    files = PackFolder(folder)
    try:
        try:
            pack, documents = read_pack(files, locale._replace(language=""))
        except PackError as error:
            if other is None or error.file != _WORDS:
                raise
            as_if = _WithWordsOf(folder, PackFolder(other))
            pack, documents = read_pack(as_if, locale._replace(language=""))
            pack = replace(pack, hash="")
            documents = [one for one in documents if one.name != _WORDS]
            documents.append(read_document(files, _WORDS))
        check_references(pack, documents)
        read = Read.of(pack, documents, files)
        population = load_population(pack, files)
        pairs = load_danger_pairs(files)
    except PackError as error:
        file = f"{folder}/{error.file}"
        raise PackError(file, error.line, error.problem, error.rule) from None
    if pack.country != locale.country:
        known = ", ".join(pack.about.countries)
        raise NightcrampError(
            f"{folder}: country '{locale.country}' is not known. Known are {known}."
        )
    return _Version(folder, read, population, pairs.well if pairs else {})


class _Comparison:
    """Decides each kind of change.

    Args:
        old: the one version.
        new: the other.
        files: in which rules differ.
        wanted: how many people of the described population are asked.

    Attributes:
        sampled: whether they were.
    """

    def __init__(self, old: _Version, new: _Version, files: set[str], wanted: Sampled) -> None:
        self._packs: tuple[Pack, Pack] = (old.read.pack, new.read.pack)
        self._rules_differ = bool(files)
        self._same_questions = not any(file.startswith(_ASKING) for file in files)
        self._population = new.population or old.population
        self._wanted = wanted
        self._well = new.well or old.well
        self.sampled = False

    def changes(self) -> Iterator[Change]:
        """Each kind, in the order of `KINDS`."""
        if not self._rules_differ:
            yield from (Change(kind=kind, verdict="none", by="same") for kind in KINDS)
            return
        from nightcramp.check.diff.patients import Patients

        patients = Patients(*self._packs, self._well)
        witnesses = {
            kind: None if patients.is_same(kind) else patients.smallest(kind) for kind in KINDS
        }
        is_open = not patients.comparable or not self._same_questions
        found = self._sample() if is_open or any(witnesses.values()) else None
        for kind in KINDS:
            yield self._change(kind, patients, witnesses[kind], found)

    def _sample(self) -> Sample | None:
        if self._population is None or not self._wanted.people:
            return None
        self.sampled = True
        people, seed = self._wanted
        same = self._same_questions
        return sample(*self._packs, self._population, people, seed, same_questions=same)

    def _change(
        self, kind: Kind, patients: Patients, witness: Witness | None, found: Sample | None
    ) -> Change:
        from nightcramp.check.diff.patients import witness_of

        count = Count(found.counts[kind], found.people) if found else None
        if witness is not None:
            ids = patients.ids(kind)
            return Change(
                kind=kind, verdict="found", by="solver", ids=ids, witness=witness, count=count
            )
        if found and kind in found.first:
            witness = witness_of(kind, self._packs, found.first[kind], self._well, smallest=False)
            ids = tuple(sorted(found.ids.get(kind, ())))
            return Change(
                kind=kind, verdict="found", by="searched", ids=ids, witness=witness, count=count
            )
        if not patients.comparable:
            return Change(kind=kind, verdict="unknown", by="solver", count=count)
        if kind in _PARTLY and not self._same_questions:
            verdict: Verdict = "not_found" if found else "unknown"
            return Change(kind=kind, verdict=verdict, by="searched", count=count)
        if patients.is_same(kind):
            return Change(kind=kind, verdict="none", by="same", count=count)
        return Change(kind=kind, verdict="none", by="solver", count=count)
