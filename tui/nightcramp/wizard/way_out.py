"""The way out: which page, and what to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from nightcramp.errors import DeliveryError
from nightcramp.reports.blocks import Block
from nightcramp.reports.page import render_text
from nightcramp.reports.page_html import render_html
from nightcramp.reports.page_markdown import render_markdown
from nightcramp.system import delivery
from nightcramp.triage.assess import assess
from nightcramp.wizard.screens.menu_screen import MenuScreen
from nightcramp.wizard.screens.reading_screen import ReadingScreen
from nightcramp.wizard.screens.typing_screen import Asked, TypingScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from typing import TypeAlias

    from nightcramp.reports.page import Page
    from nightcramp.wizard.interview_app import InterviewApp
    from nightcramp.wizard.screens.confirm_screen import Decision

    Step: TypeAlias = Callable[[], Awaitable[None]]
    """What is done next."""

    Items: TypeAlias = dict[str, Step]
    """A menu: label -> what is done where it is chosen."""


@dataclass(frozen=True)
class Paper:
    """A document to take along.

    Attributes:
        name: of its file, without the suffix.
        title: shown in the menu.
        suffix: of its file, unless the person types another.
        render: returns the content of a file with a suffix.
        parts: returns the same for the screen.
    """

    name: str
    title: str
    suffix: str
    render: Callable[[str], str]
    parts: Callable[[], Sequence[Block]]


def paper_of(name: str, title: str, page: Page, language: str) -> Paper:
    """A page in the formats that a file's ending can ask for."""

    def render(suffix: str) -> str:
        if suffix in (".html", ".htm"):
            return render_html(page, language)
        return render_markdown(page) if suffix == ".md" else render_text(page)

    def parts() -> list[Block]:
        shown = [Block("heading", page.title), Block("gap")]
        return shown + [part for block in page.blocks for part in _parts(block)]

    return Paper(name, title, ".html", render, parts)


def _parts(block: Block) -> list[Block]:
    gap = [Block("gap")] if block.kind in ("heading", "banner", "code", "foot") else []
    if block.kind == "table":
        return [Block("gap"), Block("text", " | ".join(block.cells[0]))]
    if block.kind == "fact":
        return [Block("text", block.text, block.note, block.term or " ")]
    kind = {"code": "heading", "foot": "text"}.get(block.kind, block.kind)
    return [*gap, Block(kind, block.text, block.note)]  # type: ignore[arg-type]


def _data(name: str, title: str, data: Any) -> Paper:
    """Data for another program."""
    text = msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"
    lines = text.splitlines()
    return Paper(
        name, title, ".json", lambda _suffix: text, lambda: [Block("text", line) for line in lines]
    )


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
        self._paper: Paper | None = None
        self._focus: dict[str, int] = {}

    async def choose_paper(self) -> None:
        """Ask what is to be taken along."""
        out = self._out
        self._paper = None
        items: Items = {
            out.leaflet: lambda: self._choose_way(self.leaflet()),
            out.handover: lambda: self._choose_way(self._handover()),
            out.diary: lambda: self._choose_way(self._diary()),
            out.qr: self._show_qr,
            out.code: self._show_code,
            out.data: lambda: self._choose_way(self._answers()),
            out.record: lambda: self._choose_way(self._record()),
        }
        await self._menu(out.which, items)

    async def _reopen(self, _result: None = None) -> None:
        """Open the menu that this came from."""
        if self._paper is None:
            await self.choose_paper()
        else:
            await self._choose_way(self._paper)

    def leaflet(self) -> Paper:
        """The page for the person."""
        from nightcramp.reports.leaflet import leaflet

        app = self.app
        found = assess(app.pack, app.interview.answers)
        page = leaflet(app.pack, self._words, found)
        return paper_of("leaflet", self._out.leaflet, page, app.pack.language)

    def _handover(self) -> Paper:
        from nightcramp.reports.handover import handover

        app = self.app
        answers = app.interview.answers
        page = handover(app.pack, self._words, answers, assess(app.pack, answers))
        return paper_of("handover", self._out.handover, page, app.pack.language)

    def _diary(self) -> Paper:
        from nightcramp.reports.diary import diary

        page = diary(self._words)
        return paper_of("diary", self._out.diary, page, self.app.pack.language)

    def _answers(self) -> Paper:
        return _data("answers", self._out.data, self.app.interview.answers)

    def _record(self) -> Paper:
        from nightcramp.exchange.fhir.bundle import bundler

        app, answers = self.app, self.app.interview.answers
        bundle = bundler(app.pack, self._words)(answers, assess(app.pack, answers), 0)
        return _data("record", self._out.record, bundle)

    async def _choose_way(self, paper: Paper) -> None:
        """Ask what is to happen with it; only what is possible here is offered."""
        out, allowed = self._out, self._permissions
        self._paper = paper
        items: Items = {out.show: lambda: self._read(paper.title, paper.parts())}
        if allowed.save:
            items[out.save] = lambda: self._save(paper)
        if allowed.printers and delivery.can_print():
            items[out.print] = lambda: self._choose_printer(paper)
        if allowed.terminal_printer:
            items[out.print_terminal] = lambda: self._print_through(paper)
        if allowed.terminal:
            items[out.copy] = lambda: self._copy(paper)
        await self._menu(out.how, items, self.choose_paper, paper.title)

    async def _save(self, paper: Paper) -> None:
        if self._permissions.folder is not None:
            path = delivery.any_name(self._permissions.folder, paper.suffix)
            await self._tell(self._write(paper, path))
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
                await self._ask_name(paper, typed, self._problem(error))
        else:
            await self._tell(self._out.saved.format(path=path))

    async def _ask_to_replace(self, paper: Paper, typed: str, path: Path) -> None:
        from nightcramp.wizard.screens.confirm_screen import ConfirmScreen

        words = self._words.overwrite
        words = msgspec.structs.replace(words, text=words.text.format(path=path))

        async def decided(decision: Decision | None) -> None:
            if decision == "go":
                await self._tell(self._write(paper, path, replace=True))
            else:
                await self._ask_name(paper, typed)

        await self.app.open(ConfirmScreen(words), decided)

    def _write(self, paper: Paper, path: Path, *, replace: bool = False) -> str:
        """Where it was saved, or why it was not."""
        try:
            delivery.save(path, paper.render(path.suffix.lower()), replace=replace)
        except DeliveryError as error:
            return self._problem(error)
        return self._out.saved.format(path=path)

    async def _choose_printer(self, paper: Paper) -> None:
        try:
            names = delivery.printers()
        except DeliveryError as error:
            await self._tell(self._problem(error))
            return
        if not names:
            await self._tell(self._out.no_printer)
            return
        items: Items = {name: partial(self._print_on, name, paper) for name in names}
        await self._menu(self._out.which_printer, items, self._reopen)

    async def _print_on(self, printer: str, paper: Paper) -> None:
        try:
            delivery.print_on(printer, paper.render(".txt"))
        except DeliveryError as error:
            await self._tell(self._problem(error))
        else:
            await self._tell(self._out.printed.format(printer=printer))

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

        app = self.app
        text = qr_summary(app.pack, self._words, assess(app.pack, app.interview.answers))
        code = QrCode(qr_matrix(text), text, ascii_only=app.only_ascii)
        await app.open(QrScreen(code), self._reopen)

    async def _show_code(self) -> None:
        from nightcramp.triage.resume_code import code_of

        code = code_of(self.app.pack, self.app.interview.answers)
        parts = [Block("heading", code), Block("gap"), Block("text", self._out.code_text)]
        await self._read(self._out.code, parts)

    def _problem(self, error: DeliveryError) -> str:
        return str(getattr(self._out, error.kind)).format(**error.said)

    async def _tell(self, text: str) -> None:
        await self._read(self._out.title, [Block("text", text)])

    async def _read(self, title: str, parts: Sequence[Block]) -> None:
        await self.app.open(ReadingScreen(title, (Block("gap"), *parts)), self._reopen)

    async def _menu(
        self, text: str, items: Items, closed: Step | None = None, title: str = ""
    ) -> None:
        """Open a menu.

        Args:
            text: the question.
            items: label -> step to run when it is chosen.
            closed: step to run when the menu is closed.
            title: of the screen; the usual one by default.
        """
        steps = list(items.values())

        async def chosen(place: int | None) -> None:
            if place is not None:
                self._focus[text] = place
                await steps[place]()
            elif closed is not None:
                await closed()

        screen = MenuScreen(title or self._out.title, text, tuple(items), self._focus.get(text, 0))
        await self.app.open(screen, chosen)


def _absolute(name: str) -> Path | None:
    """The path with that name; None where there can be none."""
    try:
        return Path(name).expanduser().absolute()
    except (RuntimeError, ValueError):
        return None
