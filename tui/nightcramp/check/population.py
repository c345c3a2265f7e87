"""The described population of a pack: unknown names, and shares that cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from nightcramp.check.finding import Finding, finding_at
from nightcramp.errors import PackError
from nightcramp.pack.decode import convert
from nightcramp.pack.document import Document
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.load import read_document
from nightcramp.pack.model import Pack
from nightcramp.pack.population import FILE, Population, wrong_in_population


def population_document(folder: PackFolder) -> Document | None:
    """The file as it is written; None where there is none, or it is no TOML."""
    try:
        return read_document(folder, FILE) if folder.has(FILE) else None
    except PackError:
        return None


def check_population(pack: Pack, folder: PackFolder) -> Iterator[Finding]:
    """What is wrong in the file, if the pack has one."""
    if not folder.has(FILE):
        return
    try:
        document = read_document(folder, FILE)
        population = convert(document, Population)
    except PackError as error:
        yield Finding(error.file, error.line, error.rule, "error", error.problem)
        return
    for path, rule, problem in wrong_in_population(pack, population, document):
        yield finding_at(document, path, rule, problem)
