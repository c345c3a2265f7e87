"""From answers to facts: medicine classes, the country and measures among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.pack.condition import START_MATTERS
from nightcramp.pack.model import UNSURE
from nightcramp.triage.answers import picked_medicines
from nightcramp.triage.facts import Facts, tokens_for
from nightcramp.triage.rules import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightcramp.pack.medicines import Medicine
    from nightcramp.pack.model import Pack
    from nightcramp.triage.answers import Answers, Value
    from nightcramp.triage.facts import Interval
    from nightcramp.triage.rules import Rules


def derive_facts(pack: Pack, answers: Answers, picked: tuple[Medicine, ...] | None = None) -> Facts:
    """Answers, medicine classes, country and measures, as conditions see them.

    Args:
        pack: the clinical content.
        answers: question id -> value.
        picked: the medicines picked, where they are known already.
    """
    rules = rules_of(pack)
    said = [rules.country]
    numbers: dict[str, Interval] = {}
    said_by = rules.words.get
    for answer in answers.items():
        words = said_by(answer)
        if words is None:
            _add_other(rules, answer, said, numbers)
        else:
            said.append(words)
    if picked is None:
        picked = picked_medicines(pack, answers)
    if picked:
        said += _classes(rules, picked, answers)
    facts = Facts(set().union(*said), numbers)
    for measure in rules.measures:
        interval = measure.value(facts)
        if interval is not None:
            numbers[measure.id] = interval
    return facts


def _add_other(
    rules: Rules,
    answer: tuple[str, Value],
    said: list[tuple[str, ...]],
    numbers: dict[str, Interval],
) -> None:
    """Numbers, and several options at once: what a table by answer would have no end of."""
    name, value = answer
    if isinstance(value, tuple):
        said += [rules.words.get((name, one), ()) for one in value]
    elif isinstance(value, int):
        numbers[name] = (value, value)
    elif name in rules.spans:
        numbers[name] = rules.spans[name]
        said.append(tokens_for(name, [UNSURE]))


def _classes(
    rules: Rules, picked: tuple[Medicine, ...], answers: Answers
) -> Iterator[tuple[str, ...]]:
    """That each class is taken, and whether recently."""
    started: set[str] = set()
    for name in rules.pick_new:
        value = answers.get(name, ())
        started.update(value if isinstance(value, tuple) else ())
    for medicine in picked:
        ids = ["taken"]
        ids += ["recent"] if medicine.id in started else []
        ids += [UNSURE] if UNSURE in started else []
        for name in medicine.classes:
            yield tokens_for(name, ids)
    if not rules.starts_matter.isdisjoint(medicine.id for medicine in picked):
        yield tokens_for(START_MATTERS, ["taken"])
