"""What a pack rests on: the sources it cites, and its sign-off."""

from __future__ import annotations

from collections.abc import Iterator

from nightcramp.check.finding import Finding, Places, finding_at
from nightcramp.pack import Pack


def check_sources(pack: Pack, places: Places) -> Iterator[Finding]:
    """Statements without a source, and sources that are unused, secondary or retracted."""
    known = {source.id: source for source in pack.sources}
    used: set[str] = set()
    for document in places.documents.values():
        for path, value in document.walk():
            if not path or path[-1] != "sources" or not isinstance(value, list):
                continue
            used |= set(value)
            if not value:
                yield finding_at(
                    document, path, "no-source", "This states something without a source."
                )
            for index, name in enumerate(value):
                if name in known and known[name].retracted:
                    problem = f"'{name}' is retracted; take the statement out, or find another."
                    yield finding_at(document, (*path, index), "retracted-source", problem)
            sure = document.value(path[:-1]).get("certainty") in ("high", "moderate")
            if value and sure and all(n in known and known[n].secondary for n in value):
                problem = "Only secondary sources; cite the study, or lower the certainty."
                yield finding_at(document, path, "secondary-source", problem, "warning")
    for source in pack.sources:
        if source.id not in used and not source.retracted:
            problem = f"Nothing cites '{source.id}'; cite it, or take it out."
            yield places.finding("source", source.id, "", "unused-source", problem, "warning")


def check_review(pack: Pack, places: Places, today: str) -> Iterator[Finding]:
    """A pack past the day on which it was to be reviewed again; days as "2027-11-01"."""
    document = places.documents["pack.toml"]
    if pack.about.review_by < today:
        problem = f"The pack was to be reviewed by {pack.about.review_by}."
        yield finding_at(document, ("review_by",), "review-overdue", problem, "warning")
    if pack.about.reviewed_hash and not pack.reviewed:
        problem = f"The pack changed after its sign-off; its hash is now {pack.hash}."
        yield finding_at(document, ("reviewed_hash",), "changed-since-review", problem, "warning")
