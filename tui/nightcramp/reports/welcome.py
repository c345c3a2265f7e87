"""What is said first: what this is and is not, and how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.reports.part import Part

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.pack.late import LatePack
    from nightcramp.pack.words import WelcomeWords


def welcome_parts(pack: Pack | LatePack, words: WelcomeWords, how_to: str) -> tuple[Part, ...]:
    """What is read before the first question, in the pack's country.

    Args:
        pack: as far as it is known by then.
        words: the first screen's.
        how_to: how an answer is given here.
    """
    parts = [
        Part("text", words.what),
        Part("text", words.what_not),
        *([] if pack.reviewed else [Part("text", words.not_reviewed)]),
        Part("text", words.how_long),
        Part("text", how_to),
        Part("heading", words.begin),
    ]
    if len(pack.about.languages) > 1:
        parts.append(Part("text", ", ".join(_numbered_languages(pack))))
    return tuple(piece for part in parts for piece in (Part("gap"), part))


def _numbered_languages(pack: Pack | LatePack) -> tuple[str, ...]:
    """Each language with its number, named in itself."""
    languages = pack.about.languages.values()
    return tuple(f"{number} {language.name}" for number, language in enumerate(languages, 1))
