"""What terminals say by themselves: replies and reports, whole, in 7 bits."""

from __future__ import annotations

_ST, _BEL = "\x1b\\", "\x07"

ATTRIBUTES = (
    *("\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c", "\x1b[>41;388;0c"),  # xterm
    *(
        "\x1b[?65;1;9c",
        "\x1b[>65;7008;1c",
        "\x1b[?61;4;6;7;14;21;22;23;24;28;32;42c",
    ),  # VTE, Windows
    *("\x1b[?62;c", "\x1b[>1;4000;35c"),  # kitty
    *("\x1b[?62;4c", "\x1b[>41;2500;0c"),  # iTerm2
    *("\x1b[>0;10;1c", "\x1b[?6c", "\x1b[>0;136;0c"),  # Windows, PuTTY, the Linux console
    *("\x1b[?1;2;4c", "\x1b[>84;0;0c", "\x1b[=1;2c", "\x1b/Z"),  # tmux; VT420, VT52
)
"""Which terminal it is."""

STATES = (
    *("\x1b[0n", "\x1b[3n", "\x1b[?13n", "\x1b[?21n", "\x1b[?27;1;0;0n", "\x1b[?997;1n"),
    *("\x1b[8;1R", "\x1b[24;80R", "\x1b[?8;24;1R", "\x1b[?1u", "\x1b[?25u", "\x1b[>4;2m"),
    *(f"\x1b[?{mode};{state}$y" for mode in (1, 1004, 2004, 2026, 2048) for state in range(5)),
    *("\x1b[4;1$y", "\x1b[2;1;1;128;128;1;0x", "\x1b[1;0;256S", "\x1b[?2;0;640;480S"),
    *("\x1b[1t", "\x1b[2t", "\x1b[3;88;88t", "\x1b[4;480;640t", "\x1b[5;1080;1920t"),
    *("\x1b[6;18;9t", "\x1b[8;24;80t", "\x1b[9;50;200t", "\x1b[48;24;80;480;640t"),
    *("\x1b[1;1;8;8&w", "\x1b[?8;8;8v", "\x1b[8{", "\x1b[1;1'z"),
    *("\x1b[I", "\x1b[O"),
)
"""What state it is in: cursor, modes, window, focus."""

STRINGS = (
    *(f"\x1b]{code};rgb:1e1e/8888/2222" for code in (10, 11, 12, "4;8", "5;1", 17, 19)),
    *("\x1b]11;rgba:1e/88/22/ff", "\x1b]52;c;ODg4", "\x1b]52;p;", "\x1b]L8", "\x1b]l8 1"),
    *("\x1b]1337;ReportCellSize=18.0;8.0;2.0", "\x1b]1337;Capabilities=T3Cw8", "\x1b]99;i=8:p=?;8"),
    *("\x1b]21;foreground=rgb:88/88/88", "\x1b]50;8x13", "\x1b]8;;"),
    *("\x1bP>|xterm(388)", "\x1bP>|kitty(0.35.2)", "\x1bP>|iTerm2 3.5.8", "\x1bP>|tmux 3.4"),
    *("\x1bP>|VTE(7600)", "\x1bP!|00000000", "\x1bP!|7E565445", "\x1bP1!~8888"),
    *("\x1bP1+r544e=787465726d2d323536", "\x1bP0+r544e", "\x1bP1+r436f=323536;524742=38"),
    *("\x1bP1$r0;1;38;5;8m", "\x1bP1$r1;24r", "\x1bP1$r2 q", "\x1bP0$r", '\x1bP1$r64;1"p'),
    *("\x1bP1$u8;1;1;@;@;@;0;2;@;BB%5%5", "\x1bP2$u9/17/25", "\x1bP0!u%5"),
    *("\x1b_Gi=31;OK", "\x1b_Gi=8,p=8;ENOENT:8 not found", "\x1b_8 1", "\x1b^8 1", "\x1bX8 1"),
)
"""Colors, clipboard, names, settings, pictures; without their end."""

MOUSE = (
    *("\x1b[<0;18;8M", "\x1b[<0;18;8m", "\x1b[<64;8;8M", "\x1b[<35;81;8M", "\x1b[32;18;8M"),
    *("\x1b[M 88", "\x1b[M#18", "\x1b[M`18"),
)

CHARACTER_SETS = (
    *(f"\x1b{begun}{end}" for begun in "()*+-./" for end in "08AB"),
    *("\x1b%8", "\x1b%G", "\x1b#8", "\x1bN8", "\x1b(%5", "\x1b$(8", '\x1b("8', "\x1b!8", "\x1b&8"),
)
"""ISO 2022."""

SPACE_SEQUENCE = "\x1b 8"
"""Sent by no terminal; apart from its Escape it is a space that somebody typed."""

PASTES = ("\x1b[200~8 1\r8\x1b[201~", "\x1b[201~")

REPLIES = (
    *ATTRIBUTES,
    *STATES,
    *(f"{string}{end}" for string in STRINGS for end in (_ST, _BEL)),
    *MOUSE,
    *CHARACTER_SETS,
    *PASTES,
)


def in_8_bits(reply: str) -> str:
    """The same with each pair of an Escape and a capital as one character, C1."""
    for code in range(0x40, 0x60):
        reply = reply.replace(f"\x1b{chr(code)}", chr(code + 0x40))
    return reply
