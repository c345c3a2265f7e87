"""Names that one content file uses and another must define."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nightcramp.errors import PackError, nearest
from nightcramp.pack.condition import CONDITIONS, NOT_ASKED, START_MATTERS
from nightcramp.pack.document import Document
from nightcramp.pack.model import (
    RED_FLAGS,
    SELF_CARE_DAYS,
    UNSURE,
    Mimic,
    Pack,
    RedFlag,
    Urgency,
    contact_of,
)
from nightcramp.pack.toml_lines import Path

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_COMBINING = ("any", "all", "not")
_RESULTS = frozenset({"red_flags", "notes", "mimics", "causes"})
"""Keys that are known when all is assessed: only advice can look at them."""
_ROLES = frozenset({"told_first", "while_you_wait", "denials"})
_KEYS = CONDITIONS | _ROLES | {"common", "sources", "of", "covers", "clarifies", "id"}


def check_references(pack: Pack, documents: list[Document]) -> None:
    """Look up every name that a file uses.

    Raises:
        PackError: a name is not defined, or an id is defined twice; the first one found.
    """
    for document, path, problem in unknown_names(pack, documents):
        raise PackError(document.name, document.line(path), problem, "unknown-id")


def unknown_names(pack: Pack, documents: list[Document]) -> Iterator[tuple[Document, Path, str]]:
    """Every name that is not defined, and every id defined twice: file, path and problem."""
    vocabulary = _vocabulary(pack)
    questions = frozenset(question.id for question in pack.questions)
    options = (option.id for question in pack.questions for option in question.options)
    named = {
        "sources": ("source '{}' is not in sources.toml.", frozenset(s.id for s in pack.sources)),
        "covers": ("'{}' is no red flag.", frozenset(flag.id for flag in pack.red_flags)),
        "of": ("'{}' is no question.", questions),
        "told_first": ("'{}' is no question.", questions),
        "while_you_wait": ("'{}' is no question.", questions),
        "common": ("'{}' is no medicine.", frozenset(m.id for m in pack.medicines)),
        "denials": ("'{}' is no option.", frozenset(options)),
    }
    seen: dict[tuple[str, str], str] = {}
    for document in {d.name: d for d in documents}.values():
        if document.name == "pack.toml":
            yield from _unsafe(pack, document)
            yield from _unsaid(pack, document)
        if document.name == "codes.toml":
            yield from _unknown_in_codes(pack, document)
        if document.name.startswith("causes/"):
            yield from _unknown_group(pack, document)
        for path, key, value in _that_name_something(document):
            if key in CONDITIONS:
                hidden = _RESULTS if path[0] != "advice" else frozenset[str]()
                if document.name == "measures.toml" and isinstance(path[1], int):
                    hidden |= {measure.id for measure in pack.measures[path[1] :]}
                for inner, problem in _wrong_in_condition(value, vocabulary, hidden):
                    yield document, (*path, *inner), problem
            elif key in named and isinstance(value, list):
                sentence, known = named[key]
                for place, name in _names_in(value):
                    if name not in known:
                        problem = f"{sentence.format(name)}{nearest(name, known)}"
                        yield document, (*path, *place), problem
            elif key == "clarifies" and value not in questions:
                yield document, path, f"'{value}' is no question.{nearest(value, questions)}"
            elif key == "id" and isinstance(value, str):
                if not _ID.fullmatch(value):
                    yield document, path, f"'{value}' is no id; use letters, digits, '-' and '_'."
                scope = _scope(document.name, path)
                if (scope, value) in seen:
                    problem = f"id '{value}' is used twice; the first is in {seen[scope, value]}."
                    yield document, path, problem
                seen.setdefault((scope, value), document.name)
        yield from _wrong_contacts(pack, document)


def _names_in(names: list[Any]) -> Iterator[tuple[Path, Any]]:
    """The names of a list, and of the lists in it, with where they stand."""
    for index, name in enumerate(names):
        if isinstance(name, list):
            yield from (((index, *place), inner) for place, inner in _names_in(name))
        else:
            yield (index,), name


def _wrong_contacts(pack: Pack, document: Document) -> Iterator[tuple[Document, Path, str]]:
    """Rules whose contact does not exist, or has no text for their urgency."""
    rules: dict[str, RedFlag | Mimic] = {flag.id: flag for flag in pack.red_flags}
    if document.name.startswith("mimics/"):
        rules = {mimic.id: mimic for mimic in pack.mimics}
    contacts = {contact.id: contact for contact in pack.contacts}
    for path, table in document.tables():
        is_rule = path[:1] == ("flag",) or not path
        rule = rules.get(table.get("id", "")) if is_rule else None
        name = contact_of(rule) if rule else ""
        if rule is None or not name:
            continue
        place = (*path, "contact")
        if name not in contacts:
            problem = f"contact '{name}' is not in contacts.toml.{nearest(name, contacts)}"
            yield document, place, problem
        elif contacts[name].text_for(rule.urgency) is None:
            able = [one.id for one in pack.contacts if one.text_for(rule.urgency)]
            instead = f"One of these does: {', '.join(able)}." if able else "Take it out."
            problem = f"contact '{name}' says nothing for '{rule.urgency}'. {instead}"
            yield document, place, problem


def _unsafe(pack: Pack, document: Document) -> Iterator[tuple[Document, Path, str]]:
    """Sections among which the safety questions would not be found, or not come first."""
    if not pack.about.sections or pack.about.sections[0].id != RED_FLAGS:
        problem = f"the first section must be '{RED_FLAGS}': it asks the safety questions."
        yield document, ("sections", 0, "id"), problem


def _unsaid(pack: Pack, document: Document) -> Iterator[tuple[Document, Path, str]]:
    for urgency in (Urgency.incomplete, Urgency.self_care, Urgency.routine):
        if urgency.name not in pack.about.urgency:
            yield document, ("urgency",), f"[urgency.{urgency.name}] is missing."
    first, pictures = pack.about.first_picture, pack.about.pictures
    if first and first not in pictures:
        problem = f"'{first}' is no picture of the pack.{nearest(first, pictures)}"
        yield document, ("first_picture",), problem
    limits = pack.about.time_limits
    if lacking := sorted(day for day in _days_said(pack) if str(day) not in limits):
        yield document, ("time_limits",), f"[time_limits] does not say '{lacking[0]}', in days."
    if Urgency.incomplete.name in pack.about.urgency and not pack.about.urgency["incomplete"].limit:
        path = ("urgency", "incomplete")
        yield document, path, "'limit' is missing: here no number of days says how soon."


def _days_said(pack: Pack) -> set[int]:
    """Every number of days that a result or a note can name."""
    usual = {0, 1, SELF_CARE_DAYS, pack.about.routine_days}
    return usual.union(
        *({one.within_days for one in kind} for kind in (pack.red_flags, pack.mimics, pack.notes))
    )


def _cause_groups(pack: Pack) -> frozenset[str]:
    return frozenset(group.id for group in pack.about.cause_groups)


def _unknown_group(pack: Pack, document: Document) -> Iterator[tuple[Document, Path, str]]:
    """A cause of a group that does not exist."""
    known = {*_cause_groups(pack), *(cause.id for cause in pack.causes)}
    group = document.data.get("group", "")
    if group and group not in known:
        yield document, ("group",), f"group '{group}' is not in pack.toml.{nearest(group, known)}"


def _unknown_in_codes(pack: Pack, document: Document) -> Iterator[tuple[Document, Path, str]]:
    """Codes of what is not in the pack."""
    named = (pack.causes, pack.mimics, pack.measures, pack.medicine_classes, pack.questions)
    known = {one.id for group in named for one in group}
    known |= {f"{measure.id}_panel" for measure in pack.measures}
    known |= {f"{q.id}/{option.id}" for q in pack.questions for option in q.options}
    known |= {name for flag in pack.red_flags for name in flag.suspects}
    for index, code in enumerate(pack.codes):
        place: Path = ("code", index)
        named_by = [((*place, "ids", i), name) for i, name in enumerate(code.ids)]
        for path, name in named_by or [((*place, "item"), code.item)]:
            if name not in known and not code.subject:
                yield document, path, f"'{name}' is nothing that has a code.{nearest(name, known)}"


def _that_name_something(document: Document) -> Iterator[tuple[Path, str, Any]]:
    for path, table in document.tables():
        for key, value in table.items():
            if key in _KEYS:
                yield (*path, key), key, value


def _scope(name: str, path: Path) -> str:
    """The scope in which an id must be unique: for options and criteria, their parent."""
    kind = path[-3] if len(path) > 2 else name.split("/", maxsplit=1)[0]
    inner = len(path) > 3
    return f"{name}:{path[:-2]}" if inner else str(kind)


def _vocabulary(pack: Pack) -> dict[str, frozenset[str] | None]:
    """Every key that a condition may use -> the answers it can have; None for a number."""
    words: dict[str, frozenset[str] | None] = {}
    medicines = frozenset(m.id for m in pack.medicines)
    for question in pack.questions:
        ids = frozenset(option.id for option in question.options)
        if question.offers_medicines:
            ids |= medicines
        if question.kind == "number":
            ids |= {UNSURE}
        words[question.id] = ids | {NOT_ASKED}
    taken = frozenset({"taken", "recent", UNSURE, NOT_ASKED})
    words.update({c.id: taken for c in pack.medicine_classes})
    words[START_MATTERS] = taken
    words["country"] = frozenset(pack.about.countries)
    words["red_flags"] = frozenset(f.id for f in pack.red_flags) | {"any"}
    words["notes"] = frozenset(note.id for note in pack.notes)
    words["mimics"] = frozenset(m.id for m in pack.mimics)
    words["causes"] = frozenset(c.id for c in pack.causes) | _cause_groups(pack)
    words.update({measure.id: None for measure in pack.measures})
    return words


def _wrong_in_condition(
    table: Any, vocabulary: dict[str, frozenset[str] | None], hidden: frozenset[str]
) -> Iterator[tuple[Path, str]]:
    """What is wrong in a condition.

    Args:
        table: the condition, as written.
        vocabulary: every key and its answers.
        hidden: keys that are not known yet where the condition stands.
    """
    for key, value in table.items():
        if key in _COMBINING:
            parts: dict[Path, Any] = {(key,): value}
            if key != "not":
                parts = {(key, index): part for index, part in enumerate(value)}
            for place, part in parts.items():
                for path, problem in _wrong_in_condition(part, vocabulary, hidden):
                    yield (*place, *path), problem
        elif key in hidden:
            yield (key,), f"'{key}' is known only later; use what is known before."
        elif key not in vocabulary:
            near = nearest(key, [*vocabulary, *_COMBINING])
            yield (key,), f"'{key}' is no question, measure or medicine class.{near}"
        elif not isinstance(value, dict):
            known = vocabulary[key]
            for answer in [value] if isinstance(value, str) else value:
                if known is None:
                    yield (key,), f"'{key}' is a number; use a range such as at_least."
                elif answer not in known:
                    yield (key,), f"'{key}' has no answer '{answer}'.{nearest(answer, known)}"
