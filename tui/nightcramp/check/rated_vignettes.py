"""Patients from outside: the pack's urgency compared with what two raters accept."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from nightcramp.check.kappa import quadratic_kappa
from nightcramp.check.patients import MOST_URGENT_FIRST, Share, play
from nightcramp.errors import AnswerError
from nightcramp.pack.model import Pack, Urgency
from nightcramp.pack.vignettes import RatedVignette, load_rated

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


_WIDTH = 88


class Outcome(Struct, frozen=True):
    """The urgency that a patient from outside got."""

    patient: RatedVignette
    urgency: Urgency

    @property
    def first(self) -> Urgency:
        """The urgency that the first rater considers right."""
        return Urgency[self.patient.raters.first.right]

    @property
    def second(self) -> Urgency:
        """The urgency that the second rater considers right."""
        return Urgency[self.patient.raters.second.right]

    @property
    def under(self) -> bool:
        """Whether it is below what either rater accepts."""
        return self.urgency < self.patient.raters.either[0]

    @property
    def over(self) -> bool:
        """Whether it is above what either rater accepts."""
        return self.urgency > self.patient.raters.either[1]

    @property
    def exact(self) -> bool:
        """Whether it is what either rater considers right."""
        return self.urgency in (self.first, self.second)

    @property
    def inside_both(self) -> bool:
        """Whether both raters accept it."""
        both = self.patient.raters.both
        return both is not None and both[0] <= self.urgency <= both[1]


def play_outside(pack: Pack, folder: Traversable) -> tuple[list[Outcome], dict[str, str]]:
    """The outcome of each patient, and for those that could not be played: id -> why.

    Raises:
        PackError: a patient cannot be read.
    """
    played = {patient.id: _outcome(pack, patient) for patient in load_rated(folder)}
    outcomes = [one for one in played.values() if isinstance(one, Outcome)]
    return outcomes, {name: one for name, one in played.items() if isinstance(one, str)}


def _outcome(pack: Pack, patient: RatedVignette) -> Outcome | str:
    try:
        return Outcome(patient, play(pack, patient).urgency)
    except AnswerError as error:
        return str(error)


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


def report_outside(pack: Pack, folder: Traversable) -> str:
    """Results of patients from outside, beside published figures; empty without patients.

    Raises:
        PackError: a patient cannot be read.
    """
    outcomes, stale = play_outside(pack, folder)
    if not outcomes and not stale:
        return ""
    lines = [
        f"{len(outcomes)} patients from outside; share and 95 % interval (Wilson 1927)",
        "",
        _READ_WITH_CARE,
        "",
        *_table(outcomes, "exact", lambda o: o.exact, "inside both", lambda o: o.inside_both),
        "",
        *_table(outcomes, "under", lambda o: o.under, "over", lambda o: o.over),
        "",
        f"safe urgency             {_share(outcomes, lambda o: not o.under)}",
        "",
        *_agreement(outcomes),
        "",
        _MEANINGS,
        "",
        _PUBLISHED,
        "",
        *_named("Under-triaged", [o for o in outcomes if o.under]),
        *_named("Over-triaged", [o for o in outcomes if o.over]),
    ]
    if stale:
        lines.append(f"Not played, and not counted, for the questions have changed ({len(stale)}):")
        lines += [f"  {name}: {problem}" for name, problem in stale.items()]
    return "\n".join(lines)


def _share(outcomes: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> Share:
    return Share(sum(map(holds, outcomes)), len(outcomes))


def _table(
    outcomes: Sequence[Outcome],
    left: str,
    is_left: Callable[[Outcome], bool],
    right: str,
    is_right: Callable[[Outcome], bool],
) -> Iterator[str]:
    """Two proportions: by the first rater's urgency, of all, and by origin."""
    yield f"{'by the first rater':<25}{left:<26}{right}"
    rows = [
        (urgency.name, [o for o in outcomes if o.first is urgency]) for urgency in MOST_URGENT_FIRST
    ]
    rows.append(("all", list(outcomes)))
    rows += [
        (f"from: {origin}", [o for o in outcomes if o.patient.origin == origin])
        for origin in sorted({o.patient.origin for o in outcomes})
    ]
    for name, some in rows:
        yield f"{name:<25}{_share(some, is_left)!s:<26}{_share(some, is_right)}"


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
