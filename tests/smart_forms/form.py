"""Smart Forms without a page: what its store makes of our questionnaires and answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from tests.others import bundled, in_node, once_a_run

HERE = Path(__file__).parent
PACKAGE = "@aehrc/smart-forms-renderer@1.4.0"
_OPTIONS = (
    "--platform=node",
    *(f"--alias:{name}={HERE / 'none.mjs'}" for name in ("fhirclient", "html-react-parser")),
)


class Filled(NamedTuple):
    """A filled form.

    Attributes:
        response: the QuestionnaireResponse that it gives.
        shown: link ids of the items that are enabled.
        invalid: what it has against each answer, or against there being none.
        complaints: what it wrote on the console.
    """

    response: Any
    shown: frozenset[str]
    invalid: list[str]
    complaints: list[str]


def fill_in(questionnaires: list[Any], cases: list[tuple[int, Any]]) -> list[Filled]:
    """Every case: the number of its questionnaire, and its response."""
    given = {
        "questionnaires": questionnaires,
        "cases": [{"questionnaire": number, "response": response} for number, response in cases],
    }
    script = bundled(HERE / "fill.mjs", PACKAGE, options=_OPTIONS)
    made = once_a_run(PACKAGE, given, lambda: in_node(script, given))
    return [Filled(**{**one, "shown": frozenset(one["shown"])}) for one in made]
