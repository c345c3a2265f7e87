"""Text from outside, made safe to show."""

from __future__ import annotations

import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co"})


def clean(text: str) -> str:
    """Drop what could drive a terminal; keep newlines and every visible character.

    Control, format, surrogate and private-use characters go (Unicode categories
    Cc, Cf, Cs, Co): escape sequences, C1 codes and direction overrides among them.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char for char in text if char == "\n" or unicodedata.category(char) not in _UNSAFE
    )
