"""The launcher of a clinic account, beside what the clinic page says."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from pathlib import Path

from tests.clinic.test_launcher import kiosk, wizard_of
from tests.content import WORDS
from tests.others import find

ROOT = Path(__file__).parents[2]


def test_ending_everybodys_session_by_the_page_leaves_every_screen_clean(tmp_path: Path) -> None:
    page = (ROOT / "docs/clinic.md").read_text(encoding="utf-8")
    lines = page.partition("### End everybody")[2].split("```")[1]
    for name in ("working", "hung"):  # a launcher each: a shell reads what is written meanwhile
        (tmp_path / name).mkdir()
    with kiosk(tmp_path / "working") as working, kiosk(tmp_path / "hung") as hung:
        for terminal in (working, hung):
            terminal.wait_for(WORDS.welcome.begin)
        os.kill(wizard_of(hung), signal.SIGSTOP)
        sessions = f"{working.process.pid},{hung.process.pid}"
        only_these, count = re.subn("-u nightcramp", f"--session {sessions}", lines)
        assert count == 3

        find("pkill")
        subprocess.run(["/bin/sh", "-c", only_these], check=False)

        for terminal in (working, hung):
            terminal.wait_for_end()
            assert not terminal.text.strip()
            terminal.assert_restored()
