"""What a person can take along from a result, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from nightcramp.exchange.formats import as_json
from nightcramp.pack import Pack
from nightcramp.reports.blocks import GAP, Block
from nightcramp.reports.formats import PAGE_FORMATS, format_of
from nightcramp.reports.page import Page
from nightcramp.reports.plain import render_headline
from nightcramp.reports.result import build_result
from nightcramp.triage.assess import assess
from nightcramp.triage.assessment import Assessment
from nightcramp.triage.values import Answers


class Paper(NamedTuple):
    """A document to take along.

    Attributes:
        name: of its file, without the suffix.
        title: shown in the menu.
        content: a page, or JSON for another program.
        language: code of the page's language.
    """

    name: str
    title: str
    content: Page | str
    language: str

    @property
    def suffix(self) -> str:
        """Suffix of its file, unless the person types another."""
        return ".json" if isinstance(self.content, str) else ".html"

    def render(self, suffix: str) -> str:
        """The content of a file with a suffix; the same for each where it is no page."""
        if isinstance(self.content, str):
            return self.content
        return PAGE_FORMATS[format_of(suffix)](self.content, self.language)

    def parts(self) -> list[Block]:
        """The content for the screen."""
        if isinstance(self.content, str):
            return [Block("text", line) for line in self.content.splitlines()]
        shown = [Block("heading", self.content.title), GAP]
        return shown + [part for block in self.content.blocks for part in _parts(block)]


def _parts(block: Block) -> list[Block]:
    if block.kind == "picture":
        return []
    gap = [GAP] if block.kind in ("heading", "banner", "code", "foot", "sheet") else []
    if block.kind == "table":
        return [GAP, Block("text", " | ".join(block.cells[0]))]
    if block.kind == "fact":
        return [Block("text", block.text, block.note, block.term or " ")]
    kind = {"code": "heading", "foot": "text", "sheet": "heading"}.get(block.kind, block.kind)
    return [*gap, Block(kind, block.text, block.note)]  # type: ignore[arg-type]


class Papers:
    """The documents of one result.

    Args:
        pack: the clinical content.
        answers: what the result rests on.
    """

    def __init__(self, pack: Pack, answers: Answers) -> None:
        self._pack = pack
        self._out = pack.words.out
        self._answers = answers

    @property
    def by_name(self) -> dict[str, tuple[str, Callable[[], Paper]]]:
        """Name -> title and what makes the document, in the order offered."""
        out = self._out
        return {
            "leaflet": (out.leaflet, self.leaflet),
            "handover": (out.handover, self.handover),
            "diary": (out.diary, self.diary),
            "data": (out.data, self.data),
            "record": (out.record, self.record),
        }

    def leaflet(self) -> Paper:
        """The page for the person."""
        from nightcramp.reports.leaflet import leaflet

        page = leaflet(self._pack, self._found)
        return self._paper("leaflet", self._out.leaflet, page)

    def handover(self) -> Paper:
        """The page for a clinician."""
        from nightcramp.reports.handover import handover

        page = handover(self._pack, self._found)
        return self._paper("handover", self._out.handover, page)

    def diary(self) -> Paper:
        """A page to fill in for two weeks."""
        from nightcramp.reports.diary import diary

        return self._paper("diary", self._out.diary, diary(self._pack.words))

    def data(self) -> Paper:
        """The answers, for this program."""
        return self._paper("answers", self._out.data, as_json(self._answers).decode())

    def record(self) -> Paper:
        """Answers and result, for a health record."""
        from nightcramp.exchange.fhir.bundle import bundler

        bundle = bundler(self._pack)(self._found)
        return self._paper("record", self._out.record, as_json(bundle).decode())

    @property
    def farewell(self) -> str:
        """The leaflet for the terminal: a long page scrolls away, so the headline ends it, too."""
        result = build_result(self._pack, self._found)
        return f"{self.leaflet().render('.txt')}\n{render_headline(result)}\n"

    @property
    def code(self) -> str:
        """The code that holds all answers."""
        from nightcramp.triage.resume_code import code_of

        return code_of(self._pack, self._answers)

    def _paper(self, name: str, title: str, content: Page | str) -> Paper:
        return Paper(name, title, content, self._pack.language)

    @property
    def _found(self) -> Assessment:
        return assess(self._pack, self._answers)
