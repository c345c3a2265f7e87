"""The way out in lines: which page, and whether to read, save or print it."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import TypeAlias, TypeVar

from nightcramp.clinic.permissions import Permissions
from nightcramp.errors import DeliveryError
from nightcramp.exchange.papers import Paper, Papers
from nightcramp.line_mode import texts
from nightcramp.line_mode.commands import is_one_of
from nightcramp.pack.words import Words
from nightcramp.reports.blocks import GAP, Block
from nightcramp.reports.page import Page
from nightcramp.reports.plain import render_blocks
from nightcramp.system import delivery
from nightcramp.text import plain_digits

Result = TypeVar("Result")

Asking: TypeAlias = Generator[str, str, Result]
"""Part of a conversation: yields each text, and is sent the line typed in reply."""


class _Note(Paper):
    """A document that is read in a terminal."""

    @property
    def suffix(self) -> str:
        """Of plain text."""
        return ".txt"


class WayOut:
    """The menus from a result to a file, a printer, or a code.

    What would send a terminal other things than text is left to the full screen: its
    clipboard, its own printer, and the QR code.

    Args:
        papers: the documents of the result.
        words: the program's own words.
        permissions: what may leave the program.
        language: code of the language spoken.
        in_parts: whether a page is read part after part.
    """

    def __init__(
        self,
        papers: Papers,
        words: Words,
        permissions: Permissions,
        language: str,
        *,
        in_parts: bool,
    ) -> None:
        self._language = language
        self._papers = papers
        self._words = words
        self._out = words.out
        self._permissions = permissions
        self._in_parts = in_parts
        self._told = ""

    def take_along(self) -> Asking[None]:
        """Ask what is to be taken along, and what is to happen with it, until nothing is."""
        papers = self._papers.by_name
        titles = {name: title for name, (title, _) in papers.items()} | {"code": self._out.code}
        while (name := (yield from self._choose(self._out.which, titles))) is not None:
            if name in papers:
                _, make = papers[name]
                yield from self._choose_way(make())
            else:
                yield from self._take_code()

    def _take_code(self) -> Asking[None]:
        """Say the code, and ask how it is to be kept, until it is."""
        code, line = self._papers.code, self._words.line
        told = (self._out.code_text, line.code_letters)
        ways = {"spell": line.spell}
        if self._permissions.save:
            ways["save"] = self._out.save
        self._tell(code, *told)
        while (way := (yield from self._choose(self._out.how, ways))) is not None:
            if way == "spell":
                parts = enumerate(code.split("-"), 1)
                self._tell(*(line.spelled.format(number=n, text=", ".join(p)) for n, p in parts))
            else:
                blocks = (
                    Block("code", code),
                    *(one for text in told for one in (GAP, Block("text", text))),
                )
                page = Page(self._out.code, blocks)
                yield from self._save(_Note("code", self._out.code, page, self._language))

    def _choose_way(self, paper: Paper) -> Asking[None]:
        """Ask what is to happen with it; only what is possible here is offered."""
        out, allowed = self._out, self._permissions
        ways = {"show": out.show}
        if allowed.save:
            ways["save"] = out.save
        if allowed.printers and delivery.can_print():
            ways["print"] = out.print
        while (way := (yield from self._choose(out.how, ways))) is not None:
            if way == "show":
                yield from self._read(paper)
            elif way == "save":
                yield from self._save(paper)
            else:
                yield from self._print(paper)

    def _choose(self, question: str, labels: Mapping[str, str]) -> Asking[str | None]:
        """Ask for one of the labels by number; the name of what was chosen, None for nothing."""
        while True:
            told, self._told = self._told, ""
            menu = texts.menu_text(question, list(labels.values()), self._words.line)
            typed = plain_digits((yield f"{told}{menu}").strip())
            if not typed:
                return None
            if typed.isdecimal() and 1 <= int(typed) <= len(labels):
                return list(labels)[int(typed) - 1]
            self._tell(self._words.question.no_such_digit)

    def _tell(self, *sentences: str) -> None:
        """Say something before the next question."""
        blocks = [block for text in sentences for block in (GAP, Block("text", text))]
        self._told = f"\n{render_blocks(blocks[1:])}"

    def _read(self, paper: Paper) -> Asking[None]:
        text = paper.render(".txt")
        *unread, last = texts.screenfuls(text) if self._in_parts else [f"\n{text}\n"]
        for part in unread:
            if (yield f"{part}{self._words.line.prompt_more} ").strip():
                return
        self._told = last

    def _save(self, paper: Paper) -> Asking[None]:
        """Ask where to save it, until it is saved or nothing more is wanted."""
        if self._permissions.folder is not None:
            path = delivery.any_name(self._permissions.folder, paper.suffix)
            self._deliver(paper, path)
            return
        out = self._out
        proposed = Path(f"nightcramp-{paper.name}{paper.suffix}").absolute()
        asked = [out.save_where, out.save_proposed.format(path=proposed)]
        text = render_blocks([Block("text", line) for line in asked])
        typed = (yield f"\n{text}{self._words.line.prompt} ").strip()
        try:
            path = Path(typed).expanduser().absolute() if typed else proposed
        except (RuntimeError, ValueError):
            self._tell(out.bad_name)
            return
        if self._deliver(paper, path) == "exists" and (yield from self._agrees_to_replace(path)):
            self._deliver(paper, path, replace=True)

    def _deliver(self, paper: Paper, path: Path, *, replace: bool = False) -> str:
        """Save it, and tell; what went wrong, empty for nothing."""
        try:
            delivery.save(path, paper.render(path.suffix.lower()), replace=replace)
        except DeliveryError as error:
            self._tell(error.sentence(self._words))
            return error.kind
        self._tell(self._out.saved.format(path=path))
        return ""

    def _agrees_to_replace(self, path: Path) -> Asking[bool]:
        words = self._words.overwrite
        text = f"{texts.sentence(words.text.format(path=path))}{texts.sentence(words.go)}"
        typed = (yield f"\n{text}{self._words.line.prompt} ").strip()
        return is_one_of(typed, self._words.line.yes)

    def _print(self, paper: Paper) -> Asking[None]:
        try:
            names = delivery.printers()
        except DeliveryError as error:
            self._tell(error.sentence(self._words))
            return
        if not names:
            self._tell(self._out.no_printer)
            return
        name = yield from self._choose(self._out.which_printer, {name: name for name in names})
        if name is None:
            return
        try:
            delivery.print_on(name, paper.render(".txt"))
        except DeliveryError as error:
            self._tell(error.sentence(self._words))
        else:
            self._tell(self._out.printed.format(printer=name))
