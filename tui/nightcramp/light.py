"""`NamedTuple` for what the first screen is made of.

Importing `typing` takes half as long as starting Python, and the first screen is drawn
before it. Whoever is part of that sets `TYPE_CHECKING` to False for itself.
"""

from collections import namedtuple

_MAKES_THE_CLASS = frozenset({"__annotations__", "__qualname__"})


class _Fields(type):
    """Makes a class of annotated fields a named tuple, as `typing.NamedTuple` does."""

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
        if not bases:
            return super().__new__(cls, name, bases, body)
        fields = list(body["__annotations__"])  # type: ignore[call-overload]
        defaults = [body[field] for field in fields if field in body]
        made = namedtuple(name, fields, defaults=defaults)  # type: ignore[misc]  # noqa: PYI024
        for attribute, value in body.items():
            if attribute not in _MAKES_THE_CLASS and attribute not in fields:
                setattr(made, attribute, value)
        return made


class NamedTuple(metaclass=_Fields):
    """The base of a tuple whose fields have names; type checkers take it for `typing`'s."""
