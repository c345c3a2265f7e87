"""Which pack a command line asks for: its folder, and for whom it is read."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from nightcramp.errors import NightcrampError
from nightcramp.pack.lazy import LazyPack, Reviewer, load_signed
from nightcramp.pack.load import content_folder
from nightcramp.pack.locale import Locale, locale_of, shows_only_ascii
from nightcramp.pack.model import About, Pack
from nightcramp.text import shortened

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def folder_of(name: str | None) -> Traversable:
    """The folder named, or the pack that came with the program.

    Raises:
        NightcrampError: there is no such folder.
    """
    if name is None:
        return content_folder()
    folder = Path(name)
    try:
        there = folder.is_dir()
    except OSError:  # the name is too long, or a folder above it is closed
        there = False
    if not there:
        raise NightcrampError(f"{shortened(name)}: there is no such folder.")
    return folder


def asked_folder(arguments: argparse.Namespace) -> str | None:
    """The folder that a command names as its argument, or as an option; None if neither.

    Raises:
        NightcrampError: it names two.
    """
    folder, pack = arguments.folder, arguments.pack
    if folder is not None and pack is not None:
        raise NightcrampError(f"one content folder at a time: {folder} or --pack {pack}.")
    named: str | None = pack if folder is None else folder
    return named


def asked_locale(arguments: argparse.Namespace) -> Locale:
    """What the command line asks for, and the environment where it says nothing."""
    locale = locale_of(os.environ)
    if arguments.country is not None:
        locale = locale._replace(country=arguments.country.upper())
    if arguments.lang is not None:
        locale = locale._replace(language=arguments.lang.lower())
    return locale


def insist(arguments: argparse.Namespace, about: About) -> None:
    """What was asked for by name must be there.

    Raises:
        NightcrampError: the pack has no such country or language.
    """
    country, language = arguments.country, arguments.lang
    if country is not None and country.upper() not in about.countries:
        known = ", ".join(f"{code} ({c.name})" for code, c in about.countries.items())
        raise NightcrampError(f"country '{country}' is not known. Known are {known}.")
    if language is not None and language.lower() not in about.languages:
        known = ", ".join(f"{code} ({one.name})" for code, one in about.languages.items())
        raise NightcrampError(f"language '{language}' is not known. Known are {known}.")


def asked_content(arguments: argparse.Namespace) -> Pack:
    """The pack that is asked for, whole.

    Raises:
        NightcrampError: there is no such folder, country or language.
        PackError: it cannot be read.
    """
    folder = folder_of(arguments.pack)
    pack = load_signed(folder, asked_locale(arguments), reviewer_of(arguments))
    insist(arguments, pack.about)
    return pack


def lazy_pack(arguments: argparse.Namespace) -> LazyPack:
    """The pack that is asked for, as far as the first screen needs it.

    Raises:
        NightcrampError: there is no such folder, country or language.
        PackError: it cannot be read.
    """
    encoding = getattr(sys.__stdout__, "encoding", None)
    only_ascii = arguments.ascii or shows_only_ascii(os.environ, encoding)
    locale = asked_locale(arguments)._replace(ascii=only_ascii)
    front = LazyPack(folder_of(arguments.pack), locale, reviewer_of(arguments))
    insist(arguments, front.about)
    if arguments.require_signed:
        _ = front.whole  # refused before anything is shown
    return front


def reviewer_of(arguments: argparse.Namespace) -> Reviewer | None:
    """What checks the sign-offs; None where no list of signers is named.

    Raises:
        NightcrampError: signatures are required, and no list of signers is named; or there is no
            such list.
    """
    if arguments.signers is None:
        if arguments.require_signed:
            raise NightcrampError(
                "--require-signed needs --signers, such as --signers /etc/nightcramp/signers."
            )
        return None
    from nightcramp.clinic.signatures import Signatures  # most packs are read without it

    return Signatures(Path(arguments.signers), today(), required=arguments.require_signed)


def today() -> str:
    """The day, as "2026-11-29", in UTC."""
    return datetime.now(timezone.utc).date().isoformat()
