"""An app that gives nothing away: no traceback, no picture of the screen, no browser."""

from __future__ import annotations

from typing import Any

from textual.app import App

BROKEN = 70


class GuardedApp(App[None], inherit_bindings=False, inherit_css=False):
    """Ends in silence where it breaks, and refuses what would show answers to others.

    Attributes:
        broken_by: the exception that ended the app.
    """

    broken_by: Exception | None = None

    # The next two are Textual's private names. It has no public hook for an exception, and
    # would print the traceback with all local variables: a patient's answers among them.

    def _handle_exception(self, error: Exception) -> None:
        """End without a word."""
        self._return_code = BROKEN
        if self.broken_by is None:
            self.broken_by = self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """End without a word, where Textual would print what it knows."""
        self._close_messages_no_wait()

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Refuse: a picture of the screen is a picture of the answers."""

    def deliver_screenshot(self, *_args: Any, **_options: Any) -> None:
        """Refuse, as above."""

    def save_screenshot(self, *_args: Any, **_options: Any) -> str:
        """Refuse, as above."""
        return ""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Refuse: the browser would open on the clinic's machine."""
