"""`nightcramp diff`: what a change of the content changes, and for whom."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from nightcramp.cli.commands.content import folder_of
from nightcramp.errors import NightcrampError
from nightcramp.pack.locale import Locale
from nightcramp.system.output import show, show_data

WAITS_LONGER = 1


def run(arguments: argparse.Namespace) -> int:
    """Print the comparison; 1 where someone waits longer than before."""
    from nightcramp.check.diff.as_html import as_page
    from nightcramp.check.diff.as_text import as_text
    from nightcramp.check.diff.compare import Sampled, compare

    if arguments.people < 0:
        raise NightcrampError("--people takes 0 or more.")
    old, new = (Path(str(folder_of(name))) for name in (arguments.old, arguments.new))
    locale = Locale(country=(arguments.country or "").upper())
    diff = compare(old, new, locale, Sampled(arguments.people, arguments.seed))
    if arguments.format == "json":
        show_data(msgspec.json.format(msgspec.json.encode(diff), indent=2) + b"\n")
    elif arguments.format == "html":
        show(as_page(diff))
    else:
        show(as_text(diff))
    return WAITS_LONGER if diff.waits_longer else 0
