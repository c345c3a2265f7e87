"""Every question: who is asked it, why, and what each answer can change."""

from __future__ import annotations

from nightcramp.check.book.html import Html, h, join, rows
from nightcramp.check.book.reader import Reader, anchor, rule_box
from nightcramp.pack.model import Option, Question, Section

_KINDS = {
    "single": "one answer",
    "several": "several answers",
    "number": "a whole number",
    "pick": "several answers from a list that is searched",
    "started": "which of the medicines picked are new",
}
_NOTHING_LOOKS = "no rule looks at it by itself"


def questions(reader: Reader, section: Section) -> Html:
    """The questions of a section, in the order asked."""
    mine = [one for one in reader.pack.questions if one.section == section.id]
    return join(
        h("p", h("b", "Asked: "), reader.when(section.when)), *(_one(reader, q) for q in mine)
    )


def _one(reader: Reader, question: Question) -> Html:
    waits = "Only while waiting for help. " if question.waits else ""
    again = f"In other words, after “Not sure” at {question.clarifies}. "
    parts = [
        h("h4", reader.say(question)),
        h("p", reader.say(question, "hint"), class_="hint") if question.hint else "",
        h(
            "p",
            h("b", "Asked: "),
            waits,
            again * bool(question.clarifies),
            reader.when(question.when),
        ),
        h("p", h("b", "Why: "), reader.say(question, "why")),
        h("p", h("b", "Takes: "), _takes(question)),
        reader.cite(question.sources),
    ]
    if question.kind == "number":
        parts.append(reader.used_by(reader.uses.of(question.id)))
    if question.options:
        parts.append(_options(reader, question))
    return rule_box("question", question.id, *parts)


def _takes(question: Question) -> str:
    if question.kind == "number":
        return f"a whole number from {question.minimum} to {question.maximum} {question.unit}."
    if question.offers_medicines:
        return f"{_KINDS[question.kind]}: every medicine under “Medicines”, and these."
    return f"{_KINDS[question.kind]}."


def _options(reader: Reader, question: Question) -> Html:
    key = question.clarifies or question.id
    body = []
    for option in question.options:
        if question.clarifies:
            uses = reader.used_by(reader.uses.of(question.id, option.id))
            changes = join(f"counts as the same sign of {key}. ", uses)
        else:
            found = reader.used_by(reader.uses.of(question.id, option.id))
            changes = found or join(_NOTHING_LOOKS)
        where = anchor("option", f"{question.id}/{option.id}")
        label = join(
            h("span", reader.say(option, "label"), id=where), h("br"), h("code", option.id)
        )
        body.append((label, _read_back(reader, option), changes))
    return rows(("Answer", "Read back as", "What it can change"), body, "options")


def _read_back(reader: Reader, option: Option) -> Html:
    said = [reader.say(option, "said") or "as it is"]
    said += [join(h("b", "For clinicians: "), reader.say(option, "clinical"))] * bool(
        option.clinical
    )
    said += [join(h("b", "In other words: "), reader.say(option, "again"))] * bool(option.again)
    said += ["Stands alone."] * option.exclusive
    if option.value is not None:
        said.append(Html(f"Value: {option.value:g}."))
    return join(*said, by=Html("<br>"))
