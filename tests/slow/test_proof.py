"""The formulas held to the engine by many more people, and all of the pack proved."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from nightcramp.check.proof.run import prove
from nightcramp.pack.load import content_folder
from tests.triage.formulas.agreement import Agreement
from tests.triage.formulas.random_answers import random_tables

if TYPE_CHECKING:
    from nightcramp.pack import Pack

# In CI a quarter of them: a change waits there for half an hour at most.
BATCHES, BATCH = 5 if os.environ.get("CI") else 20, 5_000


@pytest.mark.timeout(900)
def test_formulas_say_of_100_000_people_what_the_engine_says(pack: Pack) -> None:
    agreement = Agreement(pack)

    for seed in range(BATCHES):
        assert next(agreement.disagreements(random_tables(pack, seed, BATCH)), None) is None


@pytest.mark.timeout(900)
def test_every_property_of_the_shipped_pack_is_proved(pack: Pack) -> None:
    verdicts = list(prove(pack, content_folder()))

    assert [verdict.property for verdict in verdicts if verdict.result != "proved"] == []
    assert len(verdicts) == 9
