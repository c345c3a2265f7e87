"""How a pack speaks to one person: whose numbers, which language, which characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOCALE = re.compile(r"([A-Za-z]{2,3})(?:_([A-Z]{2}))?(?:[.@]|$)")
_WISH = re.compile(r"[a-z]+")


class Locale(NamedTuple):
    """For whom a pack is loaded; what a pack does not have, it answers with its own.

    Attributes:
        country: code of a country in `pack.toml`: whom to call, which cut-offs hold.
        language: code of a language in `pack.toml`.
        ascii: whether nothing but ASCII can be shown.
    """

    country: str = ""
    language: str = ""
    ascii: bool = False


def locale_of(environment: Mapping[str, str]) -> Locale:
    """Country and language that an environment names: `GB` and `en` of `en_GB.UTF-8`.

    `LC_NIGHTCRAMP`, which gets through sshd, names a language before all others.
    """
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    match = _LOCALE.match(next((name for name in names if name), ""))
    language, country = (match[1].lower(), match[2] or "") if match else ("", "")
    wished = [wish for wish in wishes(environment) if wish != PLAIN]
    return Locale(country, wished[0] if wished else language)


PLAIN = "plain"


def wishes(environment: Mapping[str, str]) -> list[str]:
    """What `LC_NIGHTCRAMP` asks for: a language, `plain`, or both."""
    return _WISH.findall(environment.get("LC_NIGHTCRAMP", ""))
