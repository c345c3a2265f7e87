"""Random tables of answers: whatever `assess` accepts, asked for or not."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from nightcramp.pack.model import UNSURE
from nightcramp.triage import read_answers
from nightcramp.triage.answers import choices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightcramp.pack import Pack, Question
    from nightcramp.triage import Answers, Value


def random_tables(pack: Pack, seed: int, how_many: int) -> Iterator[Answers]:
    """Tables in which from hardly any to nearly all questions are answered, mostly calmly."""
    dice = random.Random(seed)  # noqa: S311  repeatable, not secret
    for _ in range(how_many):
        answered, calm = dice.random(), dice.choice((0.0, 0.5, 0.9, 1.0))
        answers: dict[str, Value] = {}
        for question in pack.questions:
            if dice.random() < answered:
                value = _value(dice, pack, question, answers, calm)
                answers[question.id] = value
        yield read_answers(pack, answers)


def _value(
    dice: random.Random, pack: Pack, question: Question, answers: Answers, calm: float
) -> Value:
    if question.kind == "number":
        return UNSURE if dice.random() < 0.1 else dice.randint(question.minimum, question.maximum)
    options = choices(pack, question, answers)
    alone = [option.id for option in options if option.exclusive]
    if question.kind == "single":
        return dice.choice(options).id
    others = [option.id for option in options if not option.exclusive]
    if not others or (alone and dice.random() < calm):
        return (dice.choice(alone),)
    chosen = dice.sample(others, min(len(others), dice.choice((1, 1, 2, 3, 6))))
    return tuple(one for one in others if one in chosen)
