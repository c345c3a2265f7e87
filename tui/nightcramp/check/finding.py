"""A finding of the check: the place it names, and how it is printed."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from nightcramp.pack.document import Document
from nightcramp.pack.toml_lines import Path

Level = Literal["error", "warning"]


class Finding(msgspec.Struct, frozen=True, order=True):
    """One problem in a pack.

    Attributes:
        file: the content file, relative to the pack's folder.
        line: line in it, counted from 1; 0 for the whole file.
        rule: stable name of the rule.
        problem: what is wrong, and how to fix it.
    """

    file: str
    line: int
    rule: str
    level: Level
    problem: str

    def __str__(self) -> str:
        """One line, with the place first."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.level}: {self.problem} [{self.rule}]"


class Places:
    """Locates records by kind and id.

    The kind is the name of the list that holds a record (`question`, `evidence`), or the
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
        return finding_at(document, (*path, key) if key else path, rule, problem, level)


def finding_at(
    document: Document, path: Path, rule: str, problem: str, level: Level = "error"
) -> Finding:
    """A finding about the value at a path."""
    return Finding(document.name, document.line(path), rule, level, problem)


def to_json(findings: list[Finding]) -> str:
    """Findings as a JSON list."""
    return msgspec.json.format(msgspec.json.encode(findings), indent=2).decode()


def to_sarif(findings: list[Finding], version: str) -> str:
    """Findings as SARIF 2.1.0, which editors and code hosts show beside the lines."""
    rules = sorted({finding.rule for finding in findings})
    driver = {
        "name": "nightcramp check",
        "version": version,
        "rules": [{"id": rule} for rule in rules],
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": list(map(_sarif_result, findings))}],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def _sarif_result(finding: Finding) -> dict[str, Any]:
    place = {
        "artifactLocation": {"uri": finding.file},
        "region": {"startLine": max(1, finding.line)},
    }
    return {
        "ruleId": finding.rule,
        "level": finding.level,
        "message": {"text": finding.problem},
        "locations": [{"physicalLocation": place}],
    }
