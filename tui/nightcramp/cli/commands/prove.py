"""`nightcramp prove`: what holds for all answers to a pack, and who shows that it does not."""

from __future__ import annotations

import argparse

from nightcramp.cli.commands.content import asked_folder, folder_of
from nightcramp.pack import load_pack
from nightcramp.system.output import show

REFUTED = 1


def run(arguments: argparse.Namespace) -> int:
    """Print a verdict for each property; 1 where one is refuted."""
    from nightcramp.check.proof.run import as_json, as_text, prove

    folder = folder_of(asked_folder(arguments))
    verdicts = []
    for verdict in prove(load_pack(folder), folder):
        verdicts.append(verdict)
        if arguments.format == "text":
            show(as_text(verdict))
    if arguments.format == "json":
        show(as_json(verdicts))
    return REFUTED if any(verdict.result == "refuted" for verdict in verdicts) else 0
