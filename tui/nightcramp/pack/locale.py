"""How a pack speaks to one person: whose numbers, which language, which characters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

PLAIN = "plain"
_ASK_FOR_LINES = ("NIGHTCRAMP_ACCESSIBLE", "ACCESSIBLE")
_POOR_TERMINALS = frozenset({"linux", "vt100"})


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
    named = next((name for name in names if name), "").partition(".")[0].partition("@")[0]
    language, line, country = named.partition("_")
    in_capitals = _is_code(country, (2,)) and country.isupper()
    if not _is_code(language, (2, 3)) or (line and not in_capitals):
        language = country = ""
    wished = [wish for wish in wishes(environment) if wish != PLAIN]
    return Locale(country, wished[0] if wished else language.lower())


def _is_code(code: str, lengths: tuple[int, ...]) -> bool:
    return len(code) in lengths and code.isascii() and code.isalpha()


def wishes(environment: Mapping[str, str]) -> list[str]:
    """What `LC_NIGHTCRAMP` asks for: a language, `plain`, or both."""
    wished = environment.get("LC_NIGHTCRAMP", "")
    return "".join(char if "a" <= char <= "z" else " " for char in wished).split()


def asks_for_lines(environment: Mapping[str, str]) -> bool:
    """Whether an environment asks for line mode."""
    asked = any(environment.get(name, "0") not in ("", "0") for name in _ASK_FOR_LINES)
    return asked or PLAIN in wishes(environment)


def shows_only_ascii(environment: Mapping[str, str], encoding: str | None) -> bool:
    """Whether output is best kept to ASCII: by the locale, or by the kind of terminal.

    Args:
        environment: that of the process.
        encoding: that of its output.
    """
    named = environment.get("LC_ALL") or environment.get("LANG", "")
    return (
        not (encoding or "").lower().startswith("utf")
        # Python takes UTF-8 where it does not know a locale; the terminal it names does not.
        or bool(named and "utf" not in named.lower())
        or environment.get("TERM", "") in _POOR_TERMINALS
    )
