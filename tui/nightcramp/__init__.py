"""Find out why legs and feet cramp at night, and how soon to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nightcramp.errors import AnswerError, NightcrampError, PackError
    from nightcramp.library import assess, interview, load_pack, render
    from nightcramp.triage import Answers, Assessment

__version__ = "0.1.0"

__all__ = [
    "AnswerError",
    "Answers",
    "Assessment",
    "NightcrampError",
    "PackError",
    "assess",
    "interview",
    "load_pack",
    "render",
]


def __getattr__(name: str) -> Any:
    """What is public, read when it is asked for: the command needs none of it to start."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from nightcramp import errors, library, triage

    homes = (library, triage, errors)
    return next(getattr(home, name) for home in homes if hasattr(home, name))


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
