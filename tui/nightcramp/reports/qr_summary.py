"""The leaflet's core, short enough for a QR code that a terminal can show."""

from __future__ import annotations

from nightcramp.pack.model import Pack
from nightcramp.reports.result import build_result, headline_limit
from nightcramp.triage.assessment import Assessment

Matrix = tuple[tuple[bool, ...], ...]
"""Rows of a QR code, with its quiet border; True is dark."""

MOST_BYTES = 134
"""What a code of version 6 holds, which a terminal of 24 rows can show."""

_VERSION = 6
_QUIET = 2


def qr_summary(pack: Pack, assessment: Assessment) -> str:
    """What to do and by when, what fits best, what helps: as much as a code can hold."""
    result = build_result(pack, assessment)
    text = ". ".join(filter(None, (result.title, headline_limit(result)))) + "."
    end = " " + pack.words.qr.not_a_diagnosis.format(version=pack.about.version)
    ranked = [topic for topic in result.topics if topic.ranked]
    wanted = [f" {topic.title}." for topic in ranked[:1]]
    wanted += [f" {line.text}" for reason in result.reasons[:1] for line in reason.lines]
    wanted += [
        f" {line.text}" for topic in ranked[:1] for line in topic.lines if line.kind == "step"
    ]
    for sentence in wanted:
        if len((text + sentence + end).encode()) <= MOST_BYTES:
            text += sentence
    return _cut(_cut(text, MOST_BYTES - len(end.encode())) + end, MOST_BYTES)


def _cut(text: str, most: int) -> str:
    return text.encode()[: max(0, most)].decode(errors="ignore")


def qr_matrix(text: str) -> Matrix:
    """The QR code of a text.

    Raises:
        ValueError: the text is longer than `MOST_BYTES`.
    """
    import segno

    code = segno.make(
        text, error="l", mode="byte", encoding="utf-8", micro=False, boost_error=False
    )
    if code.version > _VERSION:  # type: ignore[operator]  # a number, as it is no micro code
        raise ValueError("the text is too long for a code that a terminal can show")
    return tuple(tuple(bool(dark) for dark in row) for row in code.matrix_iter(border=_QUIET))
