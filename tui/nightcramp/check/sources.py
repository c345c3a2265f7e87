"""What a pack rests on: the sources it cites, and its sign-off."""

from __future__ import annotations

from collections.abc import Iterator

from nightcramp.check.finding import Finding, Places, finding_at
from nightcramp.errors import PackError
from nightcramp.pack import Pack
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.hashes import hashes_of, misfit
from nightcramp.pack.sign_off import read_sign_offs


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


def check_review(pack: Pack, places: Places, files: PackFolder, today: str) -> Iterator[Finding]:
    """A pack past the day on which it was to be reviewed again, or changed since it was signed.

    Whether a signature is good, this does not look at.

    Args:
        pack: the pack.
        places: its files, to locate a finding.
        files: the same, with the sign-offs.
        today: as "2027-11-01".
    """
    document = places.documents["pack.toml"]
    if pack.about.review_by < today:
        problem = f"The pack was to be reviewed by {pack.about.review_by}."
        yield finding_at(document, ("review_by",), "review-overdue", problem, "warning")
    try:
        sign_offs = list(read_sign_offs(files))
        hashes = hashes_of(files, pack.about) if sign_offs else {}
    except PackError as error:
        yield Finding(error.file, error.line, error.rule, "error", error.problem)
        return
    for signed, sign_off in sign_offs:
        if why := misfit(sign_off, pack.about, hashes):
            problem = f"What {sign_off.signer} signed is not this pack: {why}. Sign it again."
            yield finding_at(signed, ("name",), "changed-since-review", problem, "warning")
