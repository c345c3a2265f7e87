"""A language and a country change sentences, names and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from nightcramp.check.proof.everybody import Everybody
from nightcramp.check.proof.verdict import Refutation, Verdict, verdict_of
from nightcramp.pack.condition import Choice, Condition, Range
from nightcramp.pack.load import read_pack
from nightcramp.pack.locale import Locale
from nightcramp.pack.model import Pack
from nightcramp.triage.formulas.answers import conditions_in

SAYS = "A language and a country change sentences, and a country what is evidence; nothing else."

_SENTENCES = frozenset(
    {
        *("text", "hint", "why", "label", "said", "clinical", "again", "title", "unit", "note"),
        *("instrument", "because", "summary", "how", "doubt", "say", "means", "do", "name"),
        *("words", "groups", "brands", "lead", "limit", "reason", "topics", "suspects"),
    }
)
"""Keys of what is read by people; everything else decides something, or names it."""

_OF_THE_VARIANT = frozenset({"country", "language", "hash", "translation_hash", "pictures"})
_SKELETON = frozenset({"elsewhere", "countries", "languages", "intended_use", "time_limits"})
"""Of `pack.toml`, what is said otherwise in each country and language."""


def prove(everybody: Everybody) -> Verdict:
    """Compare the pack as it is read for every language and country, key by key."""
    pack = everybody.pack
    variants = [
        read_pack(everybody.folder, Locale(country, language))[0]
        for language in pack.about.languages
        for country in ("", *pack.about.countries)
    ]
    refutations = [
        Refutation(f"'{name}' depends on the country; only evidence may.")
        for name, record in _deciding(pack)
        if any("country" in one.keys() for one in conditions_in(record))
    ]
    refutations += [
        Refutation(f"In '{one.language}' for '{one.country or 'anywhere'}', {problem}")
        for one in variants
        for problem in differences(pack, one)
    ]
    return verdict_of("translations", SAYS, len(variants), refutations)


def _deciding(pack: Pack) -> Iterator[tuple[str, Any]]:
    """Everything with a condition that is no evidence: the proofs are for nobody's country."""
    yield from ((one.id, one) for one in pack.questions)
    yield from ((one.id, one) for one in pack.measures)
    yield from ((one.id, one) for one in pack.mimics)
    yield from ((one.id, one) for one in pack.red_flags)
    yield from ((one.id, one) for one in pack.notes)
    yield from ((line.id, line) for line in pack.all_advice)


def differences(pack: Pack, variant: Pack) -> Iterator[str]:
    """Where a variant of a pack differs in more than what people read: one sentence each."""
    yield from _compared(skeleton(pack), skeleton(variant), "")


def skeleton(record: Any) -> Any:
    """A record without what people read, in lists and tables that can be compared."""
    if isinstance(record, Condition):
        parts = (record.any, record.all, record.negated)
        tests = [skeleton(test) for test in record.tests]
        return {"tests": tests, **{str(i): skeleton(p) for i, p in enumerate(parts)}}
    if isinstance(record, (Choice, Range)):
        return msgspec.structs.asdict(record)
    if isinstance(record, msgspec.Struct):
        left_out = _SENTENCES | _SKELETON | (_OF_THE_VARIANT if isinstance(record, Pack) else set())
        fields = (name for name in record.__struct_fields__ if name not in left_out)
        return {name: skeleton(getattr(record, name)) for name in fields}
    if isinstance(record, dict):
        return {key: skeleton(value) for key, value in record.items()}
    return [skeleton(item) for item in record] if isinstance(record, (tuple, list)) else record


def _compared(one: Any, other: Any, place: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from _compared(one[key], other[key], f"{place}/{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (first, second) in enumerate(zip(one, other, strict=True)):
            name = first.get("id", index) if isinstance(first, dict) else index
            yield from _compared(first, second, f"{place}/{name}")
    elif one != other:
        yield f"{place[1:]} is {other!r} instead of {one!r}."
