"""The matrix: every pair of facts, as a grid to look at and as a list to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from nightcramp.check.book.facts import CLASSES, Fact
from nightcramp.check.book.html import NOTHING, Html, h, join
from nightcramp.check.book.matrix import Matrix, Pair, gathered
from nightcramp.check.book.reader import LETTERS, Reader, anchor, urgency

_NOBODY = " "
_FILTERS = (
    ("all", "every pair"),
    ("higher", "higher than the sum of its parts"),
    ("alone", "no higher than either alone"),
    ("lower", "lower than one of them alone"),
)
_SIZES = (("3", "all at once"), ("8", "near"), ("16", "with letters"))


def pairs(reader: Reader, matrix: Matrix | str) -> Html:
    """The grid, drawn by the page's script, and what has to be read without it."""
    if isinstance(matrix, str):
        return h("p", matrix)
    raised, lowered = matrix.raised, matrix.lowered
    facts, number = len(matrix.facts), len(matrix.pairs)
    told = (
        f"{facts} facts make {number:,} pairs that one person can tell. Each was assessed for a "
        "person who is otherwise well: whoever is asked more because of it answers as a well "
        f"person does. {len(raised):,} pairs are more urgent than either fact alone, "
        f"{len(lowered):,} less urgent than one of them alone."
    )
    return join(
        h("p", told),
        _grid(reader, matrix),
        h("h3", "Higher than the sum of its parts"),
        h("p", "Each line: a fact, and those with which it is more urgent than either alone."),
        _list(reader, matrix, raised),
        h("h3", "Lower than one of them alone"),
        h("p", "Each should have a reason: an answer that explains the other one away."),
        _list(reader, matrix, lowered),
        h("h3", "Found only where both are told"),
        _unasked(reader, matrix),
        _left_out(matrix.unreached),
    )


def _unasked(reader: Reader, matrix: Matrix) -> Html:
    told = (
        "After one fact the interview does not ask about the other any more, because the result "
        "is for today and the flag is not pursued then. The grid shows what is found if both are "
        "told, as in a file of answers; in an interview the higher urgency is not known."
    )
    return join(h("p", told), _list(reader, matrix, matrix.unasked))


def _left_out(facts: Iterable[Fact]) -> Html:
    left = [fact.id for fact in facts]
    if not left:
        return NOTHING
    said = "Not in the matrix, for they are asked only of who has told three other things: "
    return h("p", said, ", ".join(left))


def _grid(reader: Reader, matrix: Matrix) -> Html:
    controls = h(
        "p",
        *(_choice("show", value, label) for value, label in _FILTERS),
        h("br"),
        *(_choice("size", value, label) for value, label in _SIZES),
    )
    letters = (h("span", letter, class_=name) for name, letter in LETTERS.items())
    legend = h(
        "p",
        join(
            *(
                join(mark, f" {name.replace('_', ' ')}")
                for mark, name in zip(letters, LETTERS, strict=True)
            ),
            by=" · ",
        ),
        " · a dot: higher than either alone · white: nobody can tell both",
        class_="legend",
    )
    look_up = h(
        "p",
        h("label", "One fact ", h("select", id="pair-first")),
        " ",
        h("label", "and another ", h("select", id="pair-second")),
    )
    hint = "Click a cell, or move with the arrow keys; what is behind it stands below."
    grid = h(
        "div",
        h("div", h("canvas", id="pair-canvas"), id="pair-space"),
        id="pair-grid",
        tabindex="0",
        role="group",
        aria_label=f"The matrix. {hint}",
    )
    behind = h("div", h("p", hint), id="pair-behind", aria_live="polite")
    data = msgspec.json.encode(grid_data(reader, matrix)).decode().replace("<", "\\u003c")
    carried = Html(f'<script type="application/json" id="pair-data">{data}</script>')
    drawn = h("div", controls, legend, grid, look_up, behind, class_="drawn")
    without = h("noscript", h("p", "The grid needs the page's script. The lists below do not."))
    return join(drawn, without, carried)


def _choice(name: str, value: str, label: str) -> Html:
    checked = "checked" if value in ("all", "3") else ""
    box = h("input", type="radio", name=name, value=value, checked=checked)
    return h("label", box, f" {label} ", class_="choice")


def grid_data(reader: Reader, matrix: Matrix) -> dict[str, Any]:
    """What the script draws.

    Returns:
        `facts`: label, group, letter, reasons, and what else has to be true; `groups` and
        `reasons` by number; `letters`: of each pair below the diagonal, row by row; `apart`:
        the reasons of the pairs that have others than those of their facts.
    """
    groups = list(dict.fromkeys(fact.group for fact in matrix.facts))
    named = _reasons(reader)
    numbers = {name: place for place, name in enumerate(named)}
    letters = [[_NOBODY] * place for place in range(len(matrix.facts))]
    apart = {}
    for pair in matrix.pairs:
        letters[pair.second][pair.first] = LETTERS.get(pair.urgency.name, "?")
        if set(pair.reasons) != matrix.expected(pair):
            apart[f"{pair.second},{pair.first}"] = [numbers[name] for name in pair.reasons]
    facts = [
        [
            fact.label,
            groups.index(fact.group),
            LETTERS.get(found.urgency.name, "?"),
            [numbers[name] for name in found.reasons],
            hangs_on(reader, fact, found.told),
        ]
        for fact, found in zip(matrix.facts, matrix.alone, strict=True)
    ]
    return {
        "facts": facts,
        "groups": [_group(reader, name) for name in groups],
        "reasons": [[f"#{where}", said] for where, said in named.values()],
        "letters": "".join(letter for row in letters for letter in row),
        "apart": apart,
    }


def _reasons(reader: Reader) -> dict[str, tuple[str, str]]:
    """Id of a flag or a mimic -> where it stands in the page, and what it says."""
    pack = reader.pack
    flags = {
        one.id: (anchor("red flag", one.id), f"{one.id}: {one.means}") for one in pack.red_flags
    }
    return {one.id: (anchor("mimic", one.id), one.title) for one in pack.mimics} | flags


def _group(reader: Reader, name: str) -> str:
    return "Medicines" if name == CLASSES else reader.pack.question(name).text


def hangs_on(reader: Reader, fact: Fact, told: Any) -> str:
    """What else has to be true for a fact to be asked about; empty for most."""
    own = dict(fact.answers)
    hangs = (q.id for q in reader.pack.questions if q.id in told and q.id not in own)
    return "; ".join(reader.told(name, told[name]) for name in hangs)


def _list(reader: Reader, matrix: Matrix, some: Sequence[Pair]) -> Html:
    """Pairs by what holds of both together and of neither alone."""
    kinds: dict[tuple[str, tuple[str, ...]], list[Pair]] = {}
    for pair in some:
        before = matrix.expected(pair)
        new = tuple(name for name in pair.reasons if name not in before)
        kinds.setdefault((pair.urgency.name, new), []).append(pair)
    named = _reasons(reader)
    parts = []
    for (name, new), found in kinds.items():
        links = join(*(h("a", named[one][1], href=f"#{named[one][0]}") for one in new), by=" · ")
        lines = [_line(reader, matrix, one, others) for one, others in gathered(found)]
        parts.append(h("section", h("h4", urgency(name), " ", links), h("ul", *lines)))
    return h("div", *parts, class_="pairs") if parts else h("p", "None.")


def _line(reader: Reader, matrix: Matrix, one: int, others: list[int]) -> Html:
    return h(
        "li",
        _fact(reader, matrix, one),
        " with ",
        join(*(_fact(reader, matrix, o) for o in others), by=", "),
    )


def _fact(reader: Reader, matrix: Matrix, place: int) -> Html:
    fact, found = matrix.facts[place], matrix.alone[place]
    letter = h("b", LETTERS.get(found.urgency.name, "?"))
    hangs = hangs_on(reader, fact, found.told)
    return join(
        f"“{fact.label}” ",
        h("small", h("code", fact.id), " ", letter, f" ({hangs})" if hangs else ""),
    )
