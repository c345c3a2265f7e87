"""As docs/clinic.md serves it, opened in Chromium, answered to a result, and left."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pytest

from nightcramp.pack.model import Urgency
from nightcramp.reports.result import build_result
from nightcramp.triage import Interview, assess, read_answers
from tests.chromium import opened
from tests.content import VIGNETTES, WORDS, pack_of
from tests.program import wait_until
from tests.real_sshd import free_port, is_open
from tests.real_terminal import NIGHTCRAMP, clean_environment
from tests.typing_answers import CTRL_C, ENTER, calm_answer, screen_keys_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightcramp.triage.values import Answers
    from tests.chromium import Page

ROOT = Path(__file__).parents[2]
PACK = pack_of("GB")
_COMMAND = "exec /opt/nightcramp/bin/python -I"
_READING = 0.3
"""Seconds that a person reads before answering, at the very least."""


class Site(NamedTuple):
    """A server that shows the wizard.

    Attributes:
        address: of its page.
        audit: the file that each session leaves a line in.
        process: the server's.
    """

    address: str
    audit: Path
    process: subprocess.Popen[bytes]

    @property
    def endings(self) -> list[str]:
        """How each session has ended."""
        lines = self.audit.read_text().splitlines() if self.audit.exists() else []
        return [json.loads(line)["ended"] for line in lines]

    @property
    def programs(self) -> list[str]:
        """Ids of the processes that it runs now."""
        process = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        return Path(process).read_text().split()


@contextlib.contextmanager
def served(tmp_path: Path) -> Iterator[Site]:
    """The script of the page, with the Python of the tests and a port that is free."""
    audit, port = tmp_path / "audit", free_port()
    page = (ROOT / "docs/clinic.md").read_text(encoding="utf-8")
    [script] = re.findall(r"```python\n(.+?)```", page, re.DOTALL)
    for ours, here in (
        (_COMMAND, f"exec {sys.executable}"),
        ("--kiosk", f"--kiosk --audit {audit}"),
        ("port=8000", f"port={port}"),
        ("https://cramps.clinic.example", f"http://127.0.0.1:{port}"),
    ):
        assert script.count(ours) == 1
        script = script.replace(ours, here)
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-c", script], stdout=log, stderr=log, env=clean_environment()
        ) as server,
    ):
        try:
            wait_until(lambda: is_open(port), "server that listens")
            yield Site(f"http://127.0.0.1:{port}/", audit, server)
        finally:
            server.terminate()


def _wait_until_ended(site: Site, ending: str) -> None:
    """Wait until its only session has ended so, and no program is left."""
    wait_until(lambda: site.endings == [ending] and not site.programs, f"end by {ending}")


async def _begin(page: Page) -> None:
    await page.wait_for(WORDS.welcome.begin)
    await page.tap()
    await page.type(ENTER)
    await page.wait_for(PACK.questions[0].text)


async def _answer(page: Page, given: Answers) -> Answers:
    """Answer as a patient of the pack, question after question, to the result."""
    interview = Interview.begin(PACK)
    while (question := interview.question) is not None:
        await page.wait_for(question.text)
        await asyncio.sleep(_READING)
        value = given.get(question.id)
        value = calm_answer(interview) if value is None else value
        await page.type(screen_keys_for(interview, value))
        interview = interview.answer(value)
    return interview.answers


def _patient(urgency: Urgency) -> Answers:
    """The first patient of the pack that is to be seen so soon."""
    patients = (read_answers(PACK, vignette.answers) for vignette in VIGNETTES)
    return next(given for given in patients if assess(PACK, given).urgency == urgency)


def _assessed(path: Path, answers: Answers) -> str:
    """What `assess` prints about the same answers, as one line."""
    path.write_text(json.dumps(answers), encoding="utf-8")
    command = [*NIGHTCRAMP, "assess", str(path), "--country", "GB"]
    ended = subprocess.run(
        command, capture_output=True, text=True, check=True, env=clean_environment()
    )
    return " ".join(ended.stdout.split())


@pytest.mark.parametrize("urgency", [Urgency.emergency, Urgency.routine], ids=lambda u: u.name)
async def test_a_page_answered_to_its_result_says_what_assess_says(
    urgency: Urgency, tmp_path: Path
) -> None:
    with served(tmp_path) as site:
        async with opened(site.address) as page:
            await _begin(page)
            answers = await _answer(page, _patient(urgency))
            result = build_result(PACK, assess(PACK, answers))

            await page.wait_for(result.title)
            printed = _assessed(tmp_path / "answers.json", answers)

            # Urgent, it is one page; else each topic opens by itself, and is read elsewhere.
            heads = [result.title, result.limit, *(topic.title for topic in result.topics)]
            said = printed if urgency == Urgency.emergency else " ".join(heads)
            assert _words(" ".join(heads)) - _words(printed) == set()
            assert _words(said) - _words(page.text) == set()


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\w']+", text.casefold()))


async def test_leaving_shows_that_it_has_ended_and_nothing_else(tmp_path: Path) -> None:
    with served(tmp_path) as site:
        async with opened(site.address) as page:
            await _begin(page)
            await page.type(CTRL_C)
            await page.wait_for(WORDS.leave.text)

            await page.type("y")

            _wait_until_ended(site, "left")
            await page.wait_until(lambda: page.ended, "end of the session")


async def test_closing_the_tab_ends_the_program(tmp_path: Path) -> None:
    with served(tmp_path) as site:
        async with opened(site.address) as page:
            await _begin(page)
            assert len(site.programs) == 1

            await page.close()

            _wait_until_ended(site, "hangup")


async def test_the_end_of_the_server_ends_the_program(tmp_path: Path) -> None:
    with served(tmp_path) as site:
        async with opened(site.address) as page:
            await _begin(page)
            [program] = site.programs

            site.process.kill()

            site.process.wait()
            wait_until(lambda: not Path(f"/proc/{program}/fd").exists(), "end of it")
            assert site.endings == ["hangup"]


async def test_textual_serve_asks_others_for_a_font_and_nothing_else(tmp_path: Path) -> None:
    """The proxy of docs/clinic.md forbids the page even that."""
    with served(tmp_path) as site:
        async with opened(site.address) as page:
            await _begin(page)

            asked = {urlsplit(address).hostname for address in page.asked_for}
            assert asked == {"127.0.0.1", "fonts.googleapis.com"}
