"""The QR code of the leaflet's qr_summary, on the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.reports.qr_summary import qr_matrix, qr_summary
from nightcramp.wizard.bindings import bindings_for
from nightcramp.wizard.screens.wizard_screen import WizardScreen
from nightcramp.wizard.widgets.qr_code import QrCode

if TYPE_CHECKING:
    from nightcramp.triage.assessment import Assessment


class QrScreen(WizardScreen[None]):
    """Opened over a menu; it has no header, since the code needs every row."""

    PLACES = ("qr",)
    BINDINGS = bindings_for(*PLACES)
    DEFAULT_CLASSES = "-whole"
    body: QrCode

    def __init__(self, found: Assessment) -> None:
        super().__init__()
        self._found = found

    def compose_body(self) -> QrCode:
        """Make the widget between header and key bar."""
        text = qr_summary(self.app.pack, self.words, self._found)
        too_small = self.words.qr.too_small
        ascii_only = self.app.only_ascii
        return QrCode(qr_matrix(text), text, too_small, only_ascii=ascii_only)

    def show(self) -> None:
        """Fill the header, which is not shown."""
        self.header.show(self.words.qr.title)
