"""`nightcramp book`: the page from which a clinician reviews and signs a pack."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from nightcramp.check.book.book import make_book
from nightcramp.check.book.html import Html
from nightcramp.check.proof.verdict import Verdict
from nightcramp.cli.commands.content import asked_folder, folder_of, insist, reviewer_of
from nightcramp.pack import load_pack
from nightcramp.pack.lazy import load_signed
from nightcramp.pack.locale import Locale
from nightcramp.system.output import show

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_ENGLISH = "en"
PEOPLE, SEED = 2000, 0
"""As `nightcramp diff` has them, where it is not told otherwise."""


def run(arguments: argparse.Namespace) -> int:
    """Print the book.

    Raises:
        NightcrampError: there is no such folder, country or language.
        PackError: the pack, or one of its patients, cannot be read.
        AnswerError: the answers of a patient do not fit the interview.
    """
    folder = folder_of(asked_folder(arguments))
    country = (arguments.country or "").upper()
    reviewer = reviewer_of(arguments)
    pack = load_signed(folder, Locale(country), reviewer)
    insist(arguments, pack.about)
    wished = (arguments.lang or _ENGLISH).lower()
    has_other = wished in pack.about.languages and wished != pack.language
    other = load_signed(folder, Locale(country, wished), reviewer) if has_other else None
    verdicts = _proved(folder) if arguments.prove else ()
    changes = _changed(arguments.since, folder, country) if arguments.since else None
    show(make_book(pack, folder, other, verdicts, changes))
    return 0


def _proved(folder: Traversable) -> list[Verdict]:
    """The verdicts of `nightcramp prove`, which speak of nobody's country."""
    from nightcramp.check.proof.run import prove

    return [*prove(load_pack(folder), folder)]


def _changed(since: str, folder: Traversable, country: str) -> Html:
    """What `nightcramp diff` says."""
    from nightcramp.check.diff.as_html import as_html
    from nightcramp.check.diff.compare import Sampled, compare

    old, new = Path(str(folder_of(since))), Path(str(folder))
    return Html(as_html(compare(old, new, Locale(country), Sampled(PEOPLE, SEED))))
