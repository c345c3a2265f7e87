"""The papers: what they name exists."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_TEST = re.compile(r"`(test_\w+\.py)::(test_\w+)`")
_FILE = re.compile(r"\]\(((?!http)[^)#]+)\)")


def named_tests(page: str) -> list[tuple[str, str]]:
    """Every `file::test` a page names."""
    return _TEST.findall((ROOT / page).read_text(encoding="utf-8"))


PAGES_THAT_NAME_TESTS = [
    f"docs/{name}.md"
    for name in ("accessibility", "architecture", "safety", "terminal", "threats", "ways-out")
]


@lru_cache
def names_in(file: str) -> set[str]:
    """The names of the tests in a file, in whatever room it is."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    modules = [
        ast.parse(path.read_text(encoding="utf-8")) for path in ROOT.glob(f"tests/**/{file}")
    ]
    return {node.name for module in modules for node in module.body if isinstance(node, functions)}


@pytest.mark.parametrize("page", PAGES_THAT_NAME_TESTS)
def test_every_test_a_page_names_exists(page: str) -> None:
    names = named_tests(page)
    assert names
    assert [f"{file}::{test}" for file, test in names if test not in names_in(file)] == []


@pytest.mark.parametrize(
    ("heading", "count"), [("The framework", 24), ("The ssh server", 7), ("The web server", 8)]
)
def test_whatever_a_framework_or_server_does_is_closed_by_a_test(heading: str, count: int) -> None:
    page = (ROOT / "docs/terminal.md").read_text(encoding="utf-8")
    part = page.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (\d+) \|(.+)\|$", part, re.MULTILINE)
    assert [int(number) for number, _ in rows] == [*range(1, count + 1)]
    assert [number for number, row in rows if not _TEST.search(row)] == []


def test_every_hazard_names_a_control_and_a_test() -> None:
    page = (ROOT / "docs/safety.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (H\d+) \|(.+)\|$", page, re.MULTILINE)
    assert len(rows) >= 12
    assert [name for name, row in rows if not _TEST.search(row)] == []


def test_every_attack_names_what_prevents_it_and_a_test() -> None:
    page = (ROOT / "docs/threats.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \|([^|]+)\|(.+)\|$", page, re.MULTILINE)
    attacks = {attack: shown for attack, _, shown in rows if attack != "Attack"}
    assert len(attacks) >= 40
    assert [attack for attack, shown in attacks.items() if not _TEST.search(shown)] == []


@pytest.mark.parametrize(
    "page", ["README.md", "CHANGELOG.md", *sorted(f"docs/{p.name}" for p in ROOT.glob("docs/*.md"))]
)
def test_every_file_a_page_links_to_exists(page: str) -> None:
    path = ROOT / page
    linked = _FILE.findall(path.read_text(encoding="utf-8"))
    assert [name for name in linked if not (path.parent / name).exists()] == []


def test_every_rule_of_the_check_is_in_the_content_guide() -> None:
    guide = (ROOT / "docs/content.md").read_text(encoding="utf-8")
    sources = "".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "tui/nightcramp/check").glob("*.py")
    )
    rules = set(re.findall(r'"((?:[a-z0-9]+-)+[a-z0-9]+)", problem', sources))
    assert rules
    assert [rule for rule in sorted(rules) if f"`{rule}`" not in guide] == []
