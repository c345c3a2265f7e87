"""What the wizard is told on a command line that is plain enough to be read without argparse.

argparse and the grammar of all commands take as long as Python itself to start. What this
leaves open, a command, a mistake, a request for help, argparse reads (`options.py`).
"""

from __future__ import annotations

from types import SimpleNamespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Literal, NamedTuple
else:
    from nightcramp.light import NamedTuple


class Option(NamedTuple):
    """An option of the wizard.

    Attributes:
        kind: what follows it: nothing, a text, or a number of seconds.
        default: what it is where it is not given.
        choices: what the text must be one of; empty for any.
    """

    kind: Literal["flag", "text", "seconds"]
    default: str | bool | None = None
    choices: tuple[str, ...] = ()


_FLAG, _TEXT, _SECONDS = Option("flag", default=False), Option("text"), Option("seconds")

OPTIONS = {
    "--country": _TEXT,
    "--lang": _TEXT,
    "--pack": _TEXT,
    "--theme": Option("text", "dark", ("dark", "light", "high-contrast")),
    "--plain": _FLAG,
    "--ascii": _FLAG,
    "--save-dir": _TEXT,
    "--terminal-printing": _FLAG,
    "--kiosk": _FLAG,
    "--blank-after": _SECONDS,
    "--discard-after": _SECONDS,
    "--session-limit": _SECONDS,
    "--printing": _FLAG,
    "--audit": Option("text", ""),
    "--resume": _FLAG,
    "--debug-log": _TEXT,
}
"""Of the wizard's options all but `--code`, which may stand with a value or without."""

DEFAULTS: dict[str, Any] = {
    "does": "wizard:run",
    "code": None,
    **{name[2:].replace("-", "_"): option.default for name, option in OPTIONS.items()},
}
"""What a command line without any option says."""


def read_plain(arguments: Sequence[str]) -> SimpleNamespace | None:
    """What is asked of the wizard, as argparse would give it; None where argparse is needed."""
    found = SimpleNamespace(**DEFAULTS)
    given = iter(arguments)
    for argument in given:
        name, says, value = argument.partition("=")
        option = OPTIONS.get(name)
        if option is None:
            return None
        if option.kind == "flag":
            told: object = True if not says else None
        else:
            told = _told(option, value if says else next(given, ""))
        if told is None:
            return None
        setattr(found, name[2:].replace("-", "_"), told)
    return found


def _told(option: Option, value: str) -> str | float | None:
    if not value or value.startswith("-") or (option.choices and value not in option.choices):
        return None
    if option.kind == "text":
        return value
    try:
        return float(value)
    except ValueError:
        return None
