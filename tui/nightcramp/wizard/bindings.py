"""Textual's bindings, made from the key table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

from nightcramp.wizard.keys import TYPED, keys_of

if TYPE_CHECKING:
    from nightcramp.wizard.keys import Place


def bindings_for(*places: Place) -> list[BindingType]:
    """The bindings of a screen.

    They have priority, so that the app acts on each key before it takes the next: keys
    typed ahead of a slow line do what they would have done one by one.

    Args:
        places: every place that the screen can be; `Page.check_action` leaves those
            that work where it is.
    """
    keys = dict.fromkeys(key for place in places for key in keys_of(place))
    return [
        Binding(pressed, key.action.format(key=pressed), key.id, show=False, priority=True)
        for key in keys
        for pressed in key.keys
        if pressed != TYPED
    ]
