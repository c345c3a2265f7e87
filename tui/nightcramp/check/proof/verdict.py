"""What a proof ends with: proved, searched, or refuted by a patient."""

from __future__ import annotations

from typing import Literal

import msgspec

from nightcramp.triage import Answers


class Refutation(msgspec.Struct, frozen=True):
    """Why a property does not hold.

    Attributes:
        problem: what is wrong, in a sentence.
        patient: the smallest answers that show it; empty where nobody's do.
        other: those to compare with, where two patients are compared.
    """

    problem: str
    patient: Answers = {}
    other: Answers = {}


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """How one property fares.

    Attributes:
        property: its stable name.
        says: the property, in a sentence.
        result: `proved` over all answers; `searched` where nothing was found, but not every
            answer was ruled out; `refuted`.
        statements: how many single statements it covers.
        note: what was found, or was not ruled out; may be empty.
        refutations: why, if it is refuted.
    """

    property: str
    says: str
    result: Literal["proved", "searched", "refuted"]
    statements: int
    note: str = ""
    refutations: tuple[Refutation, ...] = ()


def verdict_of(
    property_: str,
    says: str,
    statements: int,
    refutations: list[Refutation],
    searched: str = "",
    note: str = "",
) -> Verdict:
    """The verdict on a property.

    Args:
        property_: its stable name.
        says: the property, in a sentence.
        statements: how many single statements it covers.
        refutations: why it does not hold; none if it does.
        searched: what was not ruled out; empty if everything was.
        note: what else there is to say.
    """
    result: Literal["proved", "searched", "refuted"] = "searched" if searched else "proved"
    return Verdict(
        property=property_,
        says=says,
        result="refuted" if refutations else result,
        statements=statements,
        note=searched or note,
        refutations=tuple(refutations),
    )
