"""What one page must not say together: planted contradictions are found, and the pack has none."""

from __future__ import annotations

import re
import shutil
from itertools import combinations_with_replacement
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tomli
from hypothesis import given

from nightcramp.check.contradictions import _Pages, check_contradictions, clashes
from nightcramp.check.finding import Places
from nightcramp.check.page_statements import statements_of
from nightcramp.check.patient_maker import PatientMaker
from nightcramp.check.satisfiable import Search
from nightcramp.pack.load import read_pack
from nightcramp.pack.model import Urgency
from nightcramp.triage import assess, read_answers
from tests.content import PACK
from tests.processor import at_most
from tests.strategies import interviews

if TYPE_CHECKING:
    from nightcramp.check.finding import Finding
    from nightcramp.pack import Pack
    from nightcramp.triage import Interview

CONTENT = Path(__file__).parents[2] / "content"
SMALL = Path(__file__).parents[1] / "packs" / "small"

TOPICS = """
conditional = ["if"]

[topics]
massage = "Rub it."
rest = "Keep still."
walk = "Walk."
call-ambulance = "Call now."
go-to-emergency = "Go now."

[[exclusive]]
topics = ["rest", "walk"]
reason = "a leg cannot do both"

[[exclusive]]
topics = ["call-ambulance", "go-to-emergency"]
reason = "one result gives one order"

[[order]]
topic = "go-to-emergency"
words = ["emergency department"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small pack with topics, in which nothing contradicts anything."""
    target = tmp_path / "small"
    shutil.copytree(SMALL, target)
    shutil.copy(CONTENT / "words.toml", target)
    (target / "contradictions.toml").write_text(TOPICS)
    return target


def found_in(folder: Path) -> list[Finding]:
    """The contradictions of a pack, in the order of its lines."""
    pack, documents = read_pack(folder)
    return sorted(check_contradictions(pack, Places(documents), Search(pack)))


def add(folder: Path, file: str, **lines: str) -> int:
    """Another record at the end of a file; the line of its head."""
    kind = "flag" if file == "red_flags.toml" else "advice"
    path = folder / file
    text = path.read_text()
    rows = "\n".join(f"{key} = {value}" for key, value in lines.items())
    path.write_text(f"{text}\n[[{kind}]]\n{rows}\n")
    return text.count("\n") + 2


def add_advice(folder: Path, name: str, file: str = "advice.toml", **lines: str) -> int:
    """A line of advice with these keys, as TOML; the line of its head."""
    common = {"id": f'"{name}"', "text": f'"Say {name}."', "certainty": '"opinion"'}
    return add(folder, file, **common, sources='["checked"]', **lines)


def add_flag(folder: Path, name: str, urgency: str, **lines: str) -> int:
    """A flag with these keys, as TOML; the line of its head."""
    said = {"means": f'"It is {name}."'}
    common = {"id": f'"{name}"', "urgency": f'"{urgency}"', "sources": '["checked"]'}
    return add(folder, "red_flags.toml", **common, **said, **lines)


def told(finding: Finding) -> dict[str, object]:
    """The answers that a finding names."""
    answers = re.search(r"Told by (.*); all else", finding.problem)
    assert answers
    return tomli.loads(re.sub(r", (?=\w+ = )", "\n", answers[1]))


def test_a_pack_without_topics_has_no_contradiction(folder: Path) -> None:
    assert found_in(folder) == []


def test_what_one_line_recommends_and_another_forbids_is_found_where_they_are(
    folder: Path,
) -> None:
    first = add_advice(folder, "rub", recommends='["massage"]')
    second = add_advice(folder, "leave", forbids='["massage"]', when='{ feel = "urge" }')
    (finding,) = found_in(folder)
    place = (finding.file, finding.line, finding.rule, finding.level)
    assert place == ("advice.toml", second, "contradiction", "error")
    assert f"'rub' (advice.toml:{first})" in finding.problem
    assert told(finding) == {"feel": ["urge"]}


def test_two_topics_that_exclude_each_other_are_found(folder: Path) -> None:
    add_flag(folder, "tear", "same_day", when='{ danger = "back" }', recommends='["rest"]')
    line = add_flag(
        folder, "stiff", "same_day", when='{ danger = "swollen" }', recommends='["walk"]'
    )
    (finding,) = found_in(folder)
    assert (finding.file, finding.line) == ("red_flags.toml", line)
    assert "a leg cannot do both" in finding.problem
    assert set(told(finding)["danger"]) == {"back", "swollen"}  # type: ignore[call-overload]


def test_a_patient_named_by_a_finding_really_reads_both(folder: Path) -> None:
    add_advice(folder, "rub", recommends='["massage"]', when='{ sitting = "much" }')
    add_advice(folder, "leave", forbids='["massage"]', when="{ age = { at_least = 90 } }")
    (finding,) = found_in(folder)
    pack = read_pack(folder)[0]
    answers = read_answers(pack, {**PatientMaker(pack, Search(pack)).calm, **told(finding)})
    assert {"rub", "leave"} <= {line.id for line in assess(pack, answers).advice}


def test_one_statement_that_contradicts_itself_is_found(folder: Path) -> None:
    line = add_flag(
        folder, "odd", "same_day", when='{ danger = "back" }', recommends='["rest", "walk"]'
    )
    assert [(f.line, f.rule) for f in found_in(folder)] == [(line, "contradiction")]


def test_two_orders_on_one_page_are_found_the_title_among_them(folder: Path) -> None:
    contacts = folder / "contacts.toml"
    lead = 'lead = "This may be an emergency."'
    text = contacts.read_text()
    assert lead in text
    contacts.write_text(text.replace(lead, f'{lead}\nrecommends = ["call-ambulance"]'))
    line = add_flag(
        folder, "stroke", "emergency", when='{ danger = "back" }', do='["Go to it."]',
        recommends='["go-to-emergency"]',
    )  # fmt: skip
    assert [(f.file, f.line) for f in found_in(folder)] == [("red_flags.toml", line)]


def test_a_cause_is_only_contradicted_where_it_is_shown(folder: Path) -> None:
    add_advice(folder, "walk", "causes/sedentary.toml", recommends='["walk"]')
    line = add_advice(folder, "rest", recommends='["rest"]')
    found = found_in(folder)
    assert [f.file for f in found] == ["causes/sedentary.toml"]
    assert f"(advice.toml:{line})" in found[0].problem
    assert told(found[0])["sitting"] == "much"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"when": '{ feel = "urge" }'}, {"unless": '{ feel = "urge" }'}),
        ({"when": "{ age = { under = 16 } }"}, {"when": "{ age = { at_least = 16 } }"}),
        ({"when": '{ sitting = "much" }'}, {"when": '{ sitting = "little" }'}),
        ({"when": '{ red_flags = "back_pain" }'}, {"unless": '{ danger = "back" }'}),
        ({"when": '{ danger = "swollen" }'}, {}),  # its page is urgent and holds no advice
    ],
)
def test_lines_that_no_page_holds_together_are_not_reported(
    folder: Path, first: dict[str, str], second: dict[str, str]
) -> None:
    add_advice(folder, "rub", recommends='["massage"]', **first)
    add_advice(folder, "leave", forbids='["massage"]', **second)
    assert found_in(folder) == []


def test_a_flag_that_another_covers_is_not_on_its_page(folder: Path) -> None:
    add_flag(folder, "tear", "same_day", when='{ danger = "back" }', recommends='["rest"]')
    more = {"when": '{ danger = "back", feel = "urge" }', "recommends": '["walk"]'}
    add_flag(folder, "stiff", "same_day", **more, covers='["tear"]')
    assert found_in(folder) == []


def test_flags_of_different_urgency_have_no_page_together(folder: Path) -> None:
    add_flag(folder, "tear", "same_day", when='{ danger = "back" }', recommends='["rest"]')
    add_flag(folder, "stiff", "emergency", when='{ danger = "breath" }', recommends='["walk"]')
    assert found_in(folder) == []


def test_a_topic_nobody_defines_is_found_with_the_nearest(folder: Path) -> None:
    line = add_advice(folder, "rub", recommends='["masage"]')
    (finding,) = found_in(folder)
    assert (finding.file, finding.line, finding.rule) == ("advice.toml", line, "unknown-topic")
    assert "'massage'" in finding.problem


def test_an_order_must_be_declared_and_a_condition_is_none(folder: Path) -> None:
    go = '["Go to an emergency department now."]'
    add_flag(folder, "told", "same_day", when='{ danger = "back" }', do=go, forbids='["massage"]')
    later = '["Go to an emergency department if it gets worse."]'
    add_flag(folder, "if", "same_day", when='{ danger = "back" }', do=later, forbids='["massage"]')
    (finding,) = found_in(folder)
    assert finding.rule == "undeclared-order"
    assert "'go-to-emergency'" in finding.problem


# ---- the pack itself ----


def test_the_pack_contradicts_itself_nowhere_and_is_looked_through_in_seconds() -> None:
    with at_most(10):
        assert found_in(CONTENT) == []


@given(interviews(PACK))
def test_no_page_of_any_patient_contradicts_itself(interview: Interview) -> None:
    """Found another way than by the check: from the patient to the page."""
    said = _Pages(PACK, Search(PACK))._sentences(interview.answers)
    here = [statement for statement in statements_of(PACK) if statement.shown in said]
    pairs = combinations_with_replacement(here, 2)
    assert [clash for first, second in pairs for clash in clashes(PACK, first, second)] == []


SAID = {
    r"^Do not .*\brub\b": "massage",
    r"^Do not .*\bwarm\b": "heat",
    r"^Do not (eat or )?drink\b": "fluids",
    r"^Do not .*\braise\b": "raise-the-leg",
    r"^Do not .*\bstretch\b": "stretching",
    r"^Do not .*\bwrap\b": "compression",
    r"^Take no .*\b(potassium|magnesium|salt)\b": "mineral-tablets",
    r"^Keep still|^Do not stand on": "rest-the-leg",
    r"^Take no more of|\bnot take the next\b|before (you take )?the next": "do-not-take",
    r"[Kk]eep taking": "keep-taking",
}
"""What a flag cannot say without its topic: else it is compared with nothing."""


def test_every_flag_that_speaks_of_a_topic_declares_it(pack: Pack) -> None:
    """A flag without any topic speaks of none."""
    spoken = [
        (flag, topic)
        for flag in pack.red_flags
        for words, topic in SAID.items()
        if any(re.search(words, line) for line in (flag.means, *flag.do))
    ]
    assert len(spoken) > 40
    silent = [(f.id, topic) for f, topic in spoken if topic not in (*f.recommends, *f.forbids)]
    assert silent == []


def test_an_order_of_a_flag_without_topics_is_found(folder: Path) -> None:
    go = '["Go to an emergency department now."]'
    line = add_flag(folder, "told", "same_day", when='{ danger = "back" }', do=go)
    assert [(f.line, f.rule) for f in found_in(folder)] == [(line, "undeclared-order")]


def test_a_contradiction_known_by_hand_comes_back_where_its_mending_is_taken_out(
    tmp_path: Path,
) -> None:
    mended = [
        ("advice.toml", '{ walking = "stop_eases" }, { mimics = "claudication" }',
         '{ feel = "urge" }', "heat"),
        ("advice.toml", '{ quinine = "taken" }, { tonic_water = "taken" }] }\ncertainty',
         '{ quinine = "unsure" }] }\ncertainty', "keep-taking"),
    ]  # fmt: skip
    for number, (file, old, new, topic) in enumerate(mended):
        folder = tmp_path / str(number)
        shutil.copytree(CONTENT, folder, ignore=shutil.ignore_patterns("vignettes", "es"))
        path = folder / file
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
        found = found_in(folder)
        assert any(topic in f.problem and f.rule == "contradiction" for f in found), (file, old)


def test_the_calm_patient_is_calm(pack: Pack) -> None:
    found = assess(pack, PatientMaker(pack, Search(pack)).calm)
    assert (found.urgency, found.flags, found.not_asked) == (Urgency.self_care, (), ())
