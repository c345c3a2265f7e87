"""Medicines by class, sources with what rests on them, topics, codes and pictures."""

from __future__ import annotations

from collections import defaultdict

from nightcramp.check.book.html import Html, h, items, join, rows
from nightcramp.check.book.reader import Reader, doubts, link, rule_box
from nightcramp.check.book.uses import rules_in
from nightcramp.pack.model import Pack


def medicines(reader: Reader) -> Html:
    """Each class with what looks at it, and the medicines that no rule reads."""
    pack = reader.pack
    rest = [f"{one.name}{_brands(one.brands)}" for one in pack.medicines if not one.classes]
    return join(
        *(
            rule_box(
                "class",
                one.id,
                h("h4", reader.say(one, "name")),
                h("p", h("b", "For clinicians: "), reader.say(one, "clinical"))
                if one.clinical
                else "",
                h("p", reader.say(one, "note")),
                h("p", "It matters when it was started.") if one.ask_start else "",
                h("p", h("b", "What looks at it:")),
                reader.used_by(reader.uses.of_class(one.id)) or h("p", "No rule."),
                h("p", h("b", "Medicines: "), _named(one.medicines)),
                reader.cite(one.sources),
            )
            for one in pack.medicine_classes
        ),
        h("h3", "Medicines that no rule reads"),
        h("p", "; ".join(rest), class_="small"),
    )


def _brands(brands: tuple[str, ...]) -> str:
    return f" ({', '.join(brands)})" if brands else ""


def _named(medicines_: dict[str, tuple[str, ...]]) -> str:
    return "; ".join(f"{name}{_brands(brands)}" for name, brands in medicines_.items())


def sources(reader: Reader) -> Html:
    """Each source, and the statements that rest on it."""
    resting = _resting(reader.pack)
    doubtful = [one for one in reader.pack.sources if not one.checked or one.secondary]
    doubted = {one.id for one in doubtful}
    cited = ((rule, set(rule.sources)) for rule, _ in rules_in(reader.pack))
    alone = [link(rule) for rule, names in cited if names and names <= doubted]
    return join(
        h("h3", "What rests on nothing better than a source not read, or second-hand"),
        h("p", f"{len(alone)} statements: ", join(*alone, by=", "), class_="small"),
        h("h3", "Every source"),
        *(
            rule_box(
                "source",
                one.id,
                h("p", reader.say(one, "title")),
                h(
                    "p",
                    h(
                        "em",
                        doubts(one.checked, one.secondary, one.retracted).capitalize()
                        or "Read for this pack",
                    ),
                ),
                h(
                    "p",
                    h("b", f"{len(resting[one.id])} statements: "),
                    join(*resting[one.id], by=", "),
                ),
            )
            for one in reader.pack.sources
        ),
    )


def _resting(pack: Pack) -> dict[str, list[Html]]:
    """Id of a source -> links to the statements that rest on it."""
    found: dict[str, list[Html]] = defaultdict(list)
    for rule, _ in rules_in(pack):
        for name in rule.sources:
            found[name].append(link(rule))
    return found


def topics(reader: Reader) -> Html:
    """What may not stand on one page, the codes for export, and what pictures show."""
    pack = reader.pack
    codes = [
        (one.item.replace("_", " "), one.system, one.code, "" if one.checked else "not looked up")
        for one in pack.codes
    ]
    excluded = [
        f"{' and '.join(one.topics)}: {one.reason}" for one in pack.contradictions.exclusive
    ]
    meanings = [
        join(h("b", name), f": {meaning}") for name, meaning in pack.contradictions.topics.items()
    ]
    return join(
        h("h3", "Topics that exclude each other on one page"),
        items(*excluded),
        h("h3", "What each topic means"),
        items(*meanings, class_="small"),
        h("h3", "Codes for other programs"),
        rows(("Meaning", "System", "Code", ""), codes, "small") if codes else "",
        h("h3", "What the pictures show") if pack.pictures else "",
        *(rule_box("picture", one.id, h("p", reader.say(one))) for one in pack.pictures),
    )
