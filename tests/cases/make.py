"""Makes vignettes of stories from outside and of what blind players answered for them.

    python -m tests.cases.make cases.json answers.json ... [--into content/vignettes/cases]

`cases.json` holds the stories with what two raters accept (`cramp-stories/1`); the answers are
those that `tests.cases.play` says DONE to. A story without answers is left out; one whose answers
are incomplete or wrong is named, and not written. `accepted` in a vignette that is there already
is kept. The same input makes the same files.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import tomli

from nightcramp.pack import load_pack
from nightcramp.pack.load import content_folder
from nightcramp.pack.vignettes import Raters
from tests.cases.play import read_stories
from tests.cases.taking import replay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nightcramp.pack.model import Pack
    from nightcramp.triage import Answers

CASES = Path(str(content_folder())) / "vignettes" / "cases"


class _Rater(msgspec.Struct, frozen=True):
    min: str
    tier: str
    max: str
    within_days: int = 0


class _Range(msgspec.Struct, frozen=True):
    least: str
    most: str


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """A story of `cases.json`, as far as a vignette takes it over."""

    id: str
    origin: str
    story: str
    rater_1: _Rater
    rater_2: _Rater
    safe: _Range
    both: _Range | None
    explanations: list[str]
    explanations_2: list[str]
    must_say: list[str]
    must_not_say: list[str]
    why: str
    source: str = ""


class _Stories(msgspec.Struct, frozen=True):
    stories: list[Story]


def vignette_text(story: Story, answers: Answers, accepted: str = "") -> str:
    """The TOML of one vignette.

    Args:
        story: what is told, and what the raters accept.
        answers: checked ones, in the order asked.
        accepted: why the raters are believed wrong; empty for a vignette that says nothing of it.

    Raises:
        ValueError: the raters' ranges are not what the story says of them.
    """
    raters = {"first": _rating(story.rater_1), "second": _rating(story.rater_2)}
    _check_ranges(story, msgspec.convert(raters, Raters))
    head: dict[str, Any] = {
        "id": story.id,
        "origin": story.origin,
        "source": story.source,
        "story": story.story,
        "why": story.why,
        "explanations": story.explanations,
        "explanations_second": story.explanations_2,
        "must_say": story.must_say,
        "must_not_say": story.must_not_say,
        "accepted": accepted,
    }
    tables = ("", {name: value for name, value in head.items() if value}), ("raters", raters)
    return "\n".join(_table(*table) for table in (*tables, ("answers", answers)))


def make(pack: Pack, stories: Sequence[Story], given: Mapping[str, Any], into: Path) -> list[str]:
    """Write a file for each story whose answers are whole; what stands in the way of others.

    Raises:
        ValueError: a story's id is no name for a file, or its ranges do not fit its raters.
    """
    into.mkdir(parents=True, exist_ok=True)
    told = {story.id for story in stories}
    problems = [f"{name}: no story has this id." for name in given if name not in told]
    for story in stories:
        if story.id not in given:
            continue
        if not re.fullmatch(r"[A-Za-z0-9_-]+", story.id):
            raise ValueError(f"{story.id!r} cannot be the name of a file.")
        interview = replay(pack, given[story.id]).interview
        if interview.question is not None:
            question = interview.question.id
            problems.append(f"{story.id}: '{question}' is asked, and has no answer to use.")
            continue
        answers = {question.id: interview.answers[question.id] for question in interview.answered}
        path = into / f"{story.id.lower()}.toml"
        accepted = tomli.loads(path.read_text("utf-8")).get("accepted", "") if path.exists() else ""
        path.write_text(vignette_text(story, answers, accepted), encoding="utf-8")
    return problems


def read_cases(file: Path) -> list[Story]:
    """The stories of a `cases.json`.

    Raises:
        ValueError: it is no such file.
    """
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Stories).stories
    except msgspec.DecodeError as error:
        raise ValueError(f"{file}: {error}") from None


def _rating(rater: _Rater) -> dict[str, Any]:
    rating = {"least": rater.min, "right": rater.tier, "most": rater.max}
    return rating | ({"within_days": rater.within_days} if rater.within_days else {})


def _check_ranges(story: Story, raters: Raters) -> None:
    """The same ranges, worked out anew from the two raters."""
    for name, stated, found in (
        ("safe", story.safe, raters.either),
        ("both", story.both, raters.both),
    ):
        worked_out = _Range(found[0].name, found[1].name) if found else None
        if worked_out != stated:
            raise ValueError(f"{story.id}: '{name}' is {stated}; its raters make it {worked_out}.")


def _table(name: str, values: Mapping[str, Any]) -> str:
    lines = [f"{key} = {_value(value)}\n" for key, value in values.items()]
    return "".join([f"[{name}]\n"] * bool(name) + lines)


def _value(value: Any) -> str:
    """A value in TOML, on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    # A JSON string is a TOML string, but for one control character that JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the vignettes; 1 where a story could not be made one, 2 where nothing could be read."""
    parser = argparse.ArgumentParser(prog="python -m tests.cases.make", allow_abbrev=False)
    parser.add_argument("cases", type=Path, help="the stories and what the raters accept")
    parser.add_argument("answers", nargs="+", type=Path, help="JSON: story -> its answers")
    parser.add_argument("--into", type=Path, default=CASES, help="folder (default: %(default)s)")
    wanted = parser.parse_args(arguments)
    try:
        stories, given = read_cases(wanted.cases), read_stories(wanted.answers)
        problems = make(load_pack(), stories, given, wanted.into)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    left = sum(story.id not in given for story in stories)
    sys.stdout.write(f"{len(given) - len(problems)} written; {left} stories have no answers\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
