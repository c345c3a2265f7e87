"""What a comparison of two packs holds. As JSON, its fields are the keys."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Kind = Literal[
    "later", "sooner", "contact", "explanation", "flags", "notes", "mimics", "causes", "advice",
    "tests", "asked",
]  # fmt: skip
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]

Verdict = Literal["found", "none", "not_found", "unknown"]
"""`none` is proved; `not_found` was searched for and not found; `unknown` was not decided."""


class Version(msgspec.Struct, frozen=True):
    """One of the two packs.

    Attributes:
        folder: as it was named.
        hash: of its content; empty of an old version whose words only an earlier program reads.
    """

    folder: str
    id: str
    version: str
    hash: str


class Result(msgspec.Struct, frozen=True):
    """What one version tells a patient.

    Attributes:
        within_days: of a `routine` result; otherwise 0.
        contact: id; empty unless urgent.
        leading: id of the best explanation.
        told: of the kind of change at hand, the ids that the other version does not give.
    """

    urgency: str
    within_days: int
    contact: str
    leading: str
    told: tuple[str, ...] = ()


class Witness(msgspec.Struct, frozen=True):
    """A patient to whom the two versions tell something else.

    Attributes:
        old_answers, new_answers: what is answered to each version: question id -> value.
        smallest: whether fewer answers out of the ordinary would not do.
        played: whether both interviews, as they are asked, come to these results; otherwise the
            answers are files that hold more than an interview asks for.
        old, new: what the versions say, by the engine.
    """

    old_answers: dict[str, Any]
    new_answers: dict[str, Any]
    smallest: bool
    played: bool
    old: Result
    new: Result


class Count(msgspec.Struct, frozen=True):
    """How many of the people of a described population."""

    people: int
    of: int


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of change, and whom it reaches.

    Attributes:
        by: how the verdict was reached: the rules are the `same`, a `solver` looked at all
            answers, or people and patients were `searched`.
        ids: of what is told or asked in one version and not in the other, for someone.
        witness: a patient; None without one.
        count: None where no population is described, or none was asked for.
    """

    kind: Kind
    verdict: Verdict
    by: Literal["same", "solver", "searched"]
    ids: tuple[str, ...] = ()
    witness: Witness | None = None
    count: Count | None = None


class Edit(msgspec.Struct, frozen=True):
    """One sentence or one rule that differs.

    Attributes:
        language: code of the sentence's language; of a rule, empty.
        file, line: where it is in the new version, or was in the old one.
        name: keys and ids that lead to it ("flag/clot_in_leg/means").
        old, new: as written; empty where there is none. A condition is in words.
        readers: who reads the sentence, or whom the rule is about, in words.
    """

    language: str
    file: str
    line: int
    name: str
    old: str
    new: str
    readers: str


class ClinicalDiff(msgspec.Struct, frozen=True, kw_only=True):
    """Two versions of a pack, compared.

    Attributes:
        waits_longer: whether someone waits longer than before, or it is not shown that no one
            does.
        people, seed: of the sample; 0 people where none was drawn.
        population: what the described population says of itself; empty without one.
    """

    old: Version
    new: Version
    waits_longer: bool
    changes: tuple[Change, ...]
    sentences: tuple[Edit, ...]
    rules: tuple[Edit, ...]
    people: int
    seed: int
    population: str


def json_schema() -> bytes:
    """The JSON Schema of a comparison, as `docs/schema/diff.schema.json` has it."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= msgspec.json.schema(ClinicalDiff)
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"
