"""The review book: nothing of a pack is missing, and nothing in it can drive the page."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pytest
from lxml import html as lxml_html

from nightcramp.check.book.book import make_book
from nightcramp.check.book.html import Html, h, join
from nightcramp.check.book.uses import owners
from nightcramp.check.proof.run import PROPERTIES
from nightcramp.check.proof.verdict import Refutation, Verdict
from nightcramp.cli.main import main
from nightcramp.pack import load_pack
from nightcramp.pack.locale import Locale
from nightcramp.pack.sign_off import Signed, Signer
from tests.content import pack_of
from tests.edited_packs import CONTENT, lean_copy, plant
from tests.pilot import SMALL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nightcramp.pack import Pack

WELL = """
[well]
age = 40
sitting = "little"
feel = ["knot"]
"""
PAIR = """
[[pair]]
id = "breath"
facts = "Trouble breathing"
verdict = "kept"
least = "emergency"
answers = { danger = ["breath"] }
"""
VOID = {"br", "hr", "input", "meta"}


class Read(NamedTuple):
    """A book as read: its text without runs of blanks, its source, and its elements."""

    text: str
    source: str
    tree: Any


def read(source: str) -> Read:
    tree = lxml_html.fromstring(source)
    return Read(" ".join(tree.text_content().split()), source, tree)


@pytest.fixture(scope="module")
def lean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack itself, with three patients, and without the well person that a matrix needs."""
    folder = lean_copy(tmp_path_factory.mktemp("packs") / "pack")
    (folder / "danger_pairs.toml").unlink()
    for name in ("h01", "v60", "f05"):
        shutil.copy(CONTENT / "vignettes" / f"{name}.toml", folder / "vignettes")
    return folder


@pytest.fixture(scope="module")
def book(lean: Path) -> Read:
    """The book of the pack itself, in English and Spanish."""
    return read(make_book(load_pack(lean), lean, load_pack(lean, Locale(language="es"))))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A pack of six questions, and the well person of its matrix."""
    folder = tmp_path / "small"
    shutil.copytree(SMALL, folder)
    shutil.copy(CONTENT / "words.toml", folder)
    (folder / "vignettes").mkdir()
    (folder / "danger_pairs.toml").write_text(WELL + PAIR, encoding="utf-8")
    return folder


def sentences_of(pack: Pack) -> Iterator[str]:
    """Every sentence of a pack that a reviewer has to see."""
    for question in pack.questions:
        yield from (question.text, question.hint, question.why)
        for option in question.options:
            yield from (option.label, option.said, option.again, option.clinical)
    for flag in pack.red_flags:
        yield from (flag.means, *flag.do)
    for note in pack.notes:
        yield note.text
    for measure in pack.measures:
        yield from (measure.title, measure.instrument, *(one.because for one in measure.criteria))
    for cause in pack.causes:
        yield from (cause.title, cause.summary, cause.how, cause.doubt)
        yield from (evidence.because for evidence in cause.evidence)
        yield from (text for test in cause.tests for text in (test.text, test.clinical))
    for mimic in pack.mimics:
        yield from (mimic.title, mimic.summary, mimic.say)
        yield from (one.because for one in mimic.criteria)
        yield from (text for test in mimic.tests for text in (test.text, test.clinical))
    yield from (line.text for line in pack.all_advice)
    yield from (t for one in pack.medicine_classes for t in (one.name, one.clinical, one.note))
    yield from (source.title for source in pack.sources)
    for contact in pack.contacts:
        yield contact.name
        for text in filter(None, (contact.emergency, contact.same_day)):
            yield from (text.title, text.lead)
    yield from (t for text in pack.about.urgency.values() for t in (text.title, text.lead))
    yield from (picture.text for picture in pack.pictures)
    yield pack.about.intended_use


def missing_from(book: Read, pack: Pack) -> list[str]:
    return [one for one in set(sentences_of(pack)) if " ".join(one.split()) not in book.text]


def test_no_sentence_of_the_pack_is_missing_from_the_book(book: Read, pack: Pack) -> None:
    assert missing_from(book, pack) == []


def test_every_sentence_stands_there_in_the_second_language(book: Read) -> None:
    spanish = pack_of("", "es")

    assert missing_from(book, spanish) == []
    shown = [one.text_content() for one in book.tree.iter("span") if one.get("lang") == "es"]
    assert next(question for question in spanish.questions if question.id == "age").text in shown


def test_without_a_second_language_every_sentence_stands_there_once(lean: Path) -> None:
    assert 'lang="es"' not in make_book(load_pack(lean), lean)


def test_every_rule_has_a_place_of_its_own_to_be_objected_to(book: Read, pack: Pack) -> None:
    places = {one.get("data-rule") for one in book.tree.iter("article")}
    expected = {f"question-{one.id}" for one in pack.questions}
    expected |= {f"red-flag-{one.id}" for one in pack.red_flags}
    expected |= {f"note-{one.id}" for one in pack.notes}
    expected |= {f"measure-{one.id}" for one in pack.measures}
    expected |= {f"class-{one.id}" for one in pack.medicine_classes}
    expected |= {f"source-{one.id}" for one in pack.sources}
    expected |= {f"evidence-{c.id}-{one.id}" for c in pack.causes for one in c.evidence}
    expected |= {f"mimic-{one.id}" for one in pack.mimics}
    expected |= {f"advice-{one.id}" for one in pack.advice}
    for owner in owners(pack):
        expected |= {f"advice-{owner.id}-{one.id}" for one in owner.advice}
        expected |= {f"test-{owner.id}-{one.id}" for one in owner.tests}

    assert expected - places == set()


def test_every_medicine_is_named(book: Read, pack: Pack) -> None:
    named = {name for one in pack.medicines for name in (one.name, *one.brands)}
    assert [name for name in named if name not in book.text] == []


def test_no_two_places_have_one_name_and_every_link_leads_to_one(book: Read) -> None:
    names = Counter(one.get("id") for one in book.tree.iter() if one.get("id"))
    links = {one.get("href") for one in book.tree.iter("a")}

    assert [name for name, times in names.items() if times > 1] == []
    assert {link for link in links if link[1:] not in names} == set()


class _Balance(HTMLParser):
    """Which elements are open, and whether each is closed in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  the parser's
        self.scripts += tag == "script"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_element_is_closed_in_turn(book: Read) -> None:
    balance = _Balance()
    balance.feed(book.source)
    assert balance.open == []


def test_nothing_comes_from_elsewhere_and_only_its_own_script_runs(book: Read) -> None:
    [script] = (one.text for one in book.tree.iter("script") if one.get("type") is None)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    [policy] = book.tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")

    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy
    assert book.tree.xpath("//link | //img | //iframe | //@src | //@style | //@onclick") == []
    assert re.search(r"url\(|@import", book.source) is None


def test_headings_never_skip_a_level_and_heads_of_tables_say_what_they_head(book: Read) -> None:
    levels = [int(one.tag[1]) for one in book.tree.iter("h1", "h2", "h3", "h4")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert {one.get("scope") for one in book.tree.iter("th")} == {"row", "col"}


def test_it_carries_the_hash_and_says_who_signed(book: Read, lean: Path) -> None:
    hash_ = load_pack(lean).hash

    assert hash_ in book.text
    assert f'content: "pack {hash_[:16]}"' in book.source
    assert "No clinician has signed this content, as far as was checked." in book.text
    assert "No clinician has signed its translation (Español), as far as was checked." in book.text
    assert load_pack(lean, Locale(language="es")).translation_hash in book.text


def test_who_signed_is_named_with_role_and_day(small: Path) -> None:
    signer = Signer("Jane Doe", "general practitioner", "2026-11-29", "English")
    pack = msgspec.structs.replace(load_pack(small), signed=Signed(by=(signer,)))

    told = read(make_book(pack, small)).text

    assert "Signed this content: Jane Doe (general practitioner), 2026-11-29." in told
    assert "No clinician has signed" not in told


def book_of(folder: Path, **more: Any) -> Read:
    return read(make_book(load_pack(folder), folder, **more))


def test_each_chapter_can_be_signed_and_objected_to(book: Read) -> None:
    chapters = [one.get("id") for one in book.tree.xpath("//main/section[h2]")]
    signs = {one.get("data-chapter"): one for one in book.tree.iter("fieldset")}

    assert [*signs, "save-or-print"] == chapters
    for sign in signs.values():
        fields = {one.get("name") for one in sign.iter("input", "textarea")}
        assert {"name", "role", "date", "rules", "remark"} < fields
        assert sign.xpath(".//input/@value") == ["agree", "object"]


def test_what_an_answer_can_change_names_the_rules_that_look_at_it(book: Read) -> None:
    [place] = book.tree.xpath("//*[@id='option-leg_danger/swollen']")
    row = place.xpath("ancestor::tr")[0]

    links = set(row.xpath(".//a/@href"))

    assert "#red-flag-clot_in_leg" in links
    assert "#question-recent" in links


def test_what_an_answer_keeps_from_holding_is_told_apart(book: Read) -> None:
    [place] = book.tree.xpath("//*[@id='option-leg_danger/cold']")
    lines = [one.text_content() for one in place.xpath("ancestor::tr//li")]

    assert "Red flag: blocked_artery" in lines
    assert "Red flag withheld: compartment_numb" in lines


def test_an_answer_behind_a_count_names_what_looks_at_the_count(book: Read) -> None:
    [place] = book.tree.xpath("//*[@id='option-stopped/thinner']")
    row = place.xpath("ancestor::tr")[0].text_content()

    assert "Counted in: clot_risk" in row
    assert "clot_with_reason by clot_risk" in row


def test_sources_not_read_and_second_hand_are_marked_wherever_they_are_cited(book: Read) -> None:
    cited = book.tree.xpath("//p[@class='cite'][a[@href='#source-judgement']]")
    second_hand = book.tree.xpath("//p[@class='cite'][a[@href='#source-emed-dystonia']]")

    assert cited
    assert second_hand
    assert all("(not read for this pack)" in one.text_content() for one in cited)
    assert all("(second-hand)" in one.text_content() for one in second_hand)


def test_a_source_names_the_statements_that_rest_on_it(book: Read, pack: Pack) -> None:
    [source] = book.tree.xpath("//article[@id='source-rhabdo-mayo']")
    resting = {f"#red-flag-{f.id}" for f in pack.red_flags if "rhabdo-mayo" in f.sources}

    assert resting
    assert resting <= set(source.xpath(".//a/@href"))


def test_patients_by_others_stand_apart(book: Read) -> None:
    [chapter] = book.tree.xpath("//section[@id='patients']")
    titles = [one.text for one in chapter.iter("h3")]

    assert titles == ["Patients of the authors", "Patients written by others"]
    assert "3 patients" in chapter.text_content()


def test_verdicts_and_changes_have_a_place(small: Path) -> None:
    says = "More signs are never seen later."
    proof = Verdict(
        property="more-signs", says=says, result="proved", statements=1_176, note="All."
    )
    refuted = Refutation("Points change it for <b>somebody</b>.", {"age": 70, "sign": ("breath",)})
    other = Verdict(
        property="points", says="No.", result="refuted", statements=2, refutations=(refuted,)
    )

    without = book_of(small)
    with_both = book_of(
        small, verdicts=[proof, other], changes=h("p", "One person is seen sooner.")
    )

    assert "Nothing was proved for this book" in without.text
    assert not without.tree.xpath("//section[@id='changes']")
    row, _ = with_both.tree.xpath("//section[@id='proved']//tbody/tr")
    assert [cell.text_content() for cell in row] == [says, "proved", "1,176", "All."]
    [chapter] = with_both.tree.xpath("//section[@id='proved']")
    assert "Points change it for <b>somebody</b>." in chapter.text_content()
    assert 'age = 70\nsign = ["breath"]' in chapter.text_content()
    assert "One person is seen sooner." in with_both.text


def test_the_command_proves_and_compares_where_it_is_asked_to(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = tmp_path / "older"
    shutil.copytree(small, older)
    plant(older, "red_flags.toml", "That can be a blood clot in the lungs.", "It can be a clot.")

    assert main(["book", str(small), "--since", str(older), "--prove"]) == 0

    tree = read(capsys.readouterr().out).tree
    [changes] = tree.xpath("//section[@id='changes']")
    assert "It can be a clot." in changes.text_content()
    assert "That can be a blood clot in the lungs." in changes.text_content()
    rows = tree.xpath("//section[@id='proved']//tbody/tr")
    assert len(rows) == len(PROPERTIES)


@pytest.mark.parametrize(
    ("file", "old"),
    [
        ("questions/red_flags.toml", "New trouble breathing"),
        ("questions/red_flags.toml", "Do you have any of these today?"),
        ("red_flags.toml", "That can be a blood clot in the lungs."),
    ],
)
def test_no_sentence_of_a_pack_drives_the_page(small: Path, file: str, old: str) -> None:
    hostile = "</script></style><script>alert(1)</script><b>'&quot;"
    plain = _Balance()
    plain.feed(book_of(small).source)
    plant(small, file, old, hostile)

    book = book_of(small)

    balance = _Balance()
    balance.feed(book.source)
    assert balance.scripts == plain.scripts
    assert balance.open == []
    assert "alert(1)</script>" not in book.source
    assert hostile in book.text


def test_only_html_is_taken_as_html() -> None:
    assert h("p", "a < b", title='"') == '<p title="&quot;">a &lt; b</p>'
    assert join("<i>", h("i", "x"), Html("<br>")) == "&lt;i&gt;<i>x</i><br>"


def test_the_command_prints_the_book_for_a_country(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["book", str(small), "--country", "gb"]) == 0
    printed = capsys.readouterr().out

    assert printed == make_book(load_pack(small, Locale("GB")), small)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["book", "nowhere"], "nowhere: there is no such folder."),
        (["book", "--lang", "xx"], "language 'xx' is not known."),
        (["book", "--country", "XX"], "country 'XX' is not known."),
    ],
)
def test_what_there_is_not_is_a_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("red_flags.toml", "[[flag]]", "[[flag", "red_flags.toml, line 1"),
        ("danger_pairs.toml", "age = 40", "", "danger_pairs.toml, line 2: The well person"),
        ("danger_pairs.toml", "age = 40", "age = 400", "danger_pairs.toml, line 3: The well"),
    ],
)
def test_a_pack_that_cannot_be_reviewed_is_a_sentence(
    small: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, sentence: str
) -> None:
    plant(small, file, old, new)

    assert main(["book", str(small)]) == 2

    told = capsys.readouterr()
    assert sentence in told.err
    assert told.out == ""


def test_a_pack_without_a_well_person_has_a_book_that_says_so(small: Path) -> None:
    (small / "danger_pairs.toml").unlink()
    assert "has no danger_pairs.toml" in book_of(small).text


def test_the_grid_carries_each_pair_once(small: Path) -> None:
    [carried] = book_of(small).tree.xpath("//script[@type='application/json']/text()")
    data = json.loads(carried)
    count = len(data["facts"])

    assert len(data["letters"]) == count * (count - 1) / 2
    labels = [fact[0] for fact in data["facts"]]
    breath, back = labels.index("New trouble breathing"), labels.index("Pain in the back")
    assert [data["facts"][place][2] for place in (breath, back)] == ["E", "R"]
    assert data["letters"][back * (back - 1) // 2 + breath] == "E"
