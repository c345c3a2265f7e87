"""`nightcramp export`: what other programs read about nightcramp itself."""

from __future__ import annotations

import argparse
import sys

from nightcramp.cli.commands.content import asked_content, asked_locale, folder_of
from nightcramp.errors import NightcrampError
from nightcramp.pack import load_pack, load_words
from nightcramp.system.output import show_data


def schema(_: argparse.Namespace) -> int:
    """Print the JSON Schema of what `assess --format json` prints."""
    from nightcramp.exchange.json_format import json_schema

    show_data(json_schema())
    return 0


def questionnaire(arguments: argparse.Namespace) -> int:
    """Print the questions as a FHIR Questionnaire."""
    from nightcramp.exchange.fhir.questionnaire import questionnaire as made_of
    from nightcramp.exchange.formats import as_json

    show_data(as_json(made_of(*asked_content(arguments))))
    return 0


def xlsform(arguments: argparse.Namespace) -> int:
    """Write the questions as an XLSForm, in every language of the pack."""
    from nightcramp.exchange.xlsform import Edition
    from nightcramp.exchange.xlsform import xlsform as made_of

    pack, _ = asked_content(arguments)
    folder = folder_of(arguments.pack)
    first = asked_locale(arguments)._replace(country=pack.country)
    languages = dict.fromkeys([pack.language, *pack.about.languages])
    locales = [first._replace(language=language) for language in languages]
    made = made_of(
        Edition(load_pack(folder, locale), load_words(folder, locale)) for locale in locales
    )
    if arguments.output is None and sys.stdout is not None and sys.stdout.isatty():
        # A spreadsheet is no text.
        raise NightcrampError("name a file to write to: nightcramp export xlsform -o cramps.xlsx")
    show_data(made)
    return 0
