"""What the wizard shows of a pack that was signed."""

from __future__ import annotations

import msgspec
import pytest

from nightcramp.pack.sign_off import Signed, Signer
from tests.pilot import at_welcome, small_pack, to_result

JANE = Signer("Jane Doe", "nurse", "2026-11-01", "English")
BOTH = Signed((JANE, Signer("José Núñez", "médico de familia", "2026-11-20", "Español")))


async def test_the_first_screen_names_who_signed_and_how_to_begin() -> None:
    async with at_welcome(msgspec.structs.replace(small_pack(), signed=BOTH)) as person:
        shown = " ".join(person.screen.split())

        assert "Reviewed by Jane Doe (nurse) on 2026-11-01, in English." in shown
        assert "Reviewed by José Núñez (médico de familia) on 2026-11-20, in Español." in shown
        assert "Press Enter to begin" in shown
        assert "Not yet reviewed" not in shown


@pytest.mark.parametrize(("width", "said"), [(80, "reviewed on 2026-11-01"), (40, "Pack 0.1")])
async def test_a_result_says_that_it_was_reviewed(width: int, said: str) -> None:
    pack = msgspec.structs.replace(small_pack(), signed=Signed((JANE,)))
    async with at_welcome(pack, size=(width, 24)) as person:
        shown = (await to_result(person)).split("\n")[0]

        assert said in shown
        assert "not reviewed" not in shown


async def test_a_result_says_that_another_review_is_due() -> None:
    pack = msgspec.structs.replace(small_pack(), signed=Signed((JANE,), overdue=True))
    async with at_welcome(pack) as person:
        assert "review due since 2099-01-01" in (await to_result(person)).split("\n")[0]


async def test_an_urgent_result_names_who_signed() -> None:
    pack = msgspec.structs.replace(small_pack(), signed=Signed((JANE,)))
    async with at_welcome(pack) as person:
        shown = await to_result(person, danger=("1", "enter"))

        assert "Reviewed by Jane Doe (nurse)" in " ".join(shown.split())
