"""`nightcramp diff`: two versions of a pack, from their folders to what a reviewer reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from nightcramp.check.diff.edits import Read, changed_rules, changed_sentences, is_rule
from nightcramp.check.diff.frequency import Sample, sample
from nightcramp.check.diff.records import KINDS, Change, ClinicalDiff, Count, Edit, Kind, Version
from nightcramp.errors import NightcrampError, PackError
from nightcramp.pack.danger_pairs import load_danger_pairs
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.load import read_pack
from nightcramp.pack.locale import Locale
from nightcramp.pack.population import Population, load_population
from nightcramp.pack.references import check_references

if TYPE_CHECKING:
    from nightcramp.check.diff.patients import Patients

_ASKING = ("questions/", "measures", "medicines", "mimics/", "red_flags", "pack")
"""Files that decide what is asked, and in which order."""
_PARTLY: frozenset[Kind] = frozenset({"explanation", "asked"})
"""Kinds of which the formulas do not say everything: which of several urgent flags speaks first,
and which questions are left out once something is urgent."""


class Sampled(NamedTuple):
    """How many people to sample, and which."""

    people: int
    seed: int


def compare(old_folder: Path, new_folder: Path, locale: Locale, wanted: Sampled) -> ClinicalDiff:
    """Compare two versions of a pack.

    Args:
        old_folder: where the one is that patients get now.
        new_folder: where the one is that they are to get.
        locale: of the country whose patients are compared; the language does not matter.
        wanted: how many people of the described population are asked.

    Raises:
        PackError: one of the packs cannot be read; the file's name begins with its folder.
        NoSolverError: rules differ, and z3 is not installed.
    """
    old, new = _read(old_folder, locale), _read(new_folder, locale)
    rules = tuple(changed_rules(old, new))
    of_rules = [edit for edit in rules if is_rule(edit)]
    population = _described(new_folder, new) or _described(old_folder, old)
    changes = tuple(_Comparison(old, new, of_rules, population, wanted).changes())
    later = changes[KINDS.index("later")].verdict
    return ClinicalDiff(
        old=_version(old_folder, old),
        new=_version(new_folder, new),
        waits_longer=later in ("changed", "unknown"),
        changes=changes,
        sentences=tuple(changed_sentences(old, new)),
        rules=rules,
        people=wanted.people if population and of_rules else 0,
        seed=wanted.seed,
        population=population.about if population else "",
    )


def _read(folder: Path, locale: Locale) -> Read:
    files = PackFolder(folder)
    try:
        pack, documents = read_pack(files, locale._replace(language=""))
        check_references(pack, documents)
    except PackError as error:
        raise _named(error, folder) from None
    if pack.country != locale.country:
        known = ", ".join(pack.about.countries)
        raise NightcrampError(
            f"{folder}: country '{locale.country}' is not known. Known are {known}."
        )
    return Read.of(pack, documents, files)


def _described(folder: Path, read: Read) -> Population | None:
    try:
        return load_population(read.pack, read.folder)
    except PackError as error:
        raise _named(error, folder) from None


def _named(error: PackError, folder: Path) -> PackError:
    """The error, with the folder: there are two."""
    return PackError(f"{folder}/{error.file}", error.line, error.problem, error.rule)


def _version(folder: Path, read: Read) -> Version:
    about = read.pack.about
    return Version(str(folder), about.id, about.version, read.pack.hash)


class _Comparison:
    """Decides each kind of change."""

    def __init__(
        self,
        old: Read,
        new: Read,
        of_rules: list[Edit],
        population: Population | None,
        wanted: Sampled,
    ) -> None:
        self._packs = (old.pack, new.pack)
        self._of_rules = of_rules
        self._same_questions = not any(edit.file.startswith(_ASKING) for edit in of_rules)
        self._population = population
        self._wanted = wanted
        self._well = _well(new) or _well(old)

    def changes(self) -> Iterator[Change]:
        """Each kind, in the order of `KINDS`."""
        if not self._of_rules:
            yield from (Change(kind=kind, verdict="none", by="same") for kind in KINDS)
            return
        from nightcramp.check.diff.patients import Patients

        patients = Patients(*self._packs, self._well)
        found = self._sample()
        for kind in KINDS:
            yield self._change(kind, patients, found)

    def _sample(self) -> Sample | None:
        if self._population is None or not self._wanted.people:
            return None
        return sample(
            *self._packs, self._population, *self._wanted, same_questions=self._same_questions
        )

    def _change(self, kind: Kind, patients: Patients, found: Sample | None) -> Change:
        from nightcramp.check.diff.patients import witness_of

        count = Count(found.counts[kind], found.people) if found else None
        if not patients.is_same(kind):
            witness = patients.smallest(kind)
            if witness is not None:
                return Change(
                    kind=kind,
                    verdict="changed",
                    by="solver",
                    ids=patients.ids(kind),
                    witness=witness,
                    count=count,
                )
        if found and kind in found.first:
            met = found.first[kind]
            witness = witness_of(
                kind, self._packs, (met.old_answers, met.new_answers), self._well, smallest=False
            )
            ids = tuple(sorted(found.ids.get(kind, ())))
            return Change(
                kind=kind, verdict="changed", by="searched", ids=ids, witness=witness, count=count
            )
        if not patients.comparable:
            return Change(kind=kind, verdict="unknown", by="solver", count=count)
        if kind in _PARTLY and not self._same_questions:
            return Change(kind=kind, verdict="not_found", by="searched", count=count)
        if patients.is_same(kind):
            return Change(kind=kind, verdict="none", by="same", count=count)
        return Change(kind=kind, verdict="none", by="solver", count=count)


def _well(read: Read) -> Mapping[str, Any]:
    """What a well person answers, as the pack's danger pairs say."""
    try:
        pairs = load_danger_pairs(read.folder)
    except PackError:
        return {}
    return pairs.well if pairs else {}
