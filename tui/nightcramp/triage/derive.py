"""From answers to facts: medicine classes, the country and measures among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.pack.condition import START_MATTERS
from nightcramp.pack.model import UNSURE
from nightcramp.triage.answers import picked_medicines
from nightcramp.triage.facts import Facts, words_of
from nightcramp.triage.rules import rules_of

if TYPE_CHECKING:
    from nightcramp.pack.model import Medicine, Pack
    from nightcramp.triage.answers import Answers
    from nightcramp.triage.facts import Interval
    from nightcramp.triage.rules import Rules


def derive_facts(pack: Pack, answers: Answers) -> Facts:
    """Answers, medicine classes, country and measures, as conditions see them."""
    rules = rules_of(pack)
    words = set(rules.country)
    numbers: dict[str, Interval] = {}
    for name, value in answers.items():
        known = rules.words.get(name)
        if known is None:
            continue
        if isinstance(value, str):
            words.update(known[value])
            if name in rules.spans:
                numbers[name] = rules.spans[name]
        elif isinstance(value, int):
            numbers[name] = (value, value)
        else:
            for one in value:
                words.update(known[one])
    picked = picked_medicines(pack, answers)
    if picked:
        _add_classes(rules, picked, answers, words)
    facts = Facts(words, numbers)
    for measure in rules.measures:
        interval = measure.value(facts)
        if interval is not None:
            numbers[measure.id] = interval
    return facts


def _add_classes(
    rules: Rules, picked: tuple[Medicine, ...], answers: Answers, words: set[str]
) -> None:
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
            words.update(words_of(name, ids))
    if not rules.starts_matter.isdisjoint(medicine.id for medicine in picked):
        words.update(words_of(START_MATTERS, ["taken"]))
