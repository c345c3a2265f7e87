"""The QR code, on the whole screen."""

from __future__ import annotations

from nightcramp.wizard.screens.wizard_screen import WizardScreen, bindings_for


class QrScreen(WizardScreen[None]):
    """Opened over a menu; it has no header, since the code needs every row."""

    PLACES = ("qr",)
    BINDINGS = bindings_for(*PLACES)
    DEFAULT_CLASSES = "-whole"
