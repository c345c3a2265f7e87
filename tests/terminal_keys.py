"""What each terminal sends for the keys that the wizard has, by default and in its other modes."""

from __future__ import annotations

CURSOR = ("up", "down", "right", "left", "home", "end", "pageup", "pagedown", "insert", "delete")
FUNCTION = tuple(f"f{number}" for number in range(1, 13))
CONTROL = ("ctrl+c", "ctrl+q", "ctrl+l", "enter", "tab", "escape", "backspace")
SHIFT_TAB = "shift+tab"

_PLAIN = {"\r": "enter", "\t": "tab", "\x1b": "escape", "\x7f": "backspace"}
_CONTROLS = {"\x03": "ctrl+c", "\x11": "ctrl+q", "\x0c": "ctrl+l"}
_ARROWS = dict(zip("ABCDHF", ("up", "down", "right", "left", "home", "end"), strict=False))
_NAMED = ("insert", "delete", "pageup", "pagedown", *FUNCTION[4:])
_ON_TILDE = (2, 3, 5, 6, 15, 17, 18, 19, 20, 21, 23, 24)
_TILDE = {
    f"\x1b[{number}~": name
    for number, name in zip(
        _ON_TILDE, ("insert", "delete", "pageup", "pagedown", *FUNCTION[4:]), strict=False
    )
}
_SHIFTED = {"\x1b[Z": SHIFT_TAB}
_COMMON = {**_PLAIN, **_CONTROLS, **_TILDE, **_SHIFTED}


def _after(introducer: str, finals: dict[str, str]) -> dict[str, str]:
    return {f"\x1b{introducer}{final}": name for final, name in finals.items()}


_PQRS = dict(zip("PQRS", FUNCTION, strict=False))
_CSI_ARROWS, _SS3_ARROWS = _after("[", _ARROWS), _after("O", _ARROWS)
_XTERM = {**_COMMON, **_CSI_ARROWS, **_SS3_ARROWS, **_after("O", _PQRS)}
_FIRST_FOUR = {
    f"\x1b[{number}~": name for number, name in zip(range(11, 15), FUNCTION, strict=False)
}
_ENDS = {"\x1b[1~": "home", "\x1b[4~": "end"}
_KITTY_CONTROL = {
    "\x1b[13u": "enter",
    "\x1b[9u": "tab",
    "\x1b[27u": "escape",
    "\x1b[127u": "backspace",
    "\x1b[99;5u": "ctrl+c",
    "\x1b[113;5u": "ctrl+q",
    "\x1b[108;5u": "ctrl+l",
    "\x1b[9;2u": SHIFT_TAB,
}
_RXVT = {
    **_COMMON,
    **{s: n for s, n in _CSI_ARROWS.items() if n not in ("home", "end")},
    "\x1b[7~": "home",
    "\x1b[8~": "end",
    "\x1b[1~": "home",
    "\x1b[4~": "end",
    **_FIRST_FOUR,
}

TERMINALS: dict[str, dict[str, str]] = {
    "xterm": _XTERM,
    "VTE": {**_XTERM, **_FIRST_FOUR},
    "iTerm2": _XTERM,
    "Windows Terminal": _XTERM,
    "kitty, as it starts": _XTERM,
    "kitty, asked for more": {
        **_COMMON,
        **_CSI_ARROWS,
        "\x1b[P": "f1",
        "\x1b[Q": "f2",
        "\x1b[13~": "f3",
        "\x1b[S": "f4",
        **_KITTY_CONTROL,
    },
    "PuTTY": {**_COMMON, **_CSI_ARROWS, **_SS3_ARROWS, **_ENDS, **_FIRST_FOUR},
    "PuTTY, as VT400": {**_XTERM, **_ENDS},
    "Linux console": {
        **_COMMON,
        **_CSI_ARROWS,
        **_ENDS,
        **{f"\x1b[[{final}": name for final, name in zip("ABCDE", FUNCTION, strict=False)},
    },
    "tmux": {**_XTERM, **_ENDS},
    "rxvt": _RXVT,
}
"""Terminal -> sequence -> name of the key."""


def modified() -> dict[str, str]:
    """The keys with Shift, Alt and Ctrl, as xterm, kitty and others send them."""
    names = {"2": "shift", "3": "alt", "5": "ctrl"}
    found = {
        f"\x1b[1;{number}{final}": f"{modifier}+{name}"
        for number, modifier in names.items()
        for final, name in _ARROWS.items()
    }
    found |= {
        f"\x1b{form}5{final}": f"ctrl+{name}"
        for form in ("[1;", "O", "O1;")
        for final, name in zip("PQS", ("f1", "f2", "f4"), strict=False)
    }
    found |= {
        f"\x1b[{number};5~": f"ctrl+{name}"
        for number, name in ((3, "delete"), (5, "pageup"), (6, "pagedown"), (15, "f5"), (24, "f12"))
    }
    rxvt = {"a": "up", "b": "down", "c": "right", "d": "left"}
    found |= {f"\x1b[{final}": f"shift+{name}" for final, name in rxvt.items()}
    del rxvt["b"]  # Textual takes it for another; nothing is bound to either
    found |= {f"\x1bO{final}": f"ctrl+{name}" for final, name in rxvt.items()}
    return found
