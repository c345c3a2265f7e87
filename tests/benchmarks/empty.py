"""The least that Textual can do: an App with one Label, to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import Label

if TYPE_CHECKING:
    from textual.app import ComposeResult

TEXT = "one label and nothing else"


class Empty(App[None]):
    def compose(self) -> ComposeResult:
        yield Label(TEXT)


if __name__ == "__main__":
    Empty().run(mouse=False)
