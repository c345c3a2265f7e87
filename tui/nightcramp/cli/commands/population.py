"""`nightcramp population N`: answers of made-up people, as whole interviews give them."""

from __future__ import annotations

import argparse

import msgspec

from nightcramp.cli.commands.content import asked_content, folder_of
from nightcramp.errors import NightcrampError
from nightcramp.system.output import show_data


def run(arguments: argparse.Namespace) -> int:
    """Print the answers of so many people, a JSON object a line."""
    from nightcramp.pack.population import load_population
    from nightcramp.triage.population import people

    if arguments.number < 1:
        raise NightcrampError(f"how many people? A whole number from 1, not {arguments.number}.")
    pack = asked_content(arguments)
    population = load_population(pack, folder_of(arguments.pack))
    if population is None:
        raise NightcrampError("this content describes no population: it has no population.toml.")
    for answers in people(pack, population, arguments.number, arguments.seed):
        show_data(msgspec.json.encode(answers) + b"\n")
    return 0
