"""What every chapter writes with: sentences in both languages, conditions, sources, links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from nightcramp.check.book.html import NOTHING, Html, h, items, join, rows
from nightcramp.check.book.sentences import Sentences
from nightcramp.check.book.table import Needed, Row, decision_table
from nightcramp.check.book.uses import Rule, Use, Uses
from nightcramp.pack.condition import Condition
from nightcramp.pack.model import Pack
from nightcramp.triage import Value

_MOST_COLUMNS = 4
"""A table with more is written as lists."""

LETTERS = {"emergency": "E", "same_day": "S", "routine": "R", "self_care": "-"}
"""How an urgency is marked where there is room for one letter."""

_IN_WORDS = {
    "emergency": "emergency: now",
    "same_day": "same day: today",
    "routine": "routine: by appointment",
    "self_care": "self-care: at home",
}


class Reader:
    """Writes what a pack says.

    Args:
        pack: the clinical content, in the first language of the book.
        other: the same content in the second language, if the book has one.
    """

    def __init__(self, pack: Pack, other: Pack | None = None) -> None:
        self.pack = pack
        self.uses = Uses(pack)
        self._sentences = Sentences(pack)
        self._language = other.language if other else ""
        self._other: dict[int, Any] = {}
        if other is not None:
            self._pair(pack, other)
        self._sources = {source.id: source for source in pack.sources}

    def _pair(self, one: Any, other: Any) -> None:
        """Remember for every record which one it is in the second language."""
        if isinstance(one, msgspec.Struct):
            self._other[id(one)] = other
            for field in one.__struct_fields__:
                self._pair(getattr(one, field), getattr(other, field))
        elif isinstance(one, tuple):
            for first, second in zip(one, other, strict=False):
                self._pair(first, second)
        elif isinstance(one, Mapping):
            for key in one.keys() & other.keys():
                self._pair(one[key], other[key])

    def say(self, record: Any, field: str = "text") -> Html:
        """A sentence of a record, and in the second language where it differs."""
        said = getattr(record, field)
        other = getattr(self._other.get(id(record)), field, said)
        return self._both(said, other)

    def say_each(self, record: Any, field: str) -> list[Html]:
        """Each of several sentences."""
        said = getattr(record, field)
        others = getattr(self._other.get(id(record)), field, said)
        return [self._both(one, other) for one, other in zip(said, others, strict=False)]

    def _both(self, said: str, other: str) -> Html:
        second = h("span", other, lang=self._language, class_="other") if other != said else ""
        return join(said, second, by=" ") if said else NOTHING

    def when(self, condition: Condition | None) -> Html:
        """A condition as a sentence, with links to what it counts."""
        keys = condition.keys() if condition is not None else frozenset()
        counted = (one for one in self.pack.measures if one.id in keys)
        links = (h("a", one.id, href=f"#{anchor('measure', one.id)}") for one in counted)
        said = self._sentences.of(condition)
        counts = join(*links, by=", ")
        return join(said, h("small", "Counted: ", counts, "."), by=" ") if counts else join(said)

    def cite(self, sources: Iterable[str], certainty: str = "") -> Html:
        """How certain a statement is, and what it rests on."""
        sure = h("b", f"Certainty: {certainty.replace('_', ' ')}. ") if certainty else NOTHING
        cited = join(*(self._citation(name) for name in sources), by="; ")
        return h("p", sure, "Sources: ", cited, ".", class_="cite") if cited else NOTHING

    def _citation(self, name: str) -> Html:
        source = self._sources.get(name)
        title = source.title if source else name
        doubt = "" if source is None else doubts(source.checked, source.secondary, source.retracted)
        mark = h("em", f" ({doubt})") if doubt else NOTHING
        return join(h("a", title, href=f"#{anchor('source', name)}"), mark)

    def told(self, question: str, value: Value) -> str:
        """An answer with its question."""
        return self._sentences.told(question, value)

    def table(self, condition: Condition) -> Html:
        """A condition as a decision table; nothing where its sentence says as much."""
        _, found = decision_table(condition)
        if not found:
            return NOTHING
        always = tuple(one for one in found[0] if all(one in row for row in found))
        rest = [tuple(one for one in row if one not in always) for row in found]
        needed = h("p", h("b", "Always: "), self._lines(always)) if always else NOTHING
        if not any(rest):
            return h("div", needed, class_="table")
        columns = tuple(dict.fromkeys(one.test.key for row in rest for one in row))
        if len(columns) <= _MOST_COLUMNS:
            head = ("Way", *(self._sentences.subject(key) for key in columns))
            body = [
                (str(number), *(self._cell(row, key) for key in columns))
                for number, row in enumerate(rest, 1)
            ]
        else:
            head = ("Way", "Needed", "Excluded")
            body = [
                (
                    str(number),
                    self._lines(tuple(one for one in row if not one.excluded)),
                    self._lines(tuple(one for one in row if one.excluded)),
                )
                for number, row in enumerate(rest, 1)
            ]
        either = "and any one of these ways:" if always else "Any one of these ways:"
        return h("div", needed, h("p", either), rows(head, body), class_="table")

    def _cell(self, row: Row, key: str) -> Html:
        found = (one for one in row if one.test.key == key)
        return join(*(self._value(one) for one in found), by=Html("<br>")) or Html("·")

    def _value(self, needed: Needed) -> Html:
        value = self._sentences.value(needed.test)
        return join(h("b", "excluded: "), value) if needed.excluded else join(value)

    def _lines(self, needed: Row) -> Html:
        said = (
            join(h("b", "excluded: ") if one.excluded else "", self._sentences.test(one.test))
            for one in needed
        )
        return join(*said, by=Html("<br>")) or Html("·")

    def used_by(self, uses: Iterable[Use]) -> Html:
        """The rules that look at an answer, by kind."""
        groups: dict[tuple[str, bool], list[Use]] = {}
        for use in uses:
            groups.setdefault((use.rule.kind, use.denies), []).append(use)
        lines = [
            join(h("b", _USED[kind, denies] + ": "), join(*map(self._link, some), by=", "))
            for (kind, denies), some in sorted(groups.items())
            if (kind, denies) in _USED
        ]
        return items(*lines, class_="uses")

    def _link(self, use: Use) -> Html:
        measures = f" by {', '.join(use.through)}" if use.through else ""
        return join(link(use.rule), measures)


_KINDS = {
    "advice": ("Advice", "Advice withheld"),
    "cramp": ("Whether it is a cramp", "Whether it is a cramp, against"),
    "causes": ("Whether causes are weighed", "Causes not weighed"),
    "evidence": ("Evidence on a cause", "Evidence kept from counting"),
    "measure": ("Counted in", "Not counted in"),
    "mimic": ("Mimic", "Mimic, against"),
    "note": ("Note", "Note withheld"),
    "question": ("Asks", "Does not ask"),
    "red flag": ("Red flag", "Red flag withheld"),
    "section": ("Opens the section", "Skips the section"),
    "sign": ("Named to come back for", "Not named to come back for"),
    "test": ("Test", "Test withheld"),
}
_USED = {
    (kind, denies): words[denies] for kind, words in _KINDS.items() for denies in (False, True)
}


def anchor(kind: str, name: str, owner: str = "") -> str:
    """The id of a rule in the page."""
    return "-".join(filter(None, (kind.replace(" ", "-"), owner, name)))


def link(rule: Rule) -> Html:
    """A link to where a rule is written out, called by its id."""
    named = f"{rule.owner}/{rule.id}" if rule.owner else rule.id
    if rule.kind in ("causes", "cramp", "section"):
        return h("a", named, href="#about")
    if rule.kind == "sign":
        return h("a", named, href=f"#{anchor('option', rule.id)}")
    return h("a", named, href=f"#{anchor(rule.kind, rule.id, rule.owner)}")


def urgency(name: str) -> Html:
    """An urgency as a mark: a color, a letter and words."""
    words = _IN_WORDS.get(name, name)
    return h("span", h("b", LETTERS.get(name, "?")), " ", words, class_=f"urgency {name}")


def rule_box(kind: str, name: str, *content: str, owner: str = "") -> Html:
    """A rule, under an id by which it can be objected to."""
    where = anchor(kind, name, owner)
    named = h("code", f"{owner}/{name}" if owner else name)
    head = h("p", h("span", kind, class_="kind"), " ", named, class_="name")
    return h("article", head, *content, id=where, class_="rule", data_rule=where)


def doubts(checked: bool, secondary: bool, retracted: bool) -> str:  # noqa: FBT001  a source's
    """What is doubtful about a source, in words; empty if nothing is."""
    said = (
        "not read for this pack" * (not checked),
        "second-hand" * secondary,
        "retracted" * retracted,
    )
    return ", ".join(filter(None, said))
