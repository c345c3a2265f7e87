"""From answers to facts, with the medicine classes, the country and the measures."""

from __future__ import annotations

from collections.abc import Iterator

from nightcramp.pack.condition import START_MATTERS
from nightcramp.pack.medicines import Medicine
from nightcramp.pack.model import UNSURE, Pack
from nightcramp.triage.answers import picked_medicines
from nightcramp.triage.facts import Facts, Interval, tokens_for
from nightcramp.triage.rules import Rules, rules_of
from nightcramp.triage.values import Answers, Value


def derive_facts(pack: Pack, answers: Answers, picked: tuple[Medicine, ...] | None = None) -> Facts:
    """The facts that conditions are evaluated against.

    Args:
        pack: the clinical content.
        answers: question id -> value.
        picked: the medicines picked, if the caller has them already.
    """
    rules = rules_of(pack)
    tokens = [rules.country]
    numbers: dict[str, Interval] = {}
    tokens_of = rules.words.get
    for answer in answers.items():
        words = tokens_of(answer)
        if words is None:
            _add_other(rules, answer, tokens, numbers)
        else:
            tokens.append(words)
    if picked is None:
        picked = picked_medicines(pack, answers)
    if picked:
        tokens += _classes(rules, picked, answers)
    facts = Facts(set().union(*tokens), numbers)
    for measure in rules.measures:
        interval = measure.value(facts)
        if interval is not None:
            numbers[measure.id] = interval
    return facts


def _add_other(
    rules: Rules,
    answer: tuple[str, Value],
    tokens: list[tuple[str, ...]],
    numbers: dict[str, Interval],
) -> None:
    """Add a number, or several options at once; `Rules.words` has every other answer."""
    name, value = answer
    if isinstance(value, tuple):
        tokens += [rules.words.get((name, one), ()) for one in value]
    elif isinstance(value, int):
        numbers[name] = (value, value)
    elif name in rules.spans:
        numbers[name] = rules.spans[name]
        tokens.append(tokens_for(name, [UNSURE]))


def _classes(
    rules: Rules, picked: tuple[Medicine, ...], answers: Answers
) -> Iterator[tuple[str, ...]]:
    """Tokens for each class that is taken, and for whether it was started recently."""
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
