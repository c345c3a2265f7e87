"""Who has reviewed the content, as screens and pages say it."""

from __future__ import annotations

import msgspec
import pytest

from nightcramp.pack.sign_off import Signed, Signer
from nightcramp.reports.signers import pack_line, review_line, short_lines
from tests.content import PACK, WORDS

JANE = Signer("Jane Doe", "nurse", "2026-11-01", "English")
JOSE = Signer("José Núñez", "médico", "2026-11-20", "Español")
BY_JANE = "Reviewed by Jane Doe (nurse) on 2026-11-01, in English."
BY_JOSE = "Reviewed by José Núñez (médico) on 2026-11-20, in Español."
DUE = f"It was to be reviewed again by {PACK.about.review_by}."


@pytest.mark.parametrize(
    ("signed", "line", "shorter"),
    [
        (Signed(), WORDS.welcome.not_reviewed, "Pack 1.0, not reviewed"),
        (Signed((JANE,)), BY_JANE, "Pack 1.0, reviewed on 2026-11-01"),
        (Signed((JANE, JOSE)), f"{BY_JANE} {BY_JOSE}", "Pack 1.0, reviewed on 2026-11-20"),
        (
            Signed((JANE,), overdue=True),
            f"{BY_JANE} {DUE}",
            f"Pack 1.0, review due since {PACK.about.review_by}",
        ),
    ],
    ids=["nobody", "one", "two", "overdue"],
)
def test_every_signer_is_named_with_role_day_and_language(
    signed: Signed, line: str, shorter: str
) -> None:
    pack = msgspec.structs.replace(PACK, signed=signed)

    assert review_line(pack, WORDS) == line
    assert shorter in short_lines(pack)
    if signed.by:
        assert pack_line(pack) == f"Pack 1.0. {line}"
    else:
        assert pack_line(pack) == "Pack 1.0, not reviewed by a clinician."


def test_the_short_lines_are_shorter_each() -> None:
    pack = msgspec.structs.replace(PACK, signed=Signed((JANE,)))

    lengths = [len(line) for line in short_lines(pack)]

    assert lengths == sorted(lengths, reverse=True)
