"""The way out: which page, and what to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from nightcramp.errors import OutletError
from nightcramp.reports.blocks import Block
from nightcramp.reports.formats import PAGE_FORMATS, format_of
from nightcramp.system import delivery
from nightcramp.triage.assess import assess
from nightcramp.wizard.screens.menu import Item, MenuScreen
from nightcramp.wizard.screens.typing_screen import Asked, TypingScreen
from nightcramp.wizard.screens.why import WhyScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nightcramp.reports.page import Page
    from nightcramp.wizard.app import NightcrampApp


@dataclass(frozen=True)
class Paper:
    """Something to take along.

    Attributes:
        name: of its file, without the ending.
        title: what it is called.
        suffix: the ending of its file, unless the person says otherwise.
        render: what stands in a file with an ending.
        parts: the same to read on screen.
    """

    name: str
    title: str
    suffix: str
    render: Callable[[str], str]
    parts: Callable[[], Sequence[Block]]


def paper_of(name: str, title: str, page: Page, language: str) -> Paper:
    """A page in the formats that a file's ending can ask for."""

    def render(suffix: str) -> str:
        return PAGE_FORMATS[format_of(suffix)](page, language)

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
    """The menus from the results screen to a file, a printer, a clipboard or a phone."""

    def __init__(self, wizard: NightcrampApp) -> None:
        self._wizard = wizard
        self._words = wizard.words
        self._said = wizard.words.out
        self._ways = wizard.ways

    def open(self) -> None:
        """Ask what is to be taken along."""
        said = self._said
        items = [
            Item(said.leaflet, lambda: self._choose_way(self.leaflet())),
            Item(said.handover, lambda: self._choose_way(self._handover())),
            Item(said.diary, lambda: self._choose_way(self._diary())),
            Item(said.qr, self._show_qr),
            Item(said.code, self._show_code),
            Item(said.data, lambda: self._choose_way(self._answers())),
            Item(said.record, lambda: self._choose_way(self._record())),
        ]
        self._menu(said.which, items)

    def leaflet(self) -> Paper:
        """The page for the person."""
        from nightcramp.reports.leaflet import leaflet

        wizard = self._wizard
        found = assess(wizard.pack, wizard.interview.answers)
        page = leaflet(wizard.pack, self._words, found)
        return paper_of("leaflet", self._said.leaflet, page, wizard.pack.language)

    def _handover(self) -> Paper:
        from nightcramp.reports.handover import handover

        wizard = self._wizard
        answers = wizard.interview.answers
        page = handover(wizard.pack, self._words, answers, assess(wizard.pack, answers))
        return paper_of("handover", self._said.handover, page, wizard.pack.language)

    def _diary(self) -> Paper:
        from nightcramp.reports.diary import diary

        page = diary(self._words)
        return paper_of("diary", self._said.diary, page, self._wizard.pack.language)

    def _answers(self) -> Paper:
        return _data("answers", self._said.data, self._wizard.interview.answers)

    def _record(self) -> Paper:
        from nightcramp.exchange.fhir.bundle import bundler

        wizard, answers = self._wizard, self._wizard.interview.answers
        bundle = bundler(wizard.pack, self._words)(answers, assess(wizard.pack, answers), 0)
        return _data("record", self._said.record, bundle)

    def _choose_way(self, paper: Paper) -> None:
        """Ask what is to happen with it; only what is possible here is offered."""
        said, ways = self._said, self._ways
        items = [Item(said.show, lambda: self._read(paper.title, paper.parts()))]
        if ways.save:
            items.append(Item(said.save, lambda: self._save(paper)))
        if ways.printers and delivery.can_print():
            items.append(Item(said.print, lambda: self._choose_printer(paper)))
        if ways.terminal_printer:
            items.append(Item(said.print_terminal, lambda: self._print_through(paper)))
        if ways.terminal:
            items.append(Item(said.copy, lambda: self._copy(paper)))
        self._menu(said.how, items, paper.title)

    def _save(self, paper: Paper) -> None:
        if self._ways.folder is not None:
            self._tell(self._write(paper, delivery.any_name(self._ways.folder, paper.suffix)))
            return
        proposed = Path(f"nightcramp-{paper.name}{paper.suffix}").absolute()
        asked = Asked(
            self._said.save,
            self._said.save_where,
            self._said.save_proposed.format(path=proposed),
        )
        self._wizard.push_screen(
            TypingScreen(self._wizard, asked, lambda name: self._save_as(paper, name or proposed))
        )

    def _save_as(self, paper: Paper, name: str | Path) -> str:
        """What is wrong with the name; nothing where the page was saved, or a file is there."""
        try:
            path = Path(name).expanduser().absolute()
        except (RuntimeError, ValueError):
            return self._said.bad_name
        try:
            delivery.save(path, paper.render(path.suffix.lower()))
        except OutletError as error:
            if error.kind == "exists":
                self._ask_to_replace(paper, path)
                return ""
            return self._problem(error)
        self._wizard.pop_screen()
        self._tell(self._said.saved.format(path=path))
        return ""

    def _ask_to_replace(self, paper: Paper, path: Path) -> None:
        from nightcramp.wizard.screens.confirm import ConfirmScreen

        said = self._words.overwrite
        said = msgspec.structs.replace(said, text=said.text.format(path=path))

        def go() -> None:
            self._wizard.pop_screen()
            self._wizard.pop_screen()
            self._tell(self._write(paper, path, replace=True))

        self._wizard.push_screen(ConfirmScreen(self._wizard, said, go))

    def _write(self, paper: Paper, path: Path, *, replace: bool = False) -> str:
        """Where it was saved, or why it was not."""
        try:
            delivery.save(path, paper.render(path.suffix.lower()), replace=replace)
        except OutletError as error:
            return self._problem(error)
        return self._said.saved.format(path=path)

    def _choose_printer(self, paper: Paper) -> None:
        try:
            names = delivery.printers()
        except OutletError as error:
            self._tell(self._problem(error))
            return
        if not names:
            self._tell(self._said.no_printer)
            return
        items = [Item(name, lambda name=name: self._print(paper, name)) for name in names]  # type: ignore[misc]
        self._menu(self._said.which_printer, items)

    def _print(self, paper: Paper, printer: str) -> None:
        try:
            delivery.print_on(printer, paper.render(".txt"))
        except OutletError as error:
            self._tell(self._problem(error))
        else:
            self._tell(self._said.printed.format(printer=printer))

    def _print_through(self, paper: Paper) -> None:
        self._wizard.send(delivery.for_terminal_printer(paper.render(".txt")))
        self._tell(self._said.sent)

    def _copy(self, paper: Paper) -> None:
        self._wizard.send(delivery.for_clipboard(paper.render(".txt")))
        self._tell(self._said.copied)

    def _show_qr(self) -> None:
        from nightcramp.wizard.screens.qr import QrScreen

        found = assess(self._wizard.pack, self._wizard.interview.answers)
        self._wizard.push_screen(QrScreen(self._wizard, found))

    def _show_code(self) -> None:
        from nightcramp.triage.code import code_of

        code = code_of(self._wizard.pack, self._wizard.interview.answers)
        parts = [Block("heading", code), Block("gap"), Block("text", self._said.code_text)]
        self._read(self._said.code, parts)

    def _problem(self, error: OutletError) -> str:
        return str(getattr(self._said, error.kind)).format(**error.said)

    def _tell(self, text: str) -> None:
        self._read(self._said.title, [Block("text", text)])

    def _read(self, title: str, parts: Sequence[Block]) -> None:
        self._wizard.push_screen(WhyScreen(self._wizard, title, (Block("gap"), *parts)))

    def _menu(self, text: str, items: Sequence[Item], title: str = "") -> None:
        self._wizard.push_screen(MenuScreen(self._wizard, title or self._said.title, text, items))
