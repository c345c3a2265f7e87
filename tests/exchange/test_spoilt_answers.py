"""Files of answers with bytes changed at random: people, or a sentence, and nothing else."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import feather, parquet

from nightcramp.errors import AnswerError
from nightcramp.exchange.columns import Notices
from nightcramp.exchange.forms import reader_of
from nightcramp.exchange.rows import UnreadableError
from nightcramp.triage import read_answers
from tests.content import PACK, VIGNETTES
from tests.fhir_checks import bundle_of, resources
from tests.submissions import as_csv, as_odata, as_xml, submission

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = [read_answers(PACK, one.answers) for one in VIGNETTES[::60]]
TREES = [submission(answers, str(place)) for place, answers in enumerate(PEOPLE)]
TABLE = pa.table({"id": ["a", "b"], "age": [40, None], "leg_danger": [["hot"], ["swollen", "hot"]]})


def _written(write: Callable[[Any, Any], None]) -> bytes:
    out = io.BytesIO()
    write(TABLE, out)
    return out.getvalue()


def _json(data: Any) -> bytes:
    return json.dumps(data).encode()


FILES = {
    "csv": ("csv", as_csv(TREES)),
    "quoted csv": ("csv", b'id,age,leg_danger\n"a","40","hot;swollen"\n"b, ""c""","41","none"\n'),
    "parquet": ("parquet", _written(parquet.write_table)),
    "arrow": ("arrow", _written(feather.write_feather)),
    "xml": ("xml", as_xml(TREES[0])),
    "odata": ("json", _json(as_odata(TREES))),
    "response": (
        "json",
        _json(resources(bundle_of(PACK, PEOPLE[0]))["QuestionnaireResponse"]),
    ),
    "lines": ("jsonl", b"\n".join(_json({"id": "x", **one}) for one in PEOPLE)),
    "toml": ("toml", b'id = "x"\nage = 40\nleg_danger = ["hot", "swollen"]\n'),
}
ANY_BYTES = st.sampled_from([b"", b"\0", b'"', b"\xff", b"<", b"&a;", b"{", b"]", b"\n", b"9" * 99])


@pytest.mark.parametrize("name", FILES)
@settings(deadline=None)
@given(data=st.data())
def test_whatever_is_changed_it_is_people_or_a_sentence(name: str, data: Any) -> None:
    form, raw = FILES[name]
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.integers(0, 4))
        other = data.draw(st.one_of(ANY_BYTES, st.binary(min_size=1, max_size=4)))
        raw = raw[:place] + other + raw[place + length :]
    try:
        for row in reader_of(form)(io.BytesIO(raw), PACK, Notices(print)):
            assert bool(row.problem) == (row.answers is None)
            if not row.problem:
                read_answers(PACK, row.answers)
    except (UnreadableError, AnswerError) as error:
        assert str(error).strip()  # noqa: PT017  it may also be people


@pytest.mark.parametrize("name", FILES)
def test_unchanged_they_are_people(name: str) -> None:
    form, raw = FILES[name]
    rows = [*reader_of(form)(io.BytesIO(raw), PACK, Notices(print))]

    assert rows
    assert not any(row.problem for row in rows)
    for row in rows:
        read_answers(PACK, row.answers)
