"""HTML that cannot be driven by what a pack says: whatever is not `Html` is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

_VOID = frozenset({"br", "hr", "input", "meta"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


NOTHING = Html()


def h(tag: str, *children: str, **attributes: str) -> Html:
    """An element.

    Args:
        tag: its name.
        children: text, which is escaped, and HTML, which is not.
        attributes: by name, an underscore standing for a dash; one that begins or ends with an
            underscore loses it (`class_`). An empty one is left out.
    """
    given = "".join(
        f' {name.strip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value
    )
    if tag in _VOID:
        return Html(f"<{tag}{given}>")
    return Html(f"<{tag}{given}>{join(*children)}</{tag}>")


def join(*parts: str, by: str = "") -> Html:
    """Parts one after the other, each escaped unless it is HTML."""
    between = by if isinstance(by, Html) else escape(by)
    return Html(between.join(p if isinstance(p, Html) else escape(p) for p in parts if p))


def rows(head: Sequence[str], body: Iterable[Sequence[str]], class_: str = "") -> Html:
    """A table whose first column names its rows."""
    heads = join(*(h("th", cell, scope="col") for cell in head))
    lines = [
        h("tr", h("th", first, scope="row"), *(h("td", cell) for cell in others))
        for first, *others in body
    ]
    return h("table", h("thead", h("tr", heads)), h("tbody", *lines), class_=class_)


def items(*lines: str, class_: str = "") -> Html:
    """A list; nothing where it has no line."""
    return h("ul", *(h("li", line) for line in lines), class_=class_) if lines else NOTHING
