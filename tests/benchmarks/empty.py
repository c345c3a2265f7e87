"""The least that Textual can do: an App with one Label, which a key changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import Label

if TYPE_CHECKING:
    from textual.app import ComposeResult

TEXT = "one label and nothing else"
PRESSED = "and a key was pressed"


class Empty(App[None]):
    def compose(self) -> ComposeResult:
        yield Label(TEXT)

    def on_key(self) -> None:
        self.query_one(Label).update(PRESSED)


if __name__ == "__main__":
    Empty().run(mouse=False)
