"""`nightcramp check`: all findings of a pack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nightcramp.check.codes import check_codes
from nightcramp.check.contradictions import check_contradictions
from nightcramp.check.finding import Finding, Places, finding_at
from nightcramp.check.pairs import check_pairs
from nightcramp.check.patients import check_patients
from nightcramp.check.pictures import check_pictures
from nightcramp.check.population import check_population, population_document
from nightcramp.check.reachability import check_rules
from nightcramp.check.satisfiable import Search
from nightcramp.check.sources import check_review, check_sources
from nightcramp.check.translations import check_translations
from nightcramp.check.variants import check_variants
from nightcramp.check.wording import check_silence, check_words
from nightcramp.errors import PackError
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.load import read_pack
from nightcramp.pack.references import unknown_names

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def check_pack(folder: Traversable, today: str) -> list[Finding]:
    """All findings, sorted by file and line.

    A pack that cannot be loaded has one finding: the first error.

    Args:
        folder: the pack.
        today: ISO date ("2027-11-01"); a pack past its review date gets a warning.
    """
    files = PackFolder(folder)
    try:
        pack, documents = read_pack(files)
    except PackError as error:
        return [Finding(error.file, error.line, error.rule, "error", error.problem)]
    unknown = [
        finding_at(document, path, "unknown-id", problem)
        for document, path, problem in unknown_names(pack, documents)
    ]
    if unknown:
        return sorted(unknown)
    described = population_document(files)
    places = Places([*documents, described] if described else documents)
    search = Search(pack)
    findings = [
        *check_rules(pack, places, search),
        *check_contradictions(pack, places, search),
        *check_sources(pack, places),
        *check_words(pack, places),
        *check_silence(places),
        *check_review(pack, places, files, today),
        *check_codes(pack, places),
        *check_pictures(pack, places),
        *check_translations(pack.about, documents, files),
        *check_variants(pack.about, documents, files),
        *check_patients(pack, files),
        *check_pairs(pack, files),
        *check_population(pack, files),
    ]
    return sorted([*findings, *_not_exhausted(search)])


def _not_exhausted(search: Search) -> Iterator[Finding]:
    """What is not said because there are too many combinations of answers to look at."""
    if search.given_up:
        problem = (
            f"{search.given_up:,} searches were given up: conditions have more combinations of "
            "answers than can be tried. A rule that never holds, or a contradiction, may be missed."
        )
        yield Finding("pack.toml", 0, "not-exhausted", "warning", problem)
