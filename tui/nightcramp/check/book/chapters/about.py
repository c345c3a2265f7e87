"""What the pack is, who signed it, what it says to whom, and whom to call where."""

from __future__ import annotations

from nightcramp.check.book.html import Html, h, items, join, rows
from nightcramp.check.book.reader import LETTERS, Reader, rule_box, urgency
from nightcramp.pack.contacts import Contact, Country, UrgencyText
from nightcramp.pack.model import Pack

_COUNTRY = tuple(name for name in Country.__struct_fields__ if name != "name")


def about(reader: Reader) -> Html:
    """Intended use, sign-off, how to read the book."""
    pack = reader.pack
    return join(
        h("p", reader.say(pack.about, "intended_use"), class_="lead"),
        h("h3", "What is in it"),
        items(*_counts(pack)),
        h("h3", "How soon, and its letters"),
        items(*(urgency(name) for name in LETTERS)),
        h(
            "p",
            "Points rank causes and never change how soon. A condition that looks at an answer "
            "which was not given does not hold, except where it says “not asked”. A number that "
            "a person is not sure of could be anything in its range: a bound holds only where "
            "it holds for certain.",
        ),
        h("h3", "Who is asked what, and who is weighed"),
        items(
            *(
                join(h("b", reader.say(section, "title")), ": ", reader.when(section.when))
                for section in pack.about.sections
            ),
            join("Causes are weighed: ", reader.when(pack.about.causes_when)),
            join("What is felt is a cramp: ", reader.when(pack.about.cramp_when)),
        ),
    )


def sign_off(pack: Pack, other: Pack | None = None) -> tuple[str, ...]:
    """Who signed which content and which translation; only what was checked counts."""
    signed = [_signed("this content", pack)]
    if other is not None:
        language = pack.about.languages[other.language].name
        signed.append(_signed(f"its translation ({language})", other))
    return *signed, f"To be reviewed again by {pack.about.review_by}."


def _signed(what: str, pack: Pack) -> str:
    language = pack.about.languages[pack.language].name
    mine = (one for one in pack.signed.by if one.language == language)
    signers = [f"{one.name} ({one.role}), {one.date}" for one in mine]
    if not signers:
        return f"No clinician has signed {what}, as far as was checked."
    return f"Signed {what}: {'; '.join(signers)}."


def _counts(pack: Pack) -> list[str]:
    evidence = sum(len(cause.evidence) for cause in pack.causes)
    return [
        f"{len(pack.questions)} questions",
        f"{len(pack.red_flags)} red flags",
        f"{len(pack.causes)} causes with {evidence} pieces of evidence, {len(pack.mimics)} mimics",
        f"{len(pack.all_advice)} lines of advice, {len(pack.notes)} notes",
        f"{len(pack.medicines)} medicines in {len(pack.medicine_classes)} classes",
        f"{len(pack.sources)} sources",
    ]


def contacts(reader: Reader) -> Html:
    """What each urgency says, whom it sends to, and the words of each country."""
    pack = reader.pack
    countries = {"": pack.about.elsewhere, **pack.about.countries}
    body = [
        (country.name, *(getattr(country, name) or "·" for name in _COUNTRY))
        for country in countries.values()
    ]
    head = ("Country", *(name.replace("_", " ") for name in _COUNTRY))
    return join(
        *(
            rule_box("urgency", name, urgency(name), *_headline(reader, text))
            for name, text in pack.about.urgency.items()
        ),
        *(_contact(reader, contact) for contact in pack.contacts),
        h("h3", "Time limits"),
        items(*(f"{days} days: {said}" for days, said in pack.about.time_limits.items())),
        h("h3", "Whom to call, by country"),
        h("p", "A dot: as where the country is not known."),
        h("div", rows(head, body, "small"), class_="wide"),
    )


def _contact(reader: Reader, contact: Contact) -> Html:
    parts = [h("p", reader.say(contact, "name"))]
    for name in ("emergency", "same_day"):
        text = contact.text_for(name)
        if text is not None:
            parts += [urgency(name), *_headline(reader, text)]
    return rule_box("contact", contact.id, *parts)


def _headline(reader: Reader, text: UrgencyText) -> tuple[Html, Html]:
    return h("h4", reader.say(text, "title")), h("p", reader.say(text, "lead"))
