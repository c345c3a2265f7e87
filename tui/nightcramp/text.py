"""Text from outside, made safe to show."""

from __future__ import annotations

import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co"})


def clean(text: str) -> str:
    """Drop what could drive a terminal; keep newlines and every visible character.

    Control, format, surrogate and private-use characters go (Unicode categories
    Cc, Cf, Cs, Co): escape sequences, C1 codes and direction overrides among them.
    """
    if text.isprintable():
        return text
    return "".join(
        char for char in text if char == "\n" or unicodedata.category(char) not in _UNSAFE
    )


def says_something(text: str) -> bool:
    """Whether a text has a letter or a digit that can be seen."""
    return any(char.isalnum() for char in clean(text))


def shortened(text: str, most: int = 500) -> str:
    """The text, or its beginning where it is longer: a sentence that names a file of a megabyte."""
    return text if len(text) <= most else f"{text[:most]} ..."


UNSHIFTED_DIGITS = frozenset("&é\"'(-è_çà§!")
"""What a French or a Belgian keyboard types where others type 1 to 0."""


def plain_digits(text: str) -> str:
    """The text with every digit as one of 0 to 9: full-width digits, and those of other scripts."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char, char)) for char in text)


def in_words(name: str) -> str:
    """The id of a suspect or a code as a clinician reads it."""
    return name.replace("_", " ")


_SPELLED = str.maketrans(
    {"ñ": "ni", "Ñ": "Ni", "ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "oe", "Ø": "Oe"}
    | dict.fromkeys("¿¡", "")
    | dict.fromkeys("─\u2010\u2011\u2012\u2013\u2014\u2212·", "-")
    | dict.fromkeys("\u2018\u2019", "'")
    | dict.fromkeys("\u201c\u201d«»", '"')
    | {"▲": "^", "▼": "v", "◄": "<-", "►": ">"}
    | {"\u2026": "...", "\u00a0": " ", "\u00d7": "x"}
)


def to_ascii(text: str) -> str:
    """The text in ASCII: accents go, `ñ` is spelled `ni`, what is left is a question mark."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).translate(_SPELLED))
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return kept.encode("ascii", "replace").decode("ascii")
