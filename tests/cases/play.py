"""Blind play: what the screen asks, for players who know a story and nothing of the rules.

    python -m tests.cases.play --form                every question, in order
    python -m tests.cases.play answers.json ...      what is asked next in each story, or DONE

The answers are JSON: `{"W002": {"leg_danger": ["none"], "age": 45}}`. Nothing of a result is
printed but with `--result`, which is not for players. That the questions end is all they see.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightcramp.pack import load_pack
from nightcramp.pack.model import UNSURE
from nightcramp.triage import assess
from nightcramp.triage.answers import choices
from tests.cases.taking import replay

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nightcramp.pack.model import Option, Pack, Question

_WIDTH = 120
_LONG = 30
_COLUMN = 34

_HOW = """\
Answer as the person in the story would, and from the story alone. Write JSON, by the ids:
  {"STORY": {"question": "id", "question": ["id", "id"], "question": 3}}
Not every question is asked of everyone. Answer what you can, play the answers, and answer
what is asked then, until it says DONE."""

_TAKES = {
    "single": 'one id: "id"',
    "several": 'one or more ids: ["id", "id"]',
    "pick": 'one or more of the list, by id, name or brand: ["id", "id"]',
    "started": "one or more of the medicines you chose before, by id, name or brand",
}


def form(pack: Pack) -> str:
    """Every question in order, as the screen shows it, and nothing of when it is asked."""
    parts = [_HOW]
    for question in pack.questions:
        offered = choices(pack, question, {})
        parts.append("\n".join(_question(question, offered, whole=True)))
    return "\n\n".join(parts) + "\n"


def next_questions(pack: Pack, given: Mapping[str, Any], *, result: bool = False) -> str:
    """For each story what its answers were taken for, and what is asked next, or DONE.

    Args:
        pack: the clinical content.
        given: story -> question id -> value.
        result: print what comes of it too; no player may see that.
    """
    return "\n".join(
        "\n".join(_story(pack, *story, result=result)) + "\n" for story in given.items()
    )


def read_stories(files: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """Story -> its answers, from one file or more.

    Raises:
        ValueError: a file is no JSON of that form, or a story stands in two of them.
    """
    stories: dict[str, dict[str, Any]] = {}
    for file in files:
        try:
            table = json.loads(file.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ValueError(f"{file}: is not JSON: {error}") from None
        if not isinstance(table, dict) or not all(isinstance(one, dict) for one in table.values()):
            raise ValueError(f"{file}: must hold a table of answers for each story.")
        if twice := stories.keys() & table.keys():
            raise ValueError(f"{file}: {min(twice)} has answers in another file too.")
        stories.update(table)
    return stories


def _story(pack: Pack, name: str, given: Mapping[str, Any], *, result: bool) -> Iterator[str]:
    played = replay(pack, given)
    question = played.interview.question
    yield f"== {name}: {'DONE' if question is None else 'goes on'}"
    yield from played.notes
    if played.unused:
        yield f"never asked, and dropped: {', '.join(played.unused)}"
    if question is not None:
        yield from _question(question, played.interview.choices, whole=False)
    elif waits := played.interview.while_you_wait:
        yield f"can be told while waiting for help: {', '.join(q.id for q in waits)}"
    if question is None and result:
        found = assess(pack, played.interview.answers)
        flags = ", ".join(item.flag.id for item in found.flags) or "no flag"
        yield f"{found.urgency.name}; {flags}; '{found.leading}' leads"


def _question(question: Question, offered: Sequence[Option], *, whole: bool) -> Iterator[str]:
    """A question as the screen shows it, with its ids.

    Args:
        question: the question.
        offered: what can be chosen.
        whole: print a long list too.
    """
    yield f"[{question.id}] {question.text}"
    if question.hint:
        yield f"  {question.hint}"
    if question.kind == "number":
        span = f"{question.minimum} to {question.maximum} {question.unit}".strip()
        yield f'  Takes a whole number, {span}, or "{UNSURE}".'
        return
    yield f"  Takes {_TAKES[question.kind]}."
    apart = offered
    if question.kind == "pick":
        apart = [option for option in offered if option.exclusive]
        listed = [option for option in offered if not option.exclusive]
        if whole or len(listed) <= _LONG:
            yield "  The list; the id is in brackets, or else the name itself with _ for each gap:"
            yield from _columns([_named(option) for option in listed])
        else:
            yield f"  The list of {len(listed)} is on the form."
    for number, option in enumerate(apart, 1):
        yield f"  {number}. {option.label} ({option.id})"


def _named(option: Option) -> str:
    """A name, and its id where that is another one."""
    usual = re.sub(r"\W+", "_", option.label.lower()).strip("_")
    return option.label if option.id == usual else f"{option.label} ({option.id})"


def _columns(names: Sequence[str]) -> Iterator[str]:
    """Names in columns, read down; those too long for a column stand below."""
    short = [name for name in names if len(name) <= _COLUMN]
    width = max(map(len, short), default=0) + 2
    rows = -(-len(short) // max(1, (_WIDTH - 4) // width))
    for row in range(rows):
        yield "    " + "".join(f"{name:<{width}}" for name in short[row::rows]).rstrip()
    yield from (f"    {name}" for name in names if len(name) > _COLUMN)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the form, or what is asked next; 2 where the answers cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m tests.cases.play", allow_abbrev=False)
    parser.add_argument("answers", nargs="*", type=Path, help="JSON: story -> its answers")
    parser.add_argument("--form", action="store_true", help="print every question")
    parser.add_argument("--result", action="store_true", help="print results; not for players")
    wanted = parser.parse_args(arguments)
    if wanted.form == bool(wanted.answers):
        parser.error("give --form, or files with answers")
    pack = load_pack()
    try:
        text = (
            form(pack)
            if wanted.form
            else next_questions(pack, read_stories(wanted.answers), result=wanted.result)
        )
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{textwrap.shorten(str(error), 500)}\n")
        return 2
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
