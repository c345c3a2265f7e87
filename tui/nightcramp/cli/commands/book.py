"""`nightcramp book`: the page from which a clinician reviews and signs a pack."""

from __future__ import annotations

import argparse

from nightcramp.check.book.book import make_book
from nightcramp.cli.commands.content import asked_folder, folder_of, insist, reviewer_of
from nightcramp.pack.lazy import load_signed
from nightcramp.pack.locale import Locale
from nightcramp.system.output import show

_ENGLISH = "en"


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
    show(make_book(pack, folder, other))
    return 0
