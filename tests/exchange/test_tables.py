"""Tables of answers: what a cell means, which columns count, and files made to go wrong."""

from __future__ import annotations

import io
import tracemalloc
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from pyarrow import feather, parquet

from nightcramp.errors import NightcrampError
from nightcramp.exchange import tables
from nightcramp.exchange.columns import Notices
from nightcramp.exchange.rows import Row, UnreadableError
from nightcramp.exchange.tables import arrow_rows, csv_rows, parquet_rows
from tests.content import PACK

if TYPE_CHECKING:
    from collections.abc import Iterator


class Read:
    """The rows of a table, and what was said of its columns."""

    def __init__(self, content: bytes, reader: Any = csv_rows) -> None:
        self.notices: list[str] = []
        self.rows: list[Row] = list(reader(io.BytesIO(content), PACK, Notices(self.notices.append)))

    @property
    def answers(self) -> list[Any]:
        return [row.answers for row in self.rows]

    @property
    def problems(self) -> list[tuple[int, str]]:
        return [(row.number, row.problem) for row in self.rows if row.problem]


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("age", "71", 71),
        ("age", "71.0", 71),
        ("age", " 71. ", 71),
        ("age", "-1", -1),
        ("age", "unsure", "unsure"),
        ("age", "71.5", "71.5"),
        ("age", "7_1", "7_1"),
        ("age", "9" * 5000, "9" * 5000),
        ("pregnant", " no ", "no"),
        ("leg_danger", "swollen", "swollen"),
        ("leg_danger", "swollen;hot", ["swollen", "hot"]),
        ("leg_danger", "swollen | hot;", ["swollen", "hot"]),
        ("leg_danger", "swollen  hot", ["swollen", "hot"]),
        ("leg_danger", ";", ";"),
    ],
)
def test_a_cell_is_read_as_its_question_takes_it(column: str, cell: str, value: Any) -> None:
    assert Read(f'{column},where\n"{cell}",calf\n'.encode()).answers == [
        {column: value, "where": "calf"}
    ]


def test_an_empty_cell_was_not_asked() -> None:
    read = Read(b"id,age,leg_danger\na,,swollen\nb,  ,\n,,\n\nc,40,\n")

    assert [(row.number, row.id) for row in read.rows] == [(2, "a"), (3, "b"), (6, "c")]
    assert read.answers == [{"leg_danger": "swollen"}, {}, {"age": 40}]


def test_an_id_goes_through_untouched() -> None:
    read = Read("id,age\n 007 ,1\n=1+1,1\n'ñ,1\n,1\n".encode())

    assert [row.id for row in read.rows] == [" 007 ", "=1+1", "'ñ", None]


@pytest.mark.parametrize("name", ["KEY", "meta-instanceID", "__id"])
def test_what_odk_names_a_submission_by_is_its_id(name: str) -> None:
    assert Read(f"age,{name}\n1,uuid:7\n".encode()).rows[0].id == "uuid:7"
    assert Read(f"age,{name},id\n1,uuid:7,own\n".encode()).rows[0].id == "own"


def test_a_column_that_is_no_question_is_named_once_with_what_was_meant() -> None:
    read = Read(b"id,agee,age,,zzz\nx,1,2,3,4\ny,1,2,3,4\n")

    assert read.answers == [{"age": 2}, {"age": 2}]
    assert read.notices == [
        "left out the column 'agee', which is no question. Did you mean 'age'?",
        "left out the column '', which is no question.",
        "left out the column 'zzz', which is no question.",
    ]


@pytest.mark.parametrize("name", ["pain-since", "study-id", "other/section_symptoms/since"])
def test_a_group_that_the_form_does_not_have_makes_another_column(name: str) -> None:
    read = Read(f"age,{name}\n40,weeks\n".encode())

    assert [(row.answers, row.id) for row in read.rows] == [({"age": 40}, None)]
    assert read.notices[0].startswith(f"left out the column '{name}'")


def test_long_cells_are_not_kept() -> None:
    rows = b"".join(b"%d," % number + b"x " * 60_000 + b"\n" for number in range(30))
    tracemalloc.start()
    try:
        count = sum(
            1 for _ in csv_rows(io.BytesIO(b"id,leg_danger\n" + rows), PACK, Notices(print))
        )
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()

    assert count == 30
    assert held < 5_000_000


def test_what_odk_adds_is_left_out_silently() -> None:
    read = Read(
        b"SubmissionDate,start,section_red_flags-age_page-age,flag_clot_in_leg,what_this_is,"
        b"audit_c_least,section_red_flags/leg_danger,section_red_flags/leg_danger/swollen,"
        b"__system/status,SubmitterName\n1,2,71,,,3,swollen,1,x,y\n"
    )

    assert read.answers == [{"age": 71, "leg_danger": "swollen"}]
    assert read.notices == []


def test_not_sure_of_a_number_is_a_column_of_its_own() -> None:
    read = Read(b"age,age_unsure\n,unsure\n40,\n40,unsure\n,maybe\n")

    assert read.answers[:2] == [{"age": "unsure"}, {"age": 40}]
    assert [(row.column, row.problem) for row in read.rows[2:]] == [
        ("age", "has a number, and is not sure."),
        ("age_unsure", "takes 'unsure' or nothing."),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "has no column that is named like a question."),
        (b"id,x\n1,2\n", "has no column that is named like a question."),
        (b"age,age_page-age\n", "has two columns for 'age': 'age' and 'age_page-age'."),
        ("age\n1\n".encode("utf-16"), "is not UTF-8 text."),
        (b"age,\xff\n1,2\n", "is not UTF-8 text."),
        (b"age\0\n1\n", "holds a zero byte."),
        (b"PK\x03\x04\0\0", "holds a zero byte."),
        (b'"age\n1\n', "a cell is too long, or a quote is never closed"),
        (b"age," + b"x" * 2_000_000, "is too long."),
        (b"age," + b"x" * 200_000 + b"\n1,2\n", "a cell is too long"),
    ],
    ids=range(10),
)
def test_a_heading_that_cannot_be_used_is_a_sentence(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        Read(content)
    assert str(raised.value).startswith(says)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"1", "has 1 of the heading's 2 cells."),
        (b"1,2,3", "has 3 of the heading's 2 cells."),
        (b"1,\xff", "is not UTF-8 text."),
        (b"1,\0", "holds a zero byte."),
        (b'1,"a"b', "is not valid CSV"),
        (b"1," + b" " * 2_000_000, "is too long."),
    ],
    ids=range(6),
)
def test_a_row_that_cannot_be_used_is_told_and_the_others_go_on(line: bytes, says: str) -> None:
    read = Read(b"id,age\nx,40\n" + line + b"\ny,41\n")

    [(number, problem)] = read.problems
    assert number == 3
    assert problem.startswith(says)
    assert [(row.number, row.answers) for row in read.rows if not row.problem] == [
        (2, {"age": 40}),
        (4, {"age": 41}),
    ]


@pytest.mark.parametrize("rest", [b"", b"y,41\n" * 50_000], ids=["short", "long"])
def test_after_a_quote_that_is_never_closed_nothing_is_taken_for_a_person(rest: bytes) -> None:
    read = Read(b'id,age\nx,40\nz,"\n' + rest)

    assert [row.answers for row in read.rows if not row.problem] == [{"age": 40}]
    [(number, problem)] = read.problems
    assert number == 3
    assert problem.endswith("nothing after it was read.")


def test_a_quoted_cell_may_hold_lines() -> None:
    read = Read(b'id,age\r\n"a\r\nb",40\r\nc,41\r\n')

    assert [(row.number, row.id) for row in read.rows] == [(2, "a\r\nb"), (3, "c")]


def _parquet(data: dict[str, Any], **options: Any) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table(data), out, **options)
    return out.getvalue()


def _arrow(data: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    feather.write_feather(pa.table(data), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (pa.array([71], pa.int8()), 71),
        (pa.array([71.0]), 71),
        (pa.array(["71.0"]), 71),
        (pa.array([b"71"]), 71),
        (pa.array(["71"]).dictionary_encode(), 71),
        (pa.array(["7100"]).cast(pa.decimal128(6, 2)), 7100),
        (pa.array(["unsure"], pa.large_string()), "unsure"),
        (pa.array([71.5]), 71.5),
        (pa.array([True]), True),
    ],
    ids=str,
)
def test_a_typed_column_is_read_as_what_it_says(column: Any, value: Any) -> None:
    data = {"age": column, "where": ["calf"]}

    assert Read(_parquet(data), parquet_rows).answers == [{"age": value, "where": "calf"}]
    assert Read(_arrow(data), arrow_rows).answers == [{"age": value, "where": "calf"}]


def test_not_sure_of_a_number_can_be_a_column_of_booleans() -> None:
    data = {"age": [None, 40, 40, 40], "age_unsure": [True, False, None, True]}

    for read in (Read(_parquet(data), parquet_rows), Read(_arrow(data), arrow_rows)):
        assert read.answers[:3] == [{"age": "unsure"}, {"age": 40}, {"age": 40}]
        assert read.problems == [(4, "has a number, and is not sure.")]


def test_null_and_no_number_were_not_asked() -> None:
    data = {"id": [0, None], "age": [None, float("nan")], "where": [["calf", "foot"], None]}

    read = Read(_parquet(data), parquet_rows)

    assert read.answers == [{"where": ["calf", "foot"]}, {}]
    assert [(row.number, row.id) for row in read.rows] == [(1, 0), (2, None)]
    floats = {"id": [1.0, float("nan")], "age": [1, 2]}
    assert [row.id for row in Read(_parquet(floats), parquet_rows).rows] == [1, None]


def test_an_id_that_cannot_be_passed_on_is_told() -> None:
    [row] = Read(_parquet({"id": [["a"]], "age": [1]}), parquet_rows).rows

    assert (row.column, row.problem) == ("id", "must be a text or a whole number.")


@pytest.mark.parametrize("reader", [parquet_rows, arrow_rows], ids=["parquet", "arrow"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw[:-1],
        lambda raw: raw[:-72] + b"\xff" * 64 + raw[-8:],
        lambda _: b"age\n40\n",
        lambda _: b"PAR1" + b"\0" * 20 + b"PAR1",
        lambda _: b"ARROW1\0\0",
    ],
    ids=["empty", "half", "all but one", "spoilt", "a text", "no footer", "a head"],
)
def test_a_damaged_file_is_a_sentence(reader: Any, spoil: Any) -> None:
    data = {"age": list(range(100)), "where": ["calf"] * 100}
    raw = spoil(_parquet(data) if reader is parquet_rows else _arrow(data))

    with pytest.raises(UnreadableError, match=r"^cannot be read as (Parquet|Arrow): [^\n]+$"):
        Read(raw, reader)


@pytest.mark.parametrize("far", [40, 1_000_000, -3])
def test_arrow_that_points_outside_its_own_memory_is_a_sentence(far: int) -> None:
    out = io.BytesIO()
    table = pa.table({"age": [1], "where": ["calf"]})
    with pa.ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table)
    raw = out.getvalue()
    assert Read(raw, arrow_rows).answers == [{"age": 1, "where": "calf"}]
    begins, ends = (number.to_bytes(4, "little") for number in (0, 4))
    place = raw.rindex(begins + ends, 0, raw.rindex(b"calf"))
    outside = far.to_bytes(4, "little", signed=True)

    with pytest.raises(UnreadableError, match=r"^cannot be read as Arrow: .*offset"):
        Read(raw[: place + 4] + outside + raw[place + 8 :], arrow_rows)


def test_text_in_a_column_that_is_not_utf_8_is_a_sentence() -> None:
    data = {"age": [1], "where": pa.array([b"\xff"])}

    with pytest.raises(UnreadableError, match="cannot be read as Parquet"):
        Read(_parquet(data), parquet_rows)


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "find_spec", lambda _: None)

    for reader in (parquet_rows, arrow_rows):
        with pytest.raises(NightcrampError, match=r"pip install 'nightcramp\[tables\]'"):
            Read(b"", reader)


def test_a_pipe_is_no_parquet_file() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    with pytest.raises(UnreadableError, match="from a pipe; name a file"):
        list(parquet_rows(Pipe(b""), PACK, Notices(print)))


def _csv_of(rows: int) -> io.BufferedReader:
    class Endless(io.RawIOBase):
        left = rows

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            if not self.left:
                return 0
            line = b"id,age,leg_danger\n" if self.left == rows else b"17,71.0,swollen;hot\n"
            self.left -= 1
            buffer[: len(line)] = line
            return len(line)

    return io.BufferedReader(Endless())


def _parquet_of(rows: int) -> io.BytesIO:
    many = {"id": pa.array(range(rows)), "age": [71] * rows, "leg_danger": ["swollen"] * rows}
    return io.BytesIO(_parquet(many, row_group_size=rows))


@pytest.mark.parametrize(
    ("stream", "reader"),
    [(_csv_of(20_001), csv_rows), (_parquet_of(20_000), parquet_rows)],
    ids=["csv", "parquet"],
)
def test_many_rows_take_no_more_memory_than_a_few(stream: Any, reader: Any) -> None:
    rows: Iterator[Row] = reader(stream, PACK, Notices(print))
    next(rows)
    tracemalloc.start()
    try:
        count = sum(1 for _ in rows)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert count == 19_999
    assert peak < 2_000_000
