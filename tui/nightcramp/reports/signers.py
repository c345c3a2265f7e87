"""Who has reviewed the content, as it is said beside what rests on it."""

from __future__ import annotations

from nightcramp.pack import Pack
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.words import Words


def review_line(pack: Pack | LazyPack, words: Words) -> str:
    """Who signed the content, in which language and when; or that nobody has reviewed it."""
    signed = pack.signed
    if not signed.by:
        return words.welcome.not_reviewed
    said = [
        words.sign_off.by.format(name=one.name, role=one.role, date=one.date, language=one.language)
        for one in signed.by
    ]
    if signed.overdue:
        said.append(words.sign_off.overdue.format(date=pack.about.review_by))
    return " ".join(said)


def pack_line(pack: Pack) -> str:
    """Which content something rests on, and who has reviewed it."""
    words = pack.words
    version = words.results.pack.format(version=pack.about.version)
    if pack.reviewed:
        return f"{version}. {review_line(pack, words)}"
    return f"{version}, {words.results.not_reviewed}."


def short_lines(pack: Pack) -> tuple[str, ...]:
    """The same where there is little room: to choose from, the longest first."""
    words = pack.words
    version = words.results.pack.format(version=pack.about.version)
    if not pack.reviewed:
        notes = (words.results.not_reviewed, words.results.not_reviewed_short)
        return tuple(f"{version}, {note}" for note in notes)
    signed = pack.signed
    note = words.sign_off.overdue_short if signed.overdue else words.sign_off.short
    latest = max(one.date for one in signed.by)
    short = note.format(date=pack.about.review_by if signed.overdue else latest)
    return (pack_line(pack), f"{version}, {short}", version)
