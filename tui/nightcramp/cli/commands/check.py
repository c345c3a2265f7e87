"""`nightcramp check`: mistakes in a content folder, and how it does on its patients."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from nightcramp import __version__
from nightcramp.cli.commands.content import asked_folder, folder_of, today
from nightcramp.clinic.signatures import Signatures, unsigned
from nightcramp.errors import NightcrampError
from nightcramp.pack import load_pack
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.hashes import hashes_of
from nightcramp.pack.load import read_front
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
    if arguments.signed:
        return _show_sign_offs(folder, arguments.accepted)
    if arguments.accepted is not None:
        raise NightcrampError("--signers needs --signed, when content is checked.")
    from nightcramp.check.finding import to_json, to_sarif
    from nightcramp.check.run import check_pack

    findings = check_pack(folder, today())
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
    files = PackFolder(folder)
    about = read_front(files).about
    first, *others = hashes_of(files, about).items()
    show(f"pack {about.id} version {about.version}, hash {first[1].content}: no errors\n")
    for language, hashes in others:
        show(f"  in '{language}', hash {hashes.translation}\n")
    show(f"  patients and other files, hash {first[1].patients}\n")


def _show_sign_offs(folder: Traversable, signers: str | None) -> int:
    """Who signed the pack in each language, and whether that holds; 0 where all are signed."""
    files, day = PackFolder(folder), today()
    about = read_front(files).about
    signatures = Signatures(Path(signers) if signers is not None else None, day)
    checked = list(signatures.check(files, about))
    for one in checked:
        said, holds = one.sign_off, f"does not hold: {one.problem}" if one.problem else "holds"
        show(f"{one.file}: '{said.language}', signed by {said.signer} on {said.date}: {holds}\n")
    lacking = unsigned(about, checked)
    for language in about.languages:
        show(f"'{language}' is {'not ' if language in lacking else ''}signed\n")
    if about.review_by < day:
        show(f"the pack was to be reviewed again by {about.review_by}\n")
    return FOUND if lacking else 0


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
