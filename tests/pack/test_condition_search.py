"""The list of conditions is searched as that of medicines is."""

from __future__ import annotations

import pytest

from nightcramp.answering.choice import Choice
from nightcramp.answering.search import look_up
from nightcramp.triage.answers import choices
from tests.content import pack_of

MEANT = {
    "en": """
        hypertension pressure | blood pressure pressure | pressure pressure
        CKD kidney | kidney failure kidney
        anemia anemia | anaemia anemia | sickle cell sickle | GERD reflux | heartburn reflux
        psoriasis skin | AF rhythm | atrial fibrillation rhythm | heart attack heart_vessels
        DVT clot_past | blood clot clot_past | TIA stroke | stroke stroke | asthma asthma
        COPD asthma | chest asthma | breathless asthma | short of breath asthma
        hypothyroidism thyroid | underactive thyroid thyroid | fatty liver liver_other
        cirrhosis liver | Parkinson's parkinsons | MS ms | multiple sclerosis ms
        neuropathy nerve | sciatica stenosis | slipped disc stenosis | gastric bypass bariatric
        celiac bowel | coeliac bowel | Crohn's bowel | depression mood | Alzheimer's dementia
        gout gout | BPH prostate | prostate prostate | osteoporosis osteoporosis
        bunion foot_shape | varicose veins varicose | type 2 diabetes | sugar diabetes
        myasthenia gravis myasthenia | rheumatoid arthritis arthritis
    """,
    "es": """
        hipertensión pressure | presión pressure | tension pressure | azúcar diabetes
        riñón kidney | diálisis kidney | anemia anemia | acidez reflux | arritmia rhythm
        ictus stroke | derrame cerebral stroke | asma asthma | EPOC asthma
        hipotiroidismo thyroid | hígado graso liver_other | cirrosis liver | Parkinson parkinsons
        neuropatía nerve | ciática stenosis | celiaquía bowel | depresión mood | gota gout
        próstata prostate | varices varicose | várices varicose | juanetes foot_shape
        colesterol cholesterol | osteoporosis osteoporosis | artrosis arthritis
    """,
}
OPEN = {
    "en": "heart, liver, cancer, thyroid, bypass, tumor, overactive thyroid, prostate cancer",
    "es": "corazón, tiroides, cáncer, embolia, infarto, hipertiroidismo, tumor",
}
CASES = [
    (language, *row.strip().rsplit(" ", 1))
    for language, rows in MEANT.items()
    for line in rows.strip().splitlines()
    for row in line.split("|")
]


def begun(language: str) -> Choice:
    pack = pack_of(language=language)
    return Choice.begin("pick", choices(pack, pack.question("conditions"), {}))


@pytest.mark.parametrize(("language", "typed", "condition"), CASES)
def test_a_condition_is_found_by_what_people_call_it(
    language: str, typed: str, condition: str
) -> None:
    choice = begun(language).type(typed)
    assert choice.focus == condition
    assert look_up(begun(language).listed, typed).options[0].id == condition


@pytest.mark.parametrize(
    ("language", "typed"),
    [(language, typed) for language, names in OPEN.items() for typed in names.split(", ")],
)
def test_what_may_be_several_or_none_highlights_nothing(language: str, typed: str) -> None:
    assert begun(language).type(typed).focus is None
