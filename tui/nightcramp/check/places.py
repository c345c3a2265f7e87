"""Where each record of a pack stands, for findings that name file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.check.finding import Finding, Level

if TYPE_CHECKING:
    from nightcramp.pack.document import Document
    from nightcramp.pack.where import Path


class Places:
    """Looks up records by kind and id.

    The kind is the name of the list a record stands in (`question`, `evidence`), or the
    folder of a file that is one record (`causes`, `mimics`).
    """

    def __init__(self, documents: list[Document]) -> None:
        self.documents = {document.name: document for document in documents}
        self._places: dict[tuple[str, str], tuple[Document, Path]] = {}
        for document in self.documents.values():
            for path, value in document.walk():
                if isinstance(value, dict) and isinstance(value.get("id"), str):
                    kind = str(path[-2]) if len(path) > 1 else document.name.split("/")[0]
                    self._places[kind, value["id"]] = (document, path)

    def finding(
        self, kind: str, record: str, key: str, rule: str, problem: str, level: Level = "error"
    ) -> Finding:
        """A finding about one key of a record."""
        document, path = self._places[kind, record]
        line = document.line((*path, key) if key else path)
        return Finding(document.name, line, rule, level, problem)
