"""One question with five answers, by urwid."""

import sys

import urwid

answers = [urwid.AttrMap(urwid.Button(text), None, "focus") for text in sys.argv[2:]]
rows = urwid.SimpleFocusListWalker([urwid.Text(sys.argv[1]), *answers])
urwid.MainLoop(urwid.ListBox(rows), [("focus", "standout", "")], handle_mouse=False).run()
