"""Patients from outside: the pack's urgency compared with what two raters accept."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from nightcramp.check.kappa import quadratic_kappa
from nightcramp.check.patients import MOST_URGENT_FIRST, Share, play
from nightcramp.errors import AnswerError
from nightcramp.pack import Pack, Urgency
from nightcramp.pack.vignettes import RatedVignette, load_rated

if TYPE_CHECKING:
    from nightcramp.pack.folder import AnyFolder


_WIDTH = 88


class Outcome(Struct, frozen=True):
    """The urgency that a patient from outside got.

    Attributes:
        first, second: the urgency that each rater considers right.
        exact: whether it is what either rater considers right.
        inside_both: whether both raters accept it.
        under, over: whether it is below or above what either rater accepts.
    """

    patient: RatedVignette
    urgency: Urgency
    first: Urgency
    second: Urgency
    exact: bool
    inside_both: bool
    under: bool
    over: bool


def play_outside(pack: Pack, folder: AnyFolder) -> tuple[list[Outcome], dict[str, str]]:
    """The outcome of each patient, and for those that could not be played: id -> why.

    Raises:
        PackError: a patient cannot be read.
    """
    played = {patient.id: _outcome(pack, patient) for patient in load_rated(folder)}
    outcomes = [one for one in played.values() if isinstance(one, Outcome)]
    return outcomes, {name: one for name, one in played.items() if isinstance(one, str)}


def _outcome(pack: Pack, patient: RatedVignette) -> Outcome | str:
    try:
        urgency = play(pack, patient).urgency
    except AnswerError as error:
        return str(error)
    raters = patient.raters
    right = (Urgency[raters.first.right], Urgency[raters.second.right])
    least, most = raters.either
    return Outcome(
        patient,
        urgency,
        *right,
        exact=urgency in right,
        inside_both=raters.both is not None and raters.both[0] <= urgency <= raters.both[1],
        under=urgency < least,
        over=urgency > most,
    )


_READ_WITH_CARE = """\
Told by people who did not write the rules. An urgency is right, or accepted, where two raters
say so, the second not knowing what the first had said. Neither rater is a registered clinician,
and the answers were given by players who knew only the story."""

_MEANINGS = """\
exact: what one rater or the other holds right. inside both: both accept it.
under: below what either rater accepts. over: above what either accepts.
kappa: weighted by the square of the distance, 1 - sum(v*o) / sum(v*e) with v = (i-j)^2,
o as observed and e by chance (Cohen 1968); 1 is full agreement, 0 is chance."""

_PUBLISHED = """\
Published, on other patients, for comparison (not the same test):
  Ilicki 2025, a rule-based checker on real triage mishaps: accurate 91 %, safe 94 %
  Gilbert 2020, general practitioners: safe urgency 97 %
  Semigran 2015, 23 checkers: right urgency 57 %"""


def report_outside(pack: Pack, folder: AnyFolder) -> str:
    """Results of patients from outside, beside published figures; empty without patients.

    Raises:
        PackError: a patient cannot be read.
    """
    outcomes, stale = play_outside(pack, folder)
    if not outcomes and not stale:
        return ""
    outside = [
        *_named("Under-triaged", [o for o in outcomes if o.under]),
        *_named("Over-triaged", [o for o in outcomes if o.over]),
    ]
    if stale:
        outside.append(
            f"Not played, and not counted, for the questions have changed ({len(stale)}):"
        )
        outside += [f"  {name}: {problem}" for name, problem in stale.items()]
    parts = [
        f"{len(outcomes)} patients from outside; share and 95 % interval (Wilson 1927)",
        _READ_WITH_CARE,
        "\n".join(_table(outcomes, "exact", "inside_both")),
        "\n".join(_table(outcomes, "under", "over")),
        f"safe urgency             {Share(sum(not o.under for o in outcomes), len(outcomes))}",
        "\n".join(_agreement(outcomes)),
        _MEANINGS,
        _PUBLISHED,
        "\n".join(outside),
    ]
    return "\n\n".join(parts)


def _share(outcomes: Sequence[Outcome], name: str) -> Share:
    return Share(sum(getattr(outcome, name) for outcome in outcomes), len(outcomes))


def _table(outcomes: Sequence[Outcome], left: str, right: str) -> Iterator[str]:
    """Two proportions: by the first rater's urgency, of all, and by origin."""
    yield f"{'by the first rater':<25}{left:<26}{right}".replace("_", " ")
    rows = [
        (urgency.name, [o for o in outcomes if o.first is urgency]) for urgency in MOST_URGENT_FIRST
    ]
    rows.append(("all", list(outcomes)))
    rows += [
        (f"from: {origin}", [o for o in outcomes if o.patient.origin == origin])
        for origin in sorted({o.patient.origin for o in outcomes})
    ]
    for name, some in rows:
        yield f"{name:<25}{_share(some, left)!s:<26}{_share(some, right)}"


def _agreement(outcomes: Sequence[Outcome]) -> Iterator[str]:
    judges = {
        "pack and first rater": [(o.urgency, o.first) for o in outcomes],
        "pack and second rater": [(o.urgency, o.second) for o in outcomes],
        "first and second rater": [(o.first, o.second) for o in outcomes],
    }
    yield f"{'agreement':<25}{'same urgency':<26}weighted kappa"
    for name, pairs in judges.items():
        same = Share(sum(one is other for one, other in pairs), len(pairs))
        kappa = quadratic_kappa(pairs)
        yield f"{name:<25}{same!s:<26}{'not defined' if kappa is None else f'{kappa:.2f}'}"


def _named(title: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Each patient with its urgency, what is accepted, and why that is believed to be wrong."""
    yield f"{title} ({len(outcomes)}):"
    for outcome in outcomes:
        patient = outcome.patient
        least, most = patient.raters.either
        accepted = least.name if least is most else f"{least.name} to {most.name}"
        yield f"  {patient.id}: {outcome.urgency.name}, where the raters accept {accepted}"
        if patient.accepted:
            text = f"the raters are believed wrong: {patient.accepted}"
            yield textwrap.fill(text, _WIDTH, initial_indent="    ", subsequent_indent="    ")
