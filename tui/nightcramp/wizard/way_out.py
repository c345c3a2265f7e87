"""The way out: which page, and what to do with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

import msgspec

from nightcramp.errors import DeliveryError
from nightcramp.exchange.papers import Paper, Papers
from nightcramp.reports.blocks import GAP, Block
from nightcramp.system import delivery
from nightcramp.triage.assess import assess
from nightcramp.wizard.interview_app import InterviewApp
from nightcramp.wizard.screens.confirm_screen import Decision
from nightcramp.wizard.screens.menu_screen import MenuScreen
from nightcramp.wizard.screens.reading_screen import ReadingScreen
from nightcramp.wizard.screens.typing_screen import Asked, TypingScreen

Step: TypeAlias = Callable[[], Awaitable[None]]
"""What is done next."""
Items: TypeAlias = list[tuple[str, Step]]
"""A menu: each label, and what is done where it is chosen."""


class WayOut:
    """The menus from the results screen to a file, a printer, a clipboard or a phone.

    Each is closed by a choice, and opened again when what was chosen is done.

    Args:
        app: opens the screens.
    """

    def __init__(self, app: InterviewApp) -> None:
        self.app = app
        self._words = app.words
        self._out = app.words.out
        self._permissions = app.permissions
        self._chosen: Paper | None = None
        self._papers = Papers(app.pack, app.interview.answers)
        self._focus: dict[str, int] = {}

    async def choose_paper(self) -> None:
        """Ask what is to be taken along."""
        out = self._out
        self._chosen = None
        items: Items = [
            (out.leaflet, lambda: self._choose_way(self._papers.leaflet())),
            (out.handover, lambda: self._choose_way(self._papers.handover())),
            (out.diary, lambda: self._choose_way(self._papers.diary())),
            (out.qr, self._show_qr),
            (out.code, self._show_code),
            (out.data, lambda: self._choose_way(self._papers.data())),
            (out.record, lambda: self._choose_way(self._papers.record())),
        ]
        await self._menu(out.which, items)

    async def _reopen(self, _result: None = None) -> None:
        """Open the menu that this came from."""
        if self._chosen is None:
            await self.choose_paper()
        else:
            await self._choose_way(self._chosen)

    async def _choose_way(self, paper: Paper) -> None:
        """Ask what is to happen with it; only what is possible here is offered."""
        out, allowed = self._out, self._permissions
        self._chosen = paper
        items: Items = [(out.show, lambda: self._read(paper.title, paper.parts()))]
        if allowed.save:
            items.append((out.save, lambda: self._save(paper)))
        if allowed.printers and delivery.can_print():
            items.append((out.print, lambda: self._choose_printer(paper)))
        if allowed.terminal_printer:
            items.append((out.print_terminal, lambda: self._print_through(paper)))
        if allowed.terminal:
            items.append((out.copy, lambda: self._copy(paper)))
        await self._menu(out.how, items, self.choose_paper, paper.title)

    async def _save(self, paper: Paper) -> None:
        if self._permissions.folder is not None:
            await self._write(paper, delivery.any_name(self._permissions.folder, paper.suffix))
        else:
            await self._ask_name(paper)

    async def _ask_name(self, paper: Paper, typed: str = "", problem: str = "") -> None:
        """Ask where to save it; a name that cannot be used can be mended."""
        out = self._out
        proposed = _absolute(f"nightcramp-{paper.name}{paper.suffix}")
        asked = Asked(out.save, out.save_where, out.save_proposed.format(path=proposed))

        async def named(name: str | None) -> None:
            if name is None:
                await self._reopen()
            else:
                await self._save_as(paper, name, _absolute(name) if name else proposed)

        await self.app.open(TypingScreen(asked, typed, problem), named)

    async def _save_as(self, paper: Paper, typed: str, path: Path | None) -> None:
        if path is None:
            await self._ask_name(paper, typed, self._out.bad_name)
            return
        try:
            delivery.save(path, paper.render(path.suffix.lower()))
        except DeliveryError as error:
            if error.kind == "exists":
                await self._ask_to_replace(paper, typed, path)
            else:
                await self._ask_name(paper, typed, error.sentence(self._words))
        else:
            await self._tell(self._out.saved.format(path=path))

    async def _ask_to_replace(self, paper: Paper, typed: str, path: Path) -> None:
        from nightcramp.wizard.screens.confirm_screen import ConfirmScreen

        words = self._words.overwrite
        words = msgspec.structs.replace(words, text=words.text.format(path=path))

        async def decided(decision: Decision | None) -> None:
            if decision == "go":
                await self._write(paper, path, replace=True)
            else:
                await self._ask_name(paper, typed)

        await self.app.open(ConfirmScreen(words), decided)

    async def _write(self, paper: Paper, path: Path, *, replace: bool = False) -> None:
        text = paper.render(path.suffix.lower())
        write = partial(delivery.save, path, text, replace=replace)
        await self._deliver(write, self._out.saved.format(path=path))

    async def _deliver(self, deliver: Callable[[], None], done: str) -> None:
        """Deliver something, and tell that it is done, or why it is not."""
        try:
            deliver()
        except DeliveryError as error:
            done = error.sentence(self._words)
        await self._tell(done)

    async def _choose_printer(self, paper: Paper) -> None:
        try:
            names = delivery.printers()
        except DeliveryError as error:
            await self._tell(error.sentence(self._words))
            return
        if not names:
            await self._tell(self._out.no_printer)
            return
        items: Items = [(name, partial(self._print_on, name, paper)) for name in names]
        await self._menu(self._out.which_printer, items, self._reopen)

    async def _print_on(self, printer: str, paper: Paper) -> None:
        send = partial(delivery.print_on, printer, paper.render(".txt"))
        await self._deliver(send, self._out.printed.format(printer=printer))

    async def _print_through(self, paper: Paper) -> None:
        self.app.send(delivery.for_terminal_printer(paper.render(".txt")))
        await self._tell(self._out.sent)

    async def _copy(self, paper: Paper) -> None:
        self.app.send(delivery.for_clipboard(paper.render(".txt")))
        await self._tell(self._out.copied)

    async def _show_qr(self) -> None:
        from nightcramp.reports.qr_summary import qr_matrix, qr_summary
        from nightcramp.wizard.screens.qr_screen import QrScreen
        from nightcramp.wizard.widgets.qr_code import QrCode

        found = assess(self.app.pack, self.app.interview.answers)
        text = qr_summary(self.app.pack, found)
        code = QrCode(qr_matrix(text), text, ascii_only=self.app.only_ascii)
        await self.app.open(QrScreen(code, self._words.qr.title), self._reopen)

    async def _show_code(self) -> None:
        parts = [Block("heading", self._papers.code), GAP, Block("text", self._out.code_text)]
        await self._read(self._out.code, parts)

    async def _tell(self, text: str) -> None:
        await self._read(self._out.title, [Block("text", text)])

    async def _read(self, title: str, parts: Sequence[Block]) -> None:
        await self.app.open(ReadingScreen(title, (GAP, *parts)), self._reopen)

    async def _menu(
        self, text: str, items: Items, closed: Step | None = None, title: str = ""
    ) -> None:
        """Open a menu.

        Args:
            text: the question.
            items: each label, and the step to run when it is chosen.
            closed: step to run when the menu is closed.
            title: of the screen; the usual one by default.
        """
        labels, steps = tuple(label for label, _ in items), [step for _, step in items]

        async def chosen(place: int | None) -> None:
            if place is not None:
                self._focus[text] = place
                await steps[place]()
            elif closed is not None:
                await closed()

        screen = MenuScreen(title or self._out.title, text, labels, self._focus.get(text, 0))
        await self.app.open(screen, chosen)


def _absolute(name: str) -> Path | None:
    """The path with that name; None where there can be none."""
    try:
        return Path(name).expanduser().absolute()
    except (RuntimeError, ValueError):
        return None
