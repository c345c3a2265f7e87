"""The query held to the engine by many more people."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.exchange.sql.agreement import Database, disagreements
from tests.triage.formulas.random_answers import random_tables

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack import Pack

# In CI fewer: a change waits there for half an hour at most.
BATCHES, BATCH = 3 if os.environ.get("CI") else 20, 10_000


@pytest.mark.timeout(1200)
def test_the_query_says_of_200_000_people_what_the_engine_says(pack: Pack, tmp_path: Path) -> None:
    database = Database(pack, tmp_path)

    for seed in range(100, 100 + BATCHES):
        people = list(random_tables(pack, seed, BATCH))
        assert next(disagreements(pack, people, database.told(people)), None) is None
