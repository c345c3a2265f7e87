"""What a player wrote, taken for what the questions offer, and the interview it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nightcramp.answering.search import fold, search
from nightcramp.errors import AnswerError, nearest
from nightcramp.pack.model import NONE
from nightcramp.triage import Interview
from nightcramp.triage.answers import choices
from nightcramp.triage.rules import rules_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nightcramp.pack.model import Option, Pack, Question

OTHER = "other"


class Replay(NamedTuple):
    """A story's answers, played.

    Attributes:
        interview: as far as the answers go.
        notes: what was taken for what, what was dropped, and what is wrong.
        unused: questions that were answered and never asked; known once nothing is left to ask.
    """

    interview: Interview
    notes: tuple[str, ...]
    unused: tuple[str, ...]


def replay(pack: Pack, given: Mapping[str, Any]) -> Replay:
    """Answer one question after the other, until one has no answer that can be used.

    After an urgent page it goes on with the questions asked while waiting, if they have answers.
    """
    interview = Interview.begin(pack)
    known = [question.id for question in pack.questions]
    notes = [
        f"{name}: is no question.{nearest(name, known)}" for name in given if name not in known
    ]
    while True:
        question = interview.question
        if question is None and any(q.id in given for q in interview.while_you_wait):
            interview = interview.wait()
            continue
        if question is None or question.id not in given:
            break
        value, said = _taken(interview, question, given[question.id])
        notes += [f"{question.id}: {line}" for line in said]
        if value is None:
            break
        try:
            interview = interview.answer(value)
        except AnswerError as error:
            notes.append(str(error))
            break
    unused = [name for name in known if name in given and name not in interview.answers]
    return Replay(interview, tuple(notes), tuple(unused) if interview.finished else ())


def _taken(interview: Interview, question: Question, value: Any) -> tuple[Any, list[str]]:
    """The value with names for ids, and what to say about it; None where it cannot be used."""
    if question.kind == "number":
        return value, []
    offered = choices(interview.pack, question, interview.answers)
    every = offered
    if question.kind == "started":
        # The form cannot tell which of the medicines picked are asked about.
        medicines = rules_of(interview.pack).as_options(interview.pack.medicines)
        every = (*medicines, *question.options)
    taken: list[str] = []
    notes: list[str] = []
    usable = True
    for name in value if isinstance(value, list) else [value]:
        found, note = _option(question, every, name)
        if note:
            notes.append(note)
        if found is None:
            usable = False
        elif found not in offered:
            notes.append(f"'{found.id}' is not among those asked about here; dropped.")
        else:
            taken.append(found.id)
    if not usable or not taken:
        return None, notes
    return taken[0] if question.kind == "single" and len(taken) == 1 else taken, notes


def _option(question: Question, options: Sequence[Option], name: Any) -> tuple[Option | None, str]:
    """The option that a name means, and what to say about that."""
    if not isinstance(name, str) or not fold(name):
        return None, f"{name!r} is no answer; write an id."
    for option in options:
        if option.id == name:
            return option, ""
    wanted = fold(name)
    by_label = [option for option in options if fold(option.label) == wanted]
    by_word = [option for option in options if wanted in map(fold, (*option.words, *option.groups))]
    means = by_label or by_word
    if len(means) == 1:
        return means[0], f"'{name}' was taken for {means[0].id}."
    if means:
        return None, f"'{name}' can be any of: {', '.join(o.id for o in means)}. Write one of them."
    return None, _unknown(question, options, name)


def _unknown(question: Question, options: Sequence[Option], name: str) -> str:
    """What to do about a name that is not offered."""
    ids = [option.id for option in options]
    if question.kind not in ("pick", "started"):
        return f"has no answer '{name}'.{nearest(name, ids)} It has: {', '.join(ids)}."
    near = [option.id for option in search(options, name)[:5]]
    problem = f"'{name}' is not on the list."
    problem += f" Nearest: {', '.join(near)}." if near else nearest(name, ids)
    if OTHER in ids:
        return f"{problem} Write the nearest that is right, or '{OTHER}'."
    return f"{problem} Write the nearest that is right, or leave it out ('{NONE}' if none is left)."
