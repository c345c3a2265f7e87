"""What the pages say, that they fit on paper, and that no format says less than another."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nightcramp.cli.main import main
from nightcramp.pack import Urgency, load_pack
from nightcramp.pack.locale import Locale
from nightcramp.pack.model import NONE, UNSURE
from nightcramp.reports.answered import answer_line, answer_lines
from nightcramp.reports.blocks import Block
from nightcramp.reports.diary import diary
from nightcramp.reports.formats import PAGE_FORMATS
from nightcramp.reports.handover import handover
from nightcramp.reports.leaflet import leaflet
from nightcramp.reports.page import HEIGHT, WIDTH, Page, fit, render_text
from nightcramp.reports.page_html import render_html
from nightcramp.reports.page_markdown import render_markdown
from nightcramp.reports.plain import render_plain
from nightcramp.reports.result import build_result
from nightcramp.triage import Interview, assess, read_answers
from nightcramp.triage.resume_code import answers_of
from nightcramp.triage.rules import rules_of
from tests.calm import calm
from tests.content import VIGNETTES, sample
from tests.edited_packs import lean_copy
from tests.make_golden import FOLDER, golden_pages
from tests.strategies import interviews
from tests.typing_answers import calm_answer

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.triage import Answers, Value

PACKS = {code: load_pack(locale=Locale(language=code)) for code in ("en", "es")}
WORDS = {code: pack.words for code, pack in PACKS.items()}
PACK = PACKS["en"]
PATIENTS = {patient.id: patient for patient in VIGNETTES}


def leaflet_of(interview: Interview, language: str = "en") -> Page:
    found = assess(PACKS[language], interview.answers)
    return leaflet(PACKS[language], found)


def handover_of(patient: str, language: str = "en") -> Page:
    answers = read_answers(PACKS[language], PATIENTS[patient].answers)
    found = assess(PACKS[language], answers)
    return handover(PACKS[language], found)


@pytest.mark.parametrize(("name", "text"), [*golden_pages()], ids=lambda value: value[:30])
def test_every_page_in_every_format_is_as_it_was(name: str, text: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == text


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {name for name, _ in golden_pages()}


def sheets_of(page: Page) -> list[tuple[Block, ...]]:
    """The blocks of each sheet of paper."""
    begins = [i for i, block in enumerate(page.blocks) if block.kind == "sheet"]
    return [page.blocks[i:j] for i, j in pairwise([0, *begins, len(page.blocks)])]


def assert_each_sheet_fits(page: Page) -> None:
    for blocks in sheets_of(page):
        rows = render_text(replace(page, blocks=blocks)).splitlines()
        assert len(rows) <= HEIGHT
        assert max(map(len, rows)) <= WIDTH


@given(interviews(PACK))
def test_the_leaflet_never_contains_what_the_person_did_not_answer(interview: Interview) -> None:
    answers = calm(PACK, **interview.answers)
    found = assess(PACK, answers)
    told = [block.text for block in leaflet(PACK, found).blocks]
    rules = [(e.because, e.when) for cause in PACK.causes for e in cause.evidence]
    rules += [(c.because, c.when) for mimic in PACK.mimics for c in mimic.criteria]

    for sentence in {because for because, _ in rules} & set(told):
        assert any(
            rules_of(PACK).behind(when, answers) for because, when in rules if because == sentence
        )
    given_ = [(name, one) for name, value in answers.items() for one in _items(value)]
    given_ += [(PACK.question(name).clarifies, one) for name, one in given_]
    said = {answer_line(PACK, name, one) for name, one in given_ if name}
    result = build_result(PACK, found)
    assert {line.text for r in result.reasons if r.id == "told" for line in r.lines} <= said
    unsure = {PACK.question(name).text for name, one in given_ if name and one == UNSURE}
    whole = "\n".join(told)
    for question in PACK.questions:
        assert question.text not in whole or question.text in unsure
    picked = {name for value in answers.values() if isinstance(value, tuple) for name in value}
    named = {text.partition(":")[0] for text in told}
    assert not {m.name for m in PACK.medicines if m.id not in picked} & named


@pytest.mark.parametrize("language", PACKS)
@given(data=st.data())
def test_the_leaflet_fits_on_one_sheet_and_keeps_what_is_urgent(
    data: st.DataObject, language: str
) -> None:
    interview = data.draw(interviews(PACKS[language]))
    page = leaflet_of(interview, language)
    result = build_result(PACKS[language], assess(PACKS[language], interview.answers))

    assert_each_sheet_fits(page)
    kept = [block.text for block in page.blocks]
    full = WORDS[language].leaflet.left_out in kept and bool(result.topics)
    for topic in (*result.reasons, *(t for t in result.topics if t.id == "safety_net")):
        lines = [line.text for line in topic.lines]
        if full and topic.id == "told":
            continue
        if full and topic.id == "means":
            lines = lines[:1]
        if full and topic.id == "notes":
            lines = [line for line in lines if not line.endswith(_next_visit(language))]
        assert set(lines) <= set(kept)
    (foot,) = [block.text for block in page.blocks if block.kind == "foot"]
    assert foot.startswith(result.note)


def _next_visit(language: str) -> str:
    """How a note ends that can wait until the next visit."""
    return WORDS[language].result.note_next.partition("{text}")[2]


@pytest.mark.parametrize("language", PACKS)
def test_the_leaflet_of_every_vignette_fits(language: str) -> None:
    for patient in sample(list(PATIENTS.values()), 5):
        interview = Interview.begin(PACK, read_answers(PACK, patient.answers))
        assert_each_sheet_fits(leaflet_of(interview, language))


def test_each_sign_to_come_back_for_is_a_line_under_what_to_do_on_a_side_of_its_own() -> None:
    answers = calm(PACK, feel=["knot"])
    page = leaflet(PACK, assess(PACK, answers))

    front, back = sheets_of(page)
    assert WORDS["en"].leaflet.turn_over in [block.text for block in front]
    assert [block.kind for block in back[:4]] == ["sheet", "text", "heading", "item"]
    assert back[1].text == WORDS["en"].result.only_if
    assert {block.kind for block in back[2:]} == {"heading", "item"}
    signs = [block.text for block in back if block.kind == "item"]
    assert answer_line(PACK, "danger_now", "breath") in signs


def test_a_page_that_does_not_fit_says_so_and_leaves_no_heading_alone() -> None:
    long = [Block("item", f"thing {i}", spare=1) for i in range(80)]
    page = Page("Title", (Block("heading", "A"), *long, Block("heading", "B", spare=2), long[0]))

    fitted = fit(Page("Title", (*page.blocks, Block("foot", "the end"))), "some left out")

    assert len(render_text(fitted).splitlines()) <= HEIGHT
    assert [b.text for b in fitted.blocks][-2:] == ["some left out", "the end"]
    assert "B" not in {block.text for block in fitted.blocks}


def test_a_heading_before_what_always_stays_goes_with_its_lines() -> None:
    talk = [Block("item", f"thing {i}", spare=4) for i in range(80)]
    blocks = (Block("heading", "Talk", spare=4), *talk, Block("text", "turn"), Block("foot", "end"))

    fitted = fit(Page("Title", (Block("item", "first"), *blocks)), "some left out")

    assert "Talk" in [block.text for block in fitted.blocks]  # there is room for a part of it
    full = Page("Title", (*[Block("item", "first")] * 56, *blocks))
    assert "Talk" not in [block.text for block in fit(full, "some left out").blocks]


class _Reader(HTMLParser):
    """What a browser would load, run, and show."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.shown = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not {name for name, _ in attrs} & {"src", "href", "style", "srcset"}
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.shown += data


@pytest.mark.parametrize("patient", ["V11", "F05", "R20", "X10"])
def test_no_format_says_less_than_another(patient: str) -> None:
    page = handover_of(patient)
    reader = _Reader()
    reader.feed(render_html(page, "en"))
    markdown = re.sub(r"\\(.)", r"\1", render_markdown(page))
    text = re.sub(r"\s+", " ", render_text(page)).casefold()

    for block in page.blocks:
        for said in (block.text, block.note):
            assert said in reader.shown
            assert said in markdown
            assert re.sub(r"\s+", " ", said).casefold() in text
    assert not reader.tags & {"script", "link", "img", "iframe", "object", "form", "a"}
    assert "url(" not in render_html(page, "en")
    assert "@import" not in render_html(page, "en")


@pytest.mark.parametrize("form", PAGE_FORMATS)
def test_every_format_of_a_page_can_be_asked_for(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["page", "diary", "--as", form]) == 0
    assert capsys.readouterr().out == PAGE_FORMATS[form](diary(WORDS["en"]), "en")


def test_what_is_said_is_never_markup() -> None:
    page = Page("<b>", (Block("text", "1. <script>*x*</script> [a](b)"), Block("item", "- # y")))

    assert "<script>" not in render_html(page, '"><')
    assert 'lang="&quot;&gt;&lt;"' in render_html(page, '"><')
    markdown = render_markdown(page)
    assert r"1\. \<script\>\*x\*" in markdown
    assert r"- \- \# y" in markdown


@pytest.mark.parametrize("language", PACKS)
@given(data=st.data())
def test_the_handover_is_one_page_and_an_annex(data: st.DataObject, language: str) -> None:
    interview = data.draw(interviews(PACKS[language]))
    pack, words = PACKS[language], WORDS[language]
    page = handover(pack, assess(pack, interview.answers))

    first, annex = sheets_of(page)
    text = render_text(replace(page, blocks=first))
    assert text.count("\n") <= HEIGHT
    own = words.handover
    assert [b.text for b in first if b.kind == "heading"] == [own.s, own.b, own.a, own.r]
    assert not re.search(r"\.\.\.|\u2026", text)
    whole = "\n".join(block.text for block in annex)
    missing = []
    for question in interview.answered:
        apart = {NONE, UNSURE}
        told = not apart.issuperset(_items(interview.answers[question.id]))
        if question.text in text or (told and question.text not in whole):
            missing.append(question.id)
    assert missing == []


FACTS = {
    # patient, heading: what a clinician reads there
    ("V20", "medicines"): "fluticasone with salmeterol (LABA/ICS; started or dose changed "
    "shortly before onset); indapamide (thiazide-type diuretic)",
    ("V20", "flags"): "none found",
    ("V11", "causes"): "RLS: criteria met",
    ("V11", "tests"): "ferritin",
    ("F11", "risks"): "advanced CKD: dialysis session missed/shortened",
    ("F11", "other"): "hyperkalemia; motor neurone disease; myopathy",
}


@pytest.mark.parametrize(("patient", "fact"), FACTS)
def test_a_clinician_reads_it_in_their_own_words(patient: str, fact: str) -> None:
    assert (
        facts_of(handover_of(patient))[getattr(WORDS["en"].handover, fact)] == FACTS[patient, fact]
    )


def facts_of(page: Page) -> dict[str, str]:
    """What stands beside each term of the first page."""
    return {block.term: block.text for block in page.blocks if block.kind == "fact"}


def test_a_risk_is_named_with_what_it_rests_on_and_a_denied_flag_by_its_clinical_name() -> None:
    answers = calm(
        PACK,
        age=50,
        feel=["knot"],
        side="one",
        recent=["trip"],
        medicines=["estradiol"],
        leg_danger=["swollen"],
    )
    facts = facts_of(handover(PACK, assess(PACK, answers)))
    own = WORDS["en"].handover

    assert facts[own.risks] == "VTE risk: travel >4 h, estradiol"
    assert facts[own.flags] == "unilateral leg swelling"
    assert "acute cold/pale limb" in facts[own.denied]
    assert "unilateral leg swelling" not in facts[own.denied]


def test_what_is_declined_or_not_sure_is_not_denied() -> None:
    own = WORDS["en"].handover
    said = {}
    for answer in ("no", "refuse", "unsure"):
        answers = calm(PACK, alcohol_often="most_days", dependence=answer)
        said[answer] = facts_of(handover(PACK, assess(PACK, answers)))

    name = "alcohol withdrawal symptoms"
    assert [name in facts[own.negatives] for facts in said.values()] == [True, False, False]
    assert "withdrawal symptoms: declined to answer" in said["refuse"][own.habits]
    assert "withdrawal symptoms not excluded" in said["unsure"][own.habits]


def test_a_pack_without_clinical_texts_is_handed_over_in_the_persons_words(
    tmp_path: Path,
) -> None:
    folder = lean_copy(tmp_path / "content")
    file = folder / "es" / "questions" / "symptoms.toml"
    text = file.read_text(encoding="utf-8")
    label = '"calambre muscular"'
    assert label in text
    file.write_text(text.replace(label, '""'), encoding="utf-8")
    pack = load_pack(folder, Locale(language="es"))
    answers = read_answers(pack, PATIENTS["V11"].answers)

    page = handover(pack, assess(pack, answers))

    option = PACKS["es"].question("feel").option("knot")
    assert option is not None
    assert facts_of(page)[WORDS["es"].handover.complaint].startswith(option.said)


def test_a_picture_is_drawn_in_html_where_there_is_one_and_says_nothing_else() -> None:
    page = Page("Title", (Block("picture", "calf"), Block("picture", "toe"), Block("text", "x")))
    drawn = replace(page, pictures={"calf": "<svg></svg>"})

    assert render_html(drawn, "en").count("<svg></svg>") == 1
    for render in PAGE_FORMATS.values():
        assert "toe" not in render(drawn, "en")
    assert render_text(drawn) == render_text(replace(page, blocks=page.blocks[2:]))


@pytest.mark.parametrize("language", PACKS)
def test_a_leaflet_draws_what_its_topics_show_and_nothing_else(language: str) -> None:
    """Beside the heading of the topic, where there is room: in Spanish on every third."""
    pack, words = PACKS[language], WORDS[language]
    headings = {words.result.helps: "prevent", words.result.during: "during"}
    has_some, keeps_some = 0, 0
    for patient in PATIENTS.values():
        found = assess(pack, calm(pack, **patient.answers))
        shown = {
            topic.id: " ".join(one.id for one in topic.pictures)
            for topic in build_result(pack, found).topics
            if topic.pictures
        }
        page = leaflet(pack, found)
        drawn = {
            headings[before.text]: block.text
            for before, block in pairwise(page.blocks)
            if block.kind == "picture"
        }
        assert drawn.items() <= shown.items()
        html = render_html(page, language)
        for name in " ".join(drawn.values()).split():
            assert html.count(page.pictures[name]) == 1
        assert html.count("<svg") == len(" ".join(drawn.values()).split())
        has_some += bool(shown)
        keeps_some += bool(drawn)
    assert has_some > 100
    assert keeps_some > has_some * {"en": 0.4, "es": 0.33}[language]


def test_the_handover_of_every_vignette_says_what_was_answered() -> None:
    for patient in list(PATIENTS.values())[::20]:
        page = handover_of(patient.id)
        answers = read_answers(PACK, patient.answers)
        found = assess(PACK, answers)
        whole = "\n".join(f"{block.text} ({block.note})" for block in page.blocks)
        assert all(pack_question in whole for pack_question in _asked_texts(patient.id))
        for cause in found.causes:
            assert cause.cause.title in whole
        for flag in found.flags:
            told = "; ".join(answer_lines(PACK, flag.items))
            assert f"{told}. {flag.flag.means}" in whole
        for note in found.notes:
            assert note.note.text in whole
        for measure in PACK.measures:
            if measure.instrument:
                assert (measure.instrument in whole) == (measure.id in found.measures)
        assert PACK.hash in whole


def _items(value: Value) -> tuple[str | int, ...]:
    return value if isinstance(value, tuple) else (value,)


def emergency_and_meanwhile(**meanwhile: Any) -> Answers:
    """An emergency, and what was answered while waiting for help."""
    interview = Interview.begin(PACK)
    while (question := interview.question) is not None:
        sign = {"age": 70, "leg_danger": ["cold"]}.get(question.id)
        interview = interview.answer(sign or calm_answer(interview))
    interview = interview.wait()
    while (question := interview.question) is not None:
        interview = interview.answer(meanwhile.get(question.id, ["none"]))
    return interview.answers


def test_every_urgent_page_reads_back_the_facts_and_those_told_while_waiting() -> None:
    words = WORDS["en"]
    answers = emergency_and_meanwhile(
        conditions=["diabetes", "rhythm"],
        medicines=["apixaban"],
        stopped=["thinner"],
        began="today",
    )
    found = assess(PACK, answers)
    facts = ["Age: 70", "One leg or foot suddenly cold, pale or blue", "Diabetes"]
    facts += ["Uneven heartbeat", "You take apixaban"]
    facts.append(answer_line(PACK, "stopped", "thinner"))

    result = build_result(PACK, found)
    assert result.urgency is Urgency.emergency
    text = render_plain(result, width=1000).partition(words.result.tell_them)[2]
    for fact in facts:
        assert f"* {fact}\n" in text
    page = leaflet(PACK, found)
    items = [block.text for block in page.blocks if block.kind == "item"]
    assert [item for item in items if item in facts] == facts
    blocks = handover(PACK, found).blocks
    whole = "\n".join(block.text for block in blocks)
    for said in ("70 years", facts[1], "Diabetes; Uneven heartbeat", "apixaban ("):
        assert said in whole
    assert f"{PACK.question('stopped').text} " in whole


@pytest.mark.parametrize("urgent", [False, True], ids=["calm", "urgent"])
def test_a_note_stands_on_every_page_with_whom_to_ask_and_how_soon(*, urgent: bool) -> None:
    sign = {"leg_danger": ["swollen"]} if urgent else {}
    answers = calm(PACK, **sign, medicines=["quinine", "other"])
    found = assess(PACK, answers)
    assert found.urgent is urgent
    notes = {note.id: note for note in PACK.notes}
    always = f"You take quinine. {notes['quinine_say'].text}"
    asked = f"{always} Ask whoever prescribes it within 7 days."
    later = f"Another medicine. {notes['medicine_missed_from_list'].text} "
    later += "Ask your pharmacist within 7 days."

    pages = {
        "text": render_plain(build_result(PACK, found), width=1000),
        "leaflet": "\n".join(block.text for block in leaflet(PACK, found).blocks),
        "handover": "\n".join(b.text for b in handover(PACK, found).blocks),
    }
    assert [name for name, page in pages.items() if always in page] == [*pages]
    shown = ["handover"] if urgent else [*pages]
    assert [name for name, page in pages.items() if asked in page] == shown
    assert [name for name, page in pages.items() if later in page] == shown


def test_nobody_denies_what_stands_in_a_list_that_is_searched_nor_not_sure() -> None:
    answers = calm(PACK, conditions=["diabetes"], medicines=["none"])
    page = handover(PACK, assess(PACK, answers))
    denied = " ".join(block.text for block in page.blocks if block.kind == "against")
    assert "Newly swollen" in denied
    assert "Not sure" not in denied
    assert PACK.question("conditions").text not in denied


def test_no_heading_of_a_page_stands_alone() -> None:
    answers = calm(PACK, age="unsure", leg_danger=["cold"])
    for given_ in (answers, read_answers(PACK, {"leg_danger": ["cold"]})):
        blocks = handover(PACK, assess(PACK, given_)).blocks
        kinds = [block.kind for block in blocks]
        assert ("heading", "heading") not in [*pairwise(kinds)]


def _asked_texts(patient: str) -> list[str]:
    """Questions that were answered with something other than none and not sure."""
    answers = read_answers(PACK, PATIENTS[patient].answers)
    return [
        PACK.question(name).text
        for name, value in answers.items()
        if isinstance(value, int) or value not in (("none",), ("unsure",), "none", "unsure")
    ]


def test_the_handover_ends_with_the_code_of_the_answers() -> None:
    last = handover_of("V11").blocks[-1]

    assert last.kind == "code"
    assert answers_of(PACK, last.text) == read_answers(PACK, PATIENTS["V11"].answers)
    assert f"    {last.text}" in render_text(handover_of("V11")).splitlines()


def test_an_option_that_was_not_sure_is_no_negative() -> None:
    answers = read_answers(PACK, {"leg_danger": ["unsure"], "feel": ["unsure"]})
    page = handover(PACK, assess(PACK, answers))

    assert not [block for block in page.blocks if block.kind == "against"]
    assert PACK.question("leg_danger").text in [block.text for block in page.blocks]


@pytest.mark.parametrize("language", PACKS)
def test_the_diary_has_a_row_a_night_and_fits(language: str) -> None:
    page = diary(WORDS[language])
    (table,) = [block for block in page.blocks if block.kind == "table"]

    assert [row[0].strip() for row in table.cells[1:]] == [str(night) for night in range(1, 15)]
    rows = render_text(page).splitlines()
    assert len(rows) <= HEIGHT
    assert max(map(len, rows)) <= WIDTH


def test_the_shorter_a_leaflet_the_more_it_leaves_out_in_a_fixed_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = WORDS["en"].result
    answers = calm(
        PACK,
        age=66,
        feel=["knot"],
        sitting="8_or_more",
        exercise_days=0,
        conditions=["diabetes", "kidney"],
        medicines=["furosemide", "simvastatin", "quinine"],
        signs=["numb", "weight_loss", "thirst"],
    )
    found = assess(PACK, answers)
    result = build_result(PACK, found)
    first, second, third = [topic.title for topic in result.topics if topic.ranked][:3]
    meanings = next(topic.lines for topic in result.reasons if topic.id == "means")
    in_order = [
        words.your_medicines,
        "Keep the covers loose",  # the least of what helps
        f"{third} (",
        words.talk,
        words.during,
        f"{second} (",
        words.told,
        meanings[1].text,
        words.helps,
        f"{first} (",
    ]

    least_height = {}
    for height in range(200, 20, -1):
        monkeypatch.setattr("nightcramp.reports.page.HEIGHT", height)
        kept = [block.text for block in leaflet(PACK, found).blocks]
        assert {result.title, result.lead, meanings[0].text, words.safety_net} <= {*kept}
        for beginning in in_order:
            if any(text.startswith(beginning) for text in kept):
                least_height[beginning] = height

    heights = [least_height[beginning] for beginning in in_order]
    assert heights == sorted({*heights}, reverse=True)


def test_mimics_stand_before_causes_in_the_handover() -> None:
    answers = calm(
        PACK,
        age=65,
        feel=["knot", "urge", "burning"],
        restless=["rest", "moving", "evening", "own"],
        signs=["numb"],
        conditions=["diabetes"],
    )
    found = assess(PACK, answers)
    assert found.leading in {cause.cause.id for cause in found.causes}

    blocks = handover(PACK, found).blocks
    texts = [block.text.partition(":")[0] for block in blocks if block.kind == "text"]
    titles = [one.mimic.title for one in found.mimics] + [one.cause.title for one in found.causes]
    assert [text for text in texts if text in titles] == titles


def test_no_leaflet_of_a_vignette_has_a_heading_with_nothing_under_it() -> None:
    for patient in sample(VIGNETTES):
        blocks = leaflet_of(Interview.begin(PACK, read_answers(PACK, patient.answers))).blocks
        for block, after in pairwise(blocks):
            stays = after.kind == "text" and not after.spare
            is_empty = block.spare and (stays or after.kind == "heading")
            assert block.kind != "heading" or not is_empty, patient.id


def test_beside_what_is_urgent_no_weak_explanation_stands_in_the_handover() -> None:
    """A statin that is a slight match would only mislead whoever looks for a clot."""
    answers = {**calm(PACK, age=81, medicines=["atorvastatin"]), "leg_danger": ("swollen",)}
    assert [one.band for one in assess(PACK, answers).causes] == ["slight"]
    blocks = handover(PACK, assess(PACK, answers)).blocks
    assert WORDS["en"].handover.causes not in {block.term for block in blocks}
