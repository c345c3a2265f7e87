"""A comparison of two packs as HTML: a part of a page, or a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from nightcramp.check.diff.as_text import (
    TITLES,
    answers_of,
    named_ids,
    patient_of,
    result_of,
    verdict_of,
    version_of,
)
from nightcramp.check.diff.records import Change, ClinicalDiff, Edit

_STYLE = """
body { font: 11pt/1.35 sans-serif; max-width: 60em; margin: 1em auto; padding: 0 1em; }
.diff table { border-collapse: collapse; width: 100%; }
.diff th, .diff td { border: 1px solid #000; padding: .2em .5em; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }
.diff pre { white-space: pre-wrap; margin: .2em 0; }
.diff .alarm { border: 3px solid #000; padding: .4em .6em; font-weight: bold; }
""".strip()
_NOTHING_FROM_ELSEWHERE = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(diff: ClinicalDiff) -> str:
    """A `section` to stand in another page; it brings no style."""
    return "\n".join(['<section class="diff">', *_parts(diff), "</section>"]) + "\n"


def as_page(diff: ClinicalDiff) -> str:
    """A page of its own, without scripts and with nothing from elsewhere."""
    title = escape(f"What changed: {diff.old.version} to {diff.new.version}")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_FROM_ELSEWHERE}">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n{as_html(diff)}</body>\n</html>\n"
    )


def _parts(diff: ClinicalDiff) -> Iterator[str]:
    for name, version in (("Old", diff.old), ("New", diff.new)):
        yield f"<p>{name}: {escape(version.folder)} ({escape(version_of(version))})</p>"
    if diff.waits_longer:
        yield '<p class="alarm">Someone waits longer than before.</p>'
    yield "<table>\n<tr><th>Who ...</th><th>Is there anyone?</th></tr>"
    yield from (_row(change) for change in diff.changes)
    yield "</table>"
    if diff.people:
        yield f"<p>{escape(diff.population)} {diff.people:,} were made, with seed {diff.seed}.</p>"
    for title, edits in (("Sentences", diff.sentences), ("Rules", diff.rules)):
        yield f"<h3>{title} that changed: {len(edits) or 'none'}</h3>"
        if edits:
            yield "<table>\n<tr><th>Where</th><th>Old</th><th>New</th><th>Who reads it</th></tr>"
            yield from map(_edit, edits)
            yield "</table>"


def _row(change: Change) -> str:
    found = [escape(verdict_of(change))]
    if change.ids:
        found.append(escape(named_ids(change)))
    if witness := change.witness:
        found.append(f"{escape(patient_of(witness))}:")
        found.append(f"<pre>{escape(answers_of(witness))}</pre>")
        found.append(f"old: {escape(result_of(witness.old))}")
        found.append(f"new: {escape(result_of(witness.new))}")
    return f"<tr><th>{escape(TITLES[change.kind])}</th><td>{'<br>'.join(found)}</td></tr>"


def _edit(edit: Edit) -> str:
    language = f"[{edit.language}] " if edit.language else ""
    cells = (f"{language}{edit.file}:{edit.line} {edit.name}", edit.old, edit.new, edit.readers)
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
