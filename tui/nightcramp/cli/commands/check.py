"""`nightcramp check`: mistakes in a content folder, and how it does on its patients."""

from __future__ import annotations

import argparse
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from nightcramp import __version__
from nightcramp.cli.commands.content import asked_folder, folder_of
from nightcramp.pack import load_pack
from nightcramp.pack.locale import Locale
from nightcramp.system.output import show

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


FOUND = 1


def run(arguments: argparse.Namespace) -> int:
    """Print what there is to mend; 1 where something is wrong."""
    if arguments.schema:
        from nightcramp.check.schema import content_schema

        show(content_schema() + "\n")
        return 0
    folder = folder_of(asked_folder(arguments))
    if arguments.vignettes:
        return _play_patients(folder)
    from nightcramp.check.finding import to_json, to_sarif
    from nightcramp.check.run import check_pack

    findings = check_pack(folder, datetime.now(timezone.utc).date().isoformat())
    if arguments.format == "json":
        show(to_json(findings) + "\n")
    elif arguments.format == "sarif":
        show(to_sarif(findings, __version__) + "\n")
    else:
        show("".join(f"{finding}\n" for finding in findings))
    if any(finding.level == "error" for finding in findings):
        return FOUND
    if arguments.format == "text":
        _show_hashes(folder)
    return 0


def _show_hashes(folder: Traversable) -> None:
    """What a sign-off signs."""
    pack = load_pack(folder)
    show(f"pack {pack.about.id} version {pack.about.version}, hash {pack.hash}: no errors\n")
    for language in list(pack.about.languages)[1:]:
        translated = load_pack(folder, Locale(language=language))
        show(f"  in '{language}', hash {translated.translation_hash}\n")


def _play_patients(folder: Traversable) -> int:
    from nightcramp.check.patients import report
    from nightcramp.check.rated_vignettes import report_outside
    from nightcramp.check.sensitivity import move_points, summary
    from nightcramp.pack.vignettes import load_vignettes

    pack = load_pack(folder)
    show(report(pack, folder) + "\n\n")
    moves = list(move_points(pack, folder))
    show(summary(moves, len(load_vignettes(folder))) + "\n")
    outside = report_outside(pack, folder)
    if outside:
        show(f"\n{outside}\n")
    return FOUND if any(move.new_urgency for move in moves) else 0
