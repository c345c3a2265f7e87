"""The classes of medicines that decide how soon someone is seen, and the names people use."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest
import tomli

from nightcramp.answering.choice import Choice
from nightcramp.answering.search import fold, search
from nightcramp.answering.typed_line import numbered, read_line
from nightcramp.errors import PackError
from nightcramp.pack import load_pack
from nightcramp.pack.model import OTHER
from nightcramp.reports.answered import answer_lines, value_text
from nightcramp.reports.handover import handover
from nightcramp.reports.page import render_text
from nightcramp.reports.result import build_result
from nightcramp.reports.topics import MEDICINES
from nightcramp.triage import assess, read_answers
from nightcramp.triage.answers import check_answer, choices
from nightcramp.triage.values import Picked
from tests.calm import calm
from tests.content import pack_of

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.pack.medicines import Medicine

CONTENT = Path(__file__).parents[2] / "content"

DECIDING = """
    insulin sglt2 glp1 metformin sulfonylurea digoxin amiodarone heparin warfarin doac
    aspirin_low nsaid nsaid_linked paracetamol opioid chemotherapy cancer_nerve methotrexate
    immune_strong transplant ciclosporin clozapine antipsychotic antiepileptic valproate
    carbamazepine topiramate lithium statin statin_interacting macrolide macrolide_strong azole
    gemfibrozil gemfibrozil_fibrate ritonavir fusidic_acid trimethoprim fluoroquinolone
    potassium_sparing thiazide_like loop_diuretic diuretic_unknown ace_inhibitor arb
    beta_blocker calcium_blocker alpha_blocker denosumab bisphosphonate bone_medicine
    teriparatide raloxifene tamoxifen estrogen birth_control quinine tonic_water licorice
    theophylline dopamine_agonist levodopa muscle_relaxant baclofen benzodiazepine retinoid
    ergot thyroid_tablet antithyroid hydroxychloroquine desmopressin steroid laxative colchicine
    salt_mix supplement_potassium supplement_magnesium vitamin_d calcium_tablet b12 iron iv_iron
"""

# What is typed -> the substance found first, and a class it must belong to.
NAMED = """
    acetaminophen | acetaminophen | paracetamol
    paracetamol | acetaminophen | paracetamol
    Tylenol | acetaminophen | paracetamol
    Panadol | acetaminophen | paracetamol
    Tempra | acetaminophen | paracetamol
    Gelocatil | acetaminophen | paracetamol
    co-codamol | codeine_with_acetaminophen | paracetamol
    ibuprofen | ibuprofen | nsaid
    Advil | ibuprofen | nsaid
    Nurofen | ibuprofen | nsaid
    Espidifen | ibuprofen | nsaid
    Dalsy | ibuprofen | nsaid
    naproxen | naproxen | nsaid
    Aleve | naproxen | nsaid_linked
    Flanax | naproxen | nsaid
    diclofenac | diclofenac | nsaid
    Enantyum | dexketoprofen | nsaid
    Celebrex | celecoxib | nsaid
    Arcoxia | etoricoxib | nsaid
    Tabcin | aspirin_with_chlorpheniramine_and_phenylephrine | nsaid
    Nolotil | metamizole | metamizole
    aspirin | aspirin | aspirin_low
    Adiro | aspirin | aspirin_low
    Trinomia | aspirin_with_atorvastatin_and_ramipril | ace_inhibitor
    salbutamol | albuterol | saba
    albuterol | albuterol | saba
    Seguril | furosemide | loop_diuretic
    Eutirox | levothyroxine | thyroid_tablet
    Dacortin | prednisone | steroid
    Novolog | insulin_aspart | insulin
    Jardiance | empagliflozin | sglt2
    Synjardy | empagliflozin_with_metformin | sglt2
    Ozempic | semaglutide | glp1
    Xultophy | insulin_degludec_with_liraglutide | glp1
    gliclazide | gliclazide | sulfonylurea
    Glucovance | glyburide_with_metformin | sulfonylurea
    Lanoxin | digoxin | digoxin
    Trangorex | amiodarone | amiodarone
    Clexane | enoxaparin | heparin
    Hibor | bemiparin | heparin
    Xeloda | capecitabine | chemotherapy
    cisplatin | cisplatin | chemotherapy
    chemo | chemotherapy_name_not_known | chemotherapy
    Metoject | methotrexate | methotrexate
    CellCept | mycophenolate | immune_strong
    Imurel | azathioprine | immune_strong
    Humira | adalimumab | immune_strong
    Xeljanz | tofacitinib | immune_strong
    Sandimmun | cyclosporine | ciclosporin
    tacrolimus | tacrolimus | immune_strong
    Leponex | clozapine | clozapine
    Keppra | levetiracetam | antiepileptic
    Topamax | topiramate | antiepileptic
    Depakine | valproate | valproate
    Tegretol | carbamazepine | carbamazepine
    oxcarbazepine | oxcarbazepine | carbamazepine
    simvastatin | simvastatin | statin_interacting
    Caduet | amlodipine_with_atorvastatin | statin_interacting
    Klaricid | clarithromycin | macrolide_strong
    erythromycin | erythromycin | macrolide
    Zithromax | azithromycin | azithromycin
    Lopid | gemfibrozil | gemfibrozil
    Paxlovid | nirmatrelvir_with_ritonavir | ritonavir
    Prezista | darunavir | ritonavir
    Bactrim | trimethoprim_with_sulfamethoxazole | trimethoprim
    co-trimoxazole | trimethoprim_with_sulfamethoxazole | trimethoprim
    Cipro | ciprofloxacin | fluoroquinolone
    Prolia | denosumab | denosumab
    Fosamax | alendronate | bisphosphonate
    tonic water | tonic_water | tonic_water
    quinine | quinine | quinine
    liquorice | licorice | licorice
    Uniphyllin | theophylline | theophylline
    Requip | ropinirole | dopamine_agonist
    Lioresal | baclofen | baclofen
    Flexeril | cyclobenzaprine | muscle_relaxant
    Roaccutane | isotretinoin | retinoid
    Cafergot | ergotamine_with_caffeine | ergot
    carbimazole | carbimazole | antithyroid
    Flomax | tamsulosin | alpha_blocker
    Plaquenil | hydroxychloroquine | hydroxychloroquine
    Minirin | desmopressin | desmopressin
    Dioralyte | oral_rehydration_salts | salt_mix
    vitamin D3 | vitamin_d | vitamin_d
    Caltrate | calcium_with_vitamin_d | calcium_tablet
    Neurobion | b_vitamins_b1_b6_b12 | b12
    Tardyferon | ferrous_sulfate | iron
"""
NAMED_IN_SPANISH = """
    paracetamol | acetaminophen | paracetamol
    acetaminofén | acetaminophen | paracetamol
    Gelocatil | acetaminophen | paracetamol
    ibuprofeno | ibuprofen | nsaid
    Espidifen | ibuprofen | nsaid
    naproxeno | naproxen | nsaid
    Dorixina | lysine_clonixinate | nsaid
    aspirina | aspirin | aspirin_low
    acido acetilsalicilico | aspirin | aspirin_low
    Adiro | aspirin | aspirin_low
    Nolotil | metamizole | metamizole
    salbutamol | albuterol | saba
    Seguril | furosemide | loop_diuretic
    Eutirox | levothyroxine | thyroid_tablet
    Dacortin | prednisone | steroid
    enalapril | enalapril | ace_inhibitor
    Sintrom | acenocoumarol | warfarin
    digoxina | digoxin | digoxin
    enoxaparina | enoxaparin | heparin
    quimioterapia | chemotherapy_name_not_known | chemotherapy
    metotrexato | methotrexate | methotrexate
    micofenolato | mycophenolate | immune_strong
    ciclosporina | cyclosporine | ciclosporin
    clozapina | clozapine | clozapine
    ácido valproico | valproate | valproate
    carbamazepina | carbamazepine | carbamazepine
    lamotrigina | lamotrigine | antiepileptic
    atorvastatina | atorvastatin | statin_interacting
    claritromicina | clarithromycin | macrolide_strong
    gemfibrozilo | gemfibrozil | gemfibrozil
    cotrimoxazol | trimethoprim_with_sulfamethoxazole | trimethoprim
    ácido fusídico | fusidic_acid_tablets_or_drip | fusidic_acid
    ciprofloxacino | ciprofloxacin | fluoroquinolone
    agua tónica | tonic_water | tonic_water
    regaliz | licorice | licorice
    teofilina | theophylline | theophylline
    baclofeno | baclofen | baclofen
    isotretinoína | isotretinoin | retinoid
    tiamazol | methimazole | antithyroid
    Omnic | tamsulosin | alpha_blocker
    suero oral | oral_rehydration_salts | salt_mix
    vitamina D | vitamin_d | vitamin_d
    sulfato ferroso | ferrous_sulfate | iron
"""


@pytest.fixture(scope="module")
def spanish() -> Pack:
    return pack_of(language="es")


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(line.strip().split(" | ")) for line in table.strip().splitlines()]


def of_class(pack: Pack, name: str) -> set[str]:
    return {medicine.id for medicine in pack.medicines if name in medicine.classes}


@pytest.mark.parametrize("name", DECIDING.split())
def test_every_class_that_decides_is_there_and_holds_something(pack: Pack, name: str) -> None:
    assert of_class(pack, name)


@pytest.mark.parametrize(("typed", "medicine", "of"), rows(NAMED))
def test_a_name_leads_to_its_substance_and_class(
    pack: Pack, typed: str, medicine: str, of: str
) -> None:
    best = search(choices(pack, pack.question("medicines"), {}), typed)[0]
    assert best.id == medicine
    assert medicine in of_class(pack, of)


@pytest.mark.parametrize(("typed", "medicine", "of"), rows(NAMED_IN_SPANISH))
def test_a_spanish_name_leads_to_its_substance_and_class(
    spanish: Pack, typed: str, medicine: str, of: str
) -> None:
    best = search(choices(spanish, spanish.question("medicines"), {}), typed)[0]
    assert best.id == medicine
    assert medicine in of_class(spanish, of)


def test_what_hardly_interacts_is_not_in_the_classes_that_do(pack: Pack) -> None:
    assert of_class(pack, "gemfibrozil") == {"gemfibrozil"}
    assert "azithromycin" not in of_class(pack, "macrolide_strong") | of_class(pack, "macrolide")
    assert of_class(pack, "macrolide_strong") == of_class(pack, "macrolide")
    mild = {"pravastatin", "fluvastatin", "rosuvastatin", "pitavastatin"}
    assert not mild & of_class(pack, "statin_interacting")
    assert of_class(pack, "statin_interacting") < of_class(pack, "statin")
    assert not {"metamizole", "aspirin", "acetaminophen"} & of_class(pack, "nsaid")


def test_a_class_within_another_takes_nothing_out_of_it(pack: Pack) -> None:
    assert of_class(pack, "nsaid_linked") < of_class(pack, "nsaid")
    assert of_class(pack, "cancer_nerve") < of_class(pack, "chemotherapy")
    assert of_class(pack, "transplant") < of_class(pack, "immune_strong")
    assert of_class(pack, "ciclosporin") < of_class(pack, "transplant")
    assert of_class(pack, "clozapine") < of_class(pack, "antipsychotic")
    bones = of_class(pack, "denosumab") | of_class(pack, "bisphosphonate")
    assert bones < of_class(pack, "bone_medicine")
    assert of_class(pack, "baclofen") < of_class(pack, "muscle_relaxant")
    special = of_class(pack, "valproate") | of_class(pack, "carbamazepine") | {"topiramate"}
    assert special < of_class(pack, "antiepileptic")


def _parts(medicine: Medicine) -> set[str]:
    return set(re.split("_(?:with|and)_", re.sub(r"_(tablets|by|for)_?.*$", "", medicine.id)))


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("acetaminophen", "paracetamol"),
        ("ibuprofen", "nsaid"),
        ("naproxen", "nsaid"),
        ("diclofenac", "nsaid"),
        ("celecoxib", "nsaid"),
        ("ketorolac", "nsaid"),
        ("metformin", "metformin"),
        ("simvastatin", "statin_interacting"),
        ("atorvastatin", "statin_interacting"),
        ("lovastatin", "statin_interacting"),
        ("clarithromycin", "macrolide_strong"),
        ("ritonavir", "ritonavir"),
        ("cobicistat", "ritonavir"),
        ("trimethoprim", "trimethoprim"),
        ("hydrochlorothiazide", "thiazide_like"),
        ("chlorthalidone", "thiazide_like"),
        ("indapamide", "thiazide_like"),
        ("spironolactone", "potassium_sparing"),
        ("amiloride", "potassium_sparing"),
        ("furosemide", "loop_diuretic"),
        ("perindopril", "ace_inhibitor"),
        ("enalapril", "ace_inhibitor"),
        ("ramipril", "ace_inhibitor"),
        ("valsartan", "arb"),
        ("amlodipine", "calcium_blocker"),
        ("methocarbamol", "muscle_relaxant"),
        ("carisoprodol", "muscle_relaxant"),
        ("ergotamine", "ergot"),
        ("tamsulosin", "alpha_blocker"),
        ("tramadol", "opioid"),
        ("codeine", "opioid"),
        ("dapagliflozin", "sglt2"),
        ("empagliflozin", "sglt2"),
        ("colchicine", "colchicine"),
        ("naproxen", "nsaid_linked"),
        ("celecoxib", "nsaid_linked"),
    ],
)
def test_a_product_of_several_is_in_the_class_of_each(pack: Pack, part: str, name: str) -> None:
    holding = {medicine.id for medicine in pack.medicines if part in _parts(medicine)}
    assert part in holding
    assert holding - of_class(pack, name) == set()


def test_a_medicine_in_two_classes_has_the_same_names_in_both() -> None:
    document = tomli.loads((CONTENT / "medicines.toml").read_text(encoding="utf-8"))
    names = defaultdict(set)
    for medicine_class in document["medicine_class"]:
        for generic, brands in medicine_class["medicines"].items():
            names[generic].add(tuple(brands))
    assert [generic for generic, sets in names.items() if len(sets) > 1] == []


SAME_NAME: dict[str, set[str]] = {}
"""Products of one name that hold different substances in different countries: none so far."""


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_name_stands_for_two_substances(language: str) -> None:
    pack = pack_of(language=language)
    meant = defaultdict(set)
    for medicine in pack.medicines:
        for name in (medicine.name, *medicine.brands):
            meant[fold(name)].add(medicine.id)
    twice = {name: ids for name, ids in meant.items() if len(ids) > 1}
    assert twice == SAME_NAME


def test_an_unknown_name_is_in_every_deciding_class_it_could_be(pack: Pack) -> None:
    assert "statin_name_not_known" in of_class(pack, "statin_interacting")
    assert "bone_injection_name_not_known" in of_class(pack, "denosumab")
    assert "bone_tablet_name_not_known" in of_class(pack, "bisphosphonate")
    assert "hiv_tablet_name_not_known" in of_class(pack, "ritonavir")
    assert "muscle_relaxant_name_not_known" in of_class(pack, "baclofen")


def test_no_note_says_stop_or_keep_taking(pack: Pack) -> None:
    """A pregnancy may forbid it; inhalers alone are to be used on."""
    wrong = re.compile(r"keep (taking|using)|^stop|(?<!before you )\bstop\b", re.IGNORECASE)
    inhalers = {"laba", "laba_steroid", "inhaler_unknown"}
    notes = [c.note for c in pack.medicine_classes if c.id not in inhalers]
    assert [note for note in notes if wrong.search(note)] == []


def test_every_note_sends_the_person_to_someone(pack: Pack) -> None:
    help_from = re.compile(r"ask|call|tell|get .*care|emergency|seen", re.IGNORECASE)
    assert [c.id for c in pack.medicine_classes if not help_from.search(c.note)] == []


# ---- tonic water is no medicine, and is as dangerous to the blood ----


def test_bleeding_on_tonic_water_is_an_emergency(pack: Pack) -> None:
    for taken in ("quinine", "tonic_water"):
        answers = {"body_danger": ["bruises"], "medicines": [taken]}
        found_flags = assess(pack, read_answers(pack, answers)).flags
        assert "quinine_bleeding" in {item.flag.id for item in found_flags}


# ---- another medicine, that is not on the list ----


def _handover(language: str, *medicines: str) -> str:
    pack = pack_of(language=language)
    table = {"age": 70, "feel": ["knot"], **({"medicines": list(medicines)} if medicines else {})}
    answers = read_answers(pack, table)
    return " ".join(render_text(handover(pack, assess(pack, answers))).split())


@pytest.mark.parametrize(
    ("language", "no_medicine", "other"),
    [
        ("en", "Takes no medicine", "A medicine that is not on the list"),
        ("es", "No toma medicamentos", "Un medicamento que no está en la lista"),
    ],
)
def test_only_who_said_so_takes_no_medicine(language: str, no_medicine: str, other: str) -> None:
    assert no_medicine in _handover(language, "none")
    for answer in ((), ("unsure",), ("other",), ("ramipril",), ("ramipril", "other")):
        assert no_medicine not in _handover(language, *answer)
        assert (other in _handover(language, *answer)) == ("other" in answer)


def test_other_goes_with_medicines_and_none_stands_alone(pack: Pack) -> None:
    labels = {o.id: o for o in choices(pack, pack.question("medicines"), {})}
    assert labels["none"].label == "None"
    assert labels["none"].exclusive
    assert not labels["other"].exclusive
    answers = read_answers(pack, {"medicines": ["other", "ramipril"]})
    assert answers["medicines"] == ("ramipril", "other")


def test_who_takes_another_medicine_is_sent_to_a_pharmacist(pack: Pack) -> None:
    given = assess(pack, read_answers(pack, {"age": 70, "medicines": ["other"]})).advice
    assert "medicine-not-listed" in {line.id for line in given}
    given = assess(pack, read_answers(pack, {"age": 70, "medicines": ["ramipril"]})).advice
    assert "medicine-not-listed" not in {line.id for line in given}


def _choice(pack: Pack) -> Choice:
    return Choice.begin("pick", choices(pack, pack.question("medicines"), {}))


def test_another_stays_in_sight_whatever_is_looked_for(pack: Pack) -> None:
    for typed in ("", "ramipril", "qqqqq"):
        choice = _choice(pack).type(typed) if typed else _choice(pack)
        assert [option.id for option in choice.apart] == ["other", "none", "unsure"]
        digits = {option.id: digit for option, digit in choice.clear_search().numbered if digit}
        assert (digits["other"], digits["none"], digits["unsure"]) == (7, 8, 9)
        assert list(digits.values()) == sorted(set(digits.values()))


def test_a_name_that_is_not_found_becomes_nothing_by_enter(pack: Pack) -> None:
    choice = _choice(pack).type("qqqqq").enter()
    assert (choice.chosen, choice.message, choice.details["other"]) == ((), "not_listed", 7)
    assert choice.clear_search().press_digit(7).chosen == ("other",)


def test_another_is_added_to_what_is_chosen_and_goes_on_by_itself_never(pack: Pack) -> None:
    choice = _choice(pack).type("ramipril").enter().press_digit(7)
    assert choice.chosen == ("ramipril", "other")
    assert choice.decided is None
    warned = choice.press_digit(8)
    assert (warned.chosen, warned.message) == (("ramipril", "other"), "takes_back")
    assert warned.press_digit(8).chosen == ("none",)


def test_in_lines_seven_is_another_and_six_are_found_at_most(pack: Pack) -> None:
    choice = read_line(_choice(pack), "blood pressure", "and")
    assert len(numbered(choice)) == 6
    choice = read_line(choice, "7", "and")
    assert (choice.chosen, choice.decided) == (("other",), None)
    assert read_line(choice, "", "and").decided == ("other",)


def test_in_other_lists_an_option_named_other_is_one_of_the_list(pack: Pack) -> None:
    question = pack.question("child_pain")
    assert OTHER in {option.id for option in question.options}
    choice = Choice.begin(question.kind, question.options)
    assert OTHER in {option.id for option in choice.listed}
    assert OTHER not in {option.id for option in choice.apart}


# ---- by the name that was typed ----


@pytest.mark.parametrize(
    ("language", "named"),
    [("en", "Adiro (aspirin)"), ("es", "Adiro: aspirina (ácido acetilsalicílico)")],
)
def test_a_medicine_is_shown_under_the_name_that_was_typed(language: str, named: str) -> None:
    pack = pack_of(language=language)
    question = pack.question("medicines")
    choice = Choice.begin("pick", choices(pack, question, {})).type("adiro").enter().decide()
    before = calm(pack, age=70)
    answers = {**before, "medicines": check_answer(pack, question, choice.decided, before)}
    assert answers["medicines"] == ("aspirin",)
    found_here = assess(pack, answers)
    review = value_text(pack, question, answers["medicines"], answers)
    clinician = render_text(handover(pack, found_here))
    topics = build_result(pack, found_here).topics
    (topic,) = [topic for topic in topics if topic.id == MEDICINES]
    assert review == named
    assert named in " ".join(clinician.split())
    assert topic.lines[0].text.startswith(f"{named}: ")
    started = choices(pack, pack.question("medicines_started"), answers)
    assert started[0].label == named


def test_a_reason_names_the_medicine_as_the_person_did(pack: Pack) -> None:
    question = pack.question("medicines")
    picked = Picked(["lithium", "ibuprofen"], {"ibuprofen": "Advil"})
    answer = check_answer(pack, question, picked, {})
    found_here = assess(pack, {**read_answers(pack, {"age": 70}), "medicines": answer})
    (flag,) = [one for one in found_here.flags if one.flag.id == "lithium_rises"]
    lines = answer_lines(pack, flag.items)
    assert set(lines) == {"You take Advil (ibuprofen)", "You take lithium"}


# ---- a name and no more ----


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_medicine_of_no_class_is_named_without_empty_brackets(language: str) -> None:
    page = _handover(language, "amoxicillin", "ramipril")
    assert "()" not in page
    assert {"en": "amoxicillin", "es": "amoxicilina"}[language] in page


def test_of_a_medicine_of_no_class_there_is_nothing_to_read(pack: Pack) -> None:
    def lines(*medicines: str) -> int:
        found_here = assess(pack, calm(pack, medicines=list(medicines)))
        topics = build_result(pack, found_here).topics
        return sum(len(topic.lines) for topic in topics if topic.id == MEDICINES)

    assert (lines("amoxicillin"), lines("amoxicillin", "ramipril")) == (0, 1)


def test_the_common_ones_stand_first_and_exist(pack: Pack) -> None:
    document = tomli.loads((CONTENT / "medicines.toml").read_text(encoding="utf-8"))
    common = document["common"]
    assert [medicine.id for medicine in pack.medicines[: len(common)]] == common


def test_a_common_medicine_that_is_none_is_an_error(tmp_path: Path) -> None:
    copytree(CONTENT, tmp_path / "content")
    file = tmp_path / "content/medicines.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"aspirin", "omep', '"aspirina", "omep', 1), encoding="utf-8")
    with pytest.raises(PackError, match="'aspirina' is no medicine"):
        load_pack(tmp_path / "content")
