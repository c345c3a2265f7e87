"""`nightcramp export`: what other programs read about nightcramp itself."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from nightcramp.cli.commands.content import (
    asked_content,
    asked_locale,
    folder_of,
    reviewer_of,
)
from nightcramp.errors import NightcrampError
from nightcramp.pack import Pack
from nightcramp.pack.lazy import load_signed
from nightcramp.system.output import show_data


def schema(_: argparse.Namespace) -> int:
    """Print the JSON Schema of what `assess --format json` prints."""
    from nightcramp.exchange.json_format import json_schema

    show_data(json_schema())
    return 0


def questionnaire(arguments: argparse.Namespace) -> int:
    """Print the questions as a FHIR Questionnaire, in every language of the pack."""
    from nightcramp.exchange.fhir.questionnaire import questionnaire as made_of
    from nightcramp.exchange.fhir.translations import with_translations
    from nightcramp.exchange.formats import as_json

    made, *others = map(made_of, _in_every_language(arguments))
    show_data(as_json(with_translations(made, others)))
    return 0


def xlsform(arguments: argparse.Namespace) -> int:
    """Write the questions as an XLSForm, in every language of the pack."""
    from nightcramp.exchange.xlsform import xlsform as made_of

    made = made_of(_in_every_language(arguments))
    if arguments.output is None and sys.stdout is not None and sys.stdout.isatty():
        # A spreadsheet is no text.
        raise NightcrampError("name a file to write to: nightcramp export xlsform -o cramps.xlsx")
    show_data(made)
    return 0


def _in_every_language(arguments: argparse.Namespace) -> Iterator[Pack]:
    """The pack, first in the language that is asked for."""
    pack = asked_content(arguments)
    yield pack
    folder, reviewer = folder_of(arguments.pack), reviewer_of(arguments)
    first = asked_locale(arguments)._replace(country=pack.country)
    for language in pack.about.languages:
        if language != pack.language:
            yield load_signed(folder, first._replace(language=language), reviewer)


def sql(arguments: argparse.Namespace) -> int:
    """Print the rules as a query, or the statement that makes the table it reads."""
    try:
        from nightcramp.exchange.sql.query import query, table
    except ModuleNotFoundError as error:
        if error.name != "sqlglot":
            raise
        raise NightcrampError("SQL needs sqlglot: pip install 'nightcramp[sql]'") from None

    pack = asked_content(arguments)
    fields = arguments.fields.split(",") if arguments.fields else []
    made = (
        table(pack, arguments.dialect)
        if arguments.table
        else query(pack, arguments.dialect, fields)
    )
    show_data(made.encode())
    return 0
