"""The QR code of the leaflet's core, on the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.reports.qr_summary import qr_matrix, qr_summary
from nightcramp.wizard.screens.page import Page
from nightcramp.wizard.widgets.qr_code import QrCode

if TYPE_CHECKING:
    from nightcramp.triage.assess import Assessment
    from nightcramp.wizard.app import NightcrampApp
    from nightcramp.wizard.keys import Place


class QrScreen(Page):
    """Opened over a menu; it has no header, since the code needs every row."""

    body: QrCode

    def __init__(self, wizard: NightcrampApp, found: Assessment) -> None:
        self._found = found
        super().__init__(wizard)
        self.add_class("-whole")

    @property
    def place(self) -> Place:
        """Which keys work now."""
        return "qr"

    def make_body(self) -> QrCode:
        """The widget between header and key bar."""
        text = qr_summary(self.wizard.pack, self.words, self._found)
        too_small = self.words.qr.too_small
        ascii_only = self.wizard.only_ascii
        return QrCode(qr_matrix(text), text, too_small, only_ascii=ascii_only)

    def show(self) -> None:
        """Fill the header, which is not shown."""
        self.header.show(self.words.qr.title)
