"""A comparison of two packs as text, for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from nightcramp.check.diff.records import (
    Change,
    ClinicalDiff,
    Count,
    Edit,
    Kind,
    Result,
    Version,
    Witness,
)

TITLES: Mapping[Kind, str] = {
    "later": "Waits longer than before",
    "sooner": "Is seen sooner",
    "contact": "Is sent to someone else, as soon as before",
    "explanation": "Is told another leading explanation",
    "flags": "Has other red flags",
    "notes": "Is told other notes",
    "mimics": "Is told of other mimics",
    "causes": "Is told other causes, reasons or matches",
    "advice": "Is given other advice",
    "tests": "Is told of other tests",
    "asked": "Is asked something else",
}
_SHOWN = 12
"""Ids of a kind that are named; the JSON has all."""


def as_text(diff: ClinicalDiff) -> str:
    """All of it, most dangerous first."""
    return "\n".join(_rows(diff)) + "\n"


def version_of(version: Version) -> str:
    """What a version is called, and the beginning of its hash."""
    known = f"hash {version.hash[:12]}" if version.hash else "with words of an earlier program"
    return f"{version.id} {version.version}, {known}"


def verdict_of(change: Change) -> str:
    """Whom a kind of change reaches, in a clause."""
    if change.verdict == "found":
        return f"yes{_in_population(change.count)}"
    if change.verdict == "none":
        return "no one (proved)" if change.by == "solver" else "no one (proved: by the same rules)"
    if change.verdict == "not_found":
        return f"no one found{_in_population(change.count)}: searched, not proved"
    return "not decided"


def named_ids(change: Change, most: int = _SHOWN) -> str:
    """What is told or asked by one version alone."""
    more = f", and {len(change.ids) - most} more" if len(change.ids) > most else ""
    return ", ".join(change.ids[:most]) + more


def result_of(result: Result) -> str:
    """What a version says, on one line."""
    soon = result.urgency.replace("_", " ")
    soon += f" (within {result.within_days} days)" if result.within_days else ""
    soon += f", {result.contact}" if result.contact else ""
    told = f"; only here: {', '.join(result.told)}" if result.told else ""
    return f"{soon}; leading: {result.leading}{told}"


def answers_of(witness: Witness) -> str:
    """The answers as a file that `nightcramp assess` takes; what one version asks is marked.

    A question to which the two are given different answers stands twice.
    """
    old, new = witness.old_answers, witness.new_answers
    rows = []
    for name in dict.fromkeys([*old, *new]):
        if name in old and name in new and old[name] == new[name]:
            rows.append(_row(name, old[name]))
            continue
        rows += [f"{_row(name, old[name])}  # the old version"] if name in old else []
        rows += [f"{_row(name, new[name])}  # the new version"] if name in new else []
    return "\n".join(rows)


def _row(name: str, value: Any) -> str:
    return f"{name} = {json.dumps(value)}"


def patient_of(witness: Witness) -> str:
    """What a witness is, in words."""
    kind = "the smallest patient" if witness.smallest else "a patient of the sample"
    way = "" if witness.played else "; by an answers file alone: an interview asks less of them"
    return f"{kind}{way}"


def _in_population(count: Count | None) -> str:
    if count is None:
        return ""
    return f"; {count.people:,} of {count.of:,} people of the described population"


def _rows(diff: ClinicalDiff) -> Iterator[str]:
    for name, version in (("old", diff.old), ("new", diff.new)):
        yield f"{name}: {version.folder} ({version_of(version)})"
    yield ""
    if diff.waits_longer:
        yield "SOMEONE WAITS LONGER THAN BEFORE."
        yield ""
    shown: dict[str, Kind] = {}
    for change in diff.changes:
        yield from _change(change, shown)
    if diff.people:
        yield f"The people: {diff.population}"
        yield f"{diff.people:,} were made, with seed {diff.seed}."
        yield ""
    yield from _edits("Sentences", diff.sentences)
    yield from _edits("Rules", diff.rules)


def _change(change: Change, shown: dict[str, Kind]) -> Iterator[str]:
    """One kind; `shown` keeps the patients named so far, each with the kind it stands under."""
    yield f"{TITLES[change.kind]}: {verdict_of(change)}"
    if change.ids:
        yield f"  {named_ids(change)}"
    witness = change.witness
    if witness is None:
        return
    answers = answers_of(witness)
    first = shown.setdefault(answers, change.kind)
    if first == change.kind:
        yield f"  {patient_of(witness)}:"
        yield from (f"    {row}" for row in answers.splitlines())
    else:
        yield f'  the patient under "{TITLES[first]}":'
    yield f"    old: {result_of(witness.old)}"
    yield f"    new: {result_of(witness.new)}"
    yield ""


def _edits(title: str, edits: tuple[Edit, ...]) -> Iterator[str]:
    yield f"{title} that changed: {len(edits) or 'none'}"
    for edit in edits:
        language = f"[{edit.language}] " if edit.language else ""
        yield f"  {language}{edit.file}:{edit.line} {edit.name}"
        if edit.old:
            yield f"    - {edit.old}"
        if edit.new:
            yield f"    + {edit.new}"
        if edit.readers:
            yield f"    read by: {edit.readers}"
    yield ""
