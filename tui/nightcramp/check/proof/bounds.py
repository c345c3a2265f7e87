"""Every interview ends within its bound, and one that ends in an emergency within its own."""

from __future__ import annotations

from nightcramp.check.proof.asking import asking
from nightcramp.check.proof.everybody import Everybody, confirm
from nightcramp.check.proof.interviews import played
from nightcramp.check.proof.verdict import Refutation, Verdict, verdict_of
from nightcramp.pack.model import RED_FLAGS
from nightcramp.triage.formulas.formula import Formula

SAYS = (
    "Nobody is asked more questions than the pack says, nor before an emergency among the "
    "danger signs is known; and an emergency ends the questions."
)


def prove(everybody: Everybody) -> Verdict:
    """Count the questions of everybody's interview, as it is asked."""
    pack, make = everybody.pack, everybody.make
    told = asking(everybody.answering, everybody.table)
    others = [
        told.asked[question.id]
        for question in pack.questions
        if question.section != RED_FLAGS and question.id in told.asked
    ]
    counted = [(1, asked) for asked in told.asked.values()]
    in_danger_signs = make.both(told.emergency, make.no(make.some(others)))
    bounds = {
        "most_questions": (pack.about.most_questions, told.answered),
        "most_before_emergency": (
            pack.about.most_before_emergency,
            make.both(told.answered, in_danger_signs),
        ),
    }
    refutations = [
        Refutation(f"pack.toml does not say '{name}'.")
        for name, (bound, _) in bounds.items()
        if not bound
    ]
    for name, (bound, when) in bounds.items():
        if bound:
            refutations += _beyond(everybody, name, bound, when, counted)
    if everybody.find(told.answered, told.asked_late) is not None:
        # The order in which questions are counted is then not the one in which they are asked.
        refutations.append(Refutation("A question is passed over, and asked after all."))
    return verdict_of("bounds", SAYS, len(bounds) + 1, refutations)


def _beyond(
    everybody: Everybody,
    name: str,
    bound: int,
    when: Formula,
    counted: list[tuple[int, Formula]],
) -> list[Refutation]:
    """Somebody who is asked more than the bound, with all the answers that it takes."""
    longer = everybody.make.both(when, everybody.make.at_least(bound + 1, counted))
    if everybody.find(longer) is None:
        return []
    holding = everybody.smallest(longer)
    patient = everybody.answers(holding or frozenset())
    asked = len(next(played(everybody.pack, patient)).answered)
    confirm(asked > bound, f"the questions asked of somebody beyond '{name}'")
    return [Refutation(f"A person is asked {asked} questions; '{name}' is {bound}.", patient)]
