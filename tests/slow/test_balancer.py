"""Two ssh hosts behind the haproxy of docs/clinic.md: two real sshd on loopback."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pytest

from nightcramp.clinic.idle import Limits
from nightcramp.reports.result import build_result
from nightcramp.triage import Interview, assess
from tests.content import PACK, WORDS, pack_of
from tests.others import find
from tests.program import wait_until
from tests.real_sshd import (
    CLINIC_FILES,
    HOST,
    Seat,
    Sshd,
    free_port,
    is_open,
    make_key,
    make_launcher,
    make_python,
)
from tests.typing_answers import ENTER, calm_answer, keys_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.real_terminal import RealTerminal

SHIPPED = CLINIC_FILES / "haproxy_nightcramp.cfg"
ELSEWHERE = "127.0.0.2"
"""An address of loopback that is none of the clinic's."""


@dataclass(frozen=True)
class Clinic:
    """Two hosts and what is before them.

    Attributes:
        hosts: a real sshd each.
        balancer: where seats call.
        settings: those of haproxy.
    """

    hosts: tuple[Sshd, Sshd]
    balancer: Seat
    settings: Path

    @property
    def people(self) -> tuple[int, int]:
        """How many have logged in so far, at each host."""
        one, two = (host.log.count("Accepted publickey") for host in self.hosts)
        return one, two

    def in_lines(self) -> RealTerminal:
        """A person who asks the balancer for plain lines."""
        return self.balancer.terminal(command="plain")

    @contextlib.contextmanager
    def served(self, *options: str) -> Iterator[subprocess.Popen[bytes]]:
        """Have haproxy run with the settings of now."""
        command = [find("haproxy"), "-db", "-f", str(self.settings), *options]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as haproxy:
            try:
                wait_until(lambda: is_open(self.balancer.port), "haproxy that listens")
                yield haproxy
            finally:
                haproxy.kill()


@pytest.fixture
def clinic(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Clinic]:
    """Two hosts with the same key, or with another identity, and the file with their addresses."""
    if os.geteuid():
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("only root can start haproxy as an account of its own")
    launcher = str(make_launcher(make_python(tmp_path / "python"), tmp_path / "nightcramp-kiosk"))
    for key in ("all", "user"):
        make_key(tmp_path / key)
    identity: Identity = getattr(request, "param", SAME_KEY)
    with contextlib.ExitStack() as stack:
        one, two = (
            stack.enter_context(_host(tmp_path / name, launcher, identity))
            for name in ("one", "two")
        )
        port = free_port()
        known = f"[{HOST}]:{port} {(tmp_path / 'all.pub').read_text()}"
        (tmp_path / "known_hosts").write_text(identity.trusted + known)
        text = SHIPPED.read_text(encoding="utf-8")
        for ours, here in (
            ("bind :22", f"bind {HOST}:{port}"),
            ("192.0.2.0/24", f"{HOST}/32"),
            ("192.0.2.11:22", f"{HOST}:{one.port}"),
            ("192.0.2.12:22", f"{HOST}:{two.port}"),
        ):
            assert text.count(ours) == 1
            text = text.replace(ours, here)
        (tmp_path / "haproxy.cfg").write_text(text, encoding="utf-8")
        yield Clinic((one, two), Seat(tmp_path, one.account, port), tmp_path / "haproxy.cfg")


def _host(home: Path, launcher: str, identity: Identity) -> Sshd:
    """A host for the key of the seats."""
    home.mkdir()
    for end in ("", ".pub"):
        (home / f"user{end}").symlink_to(home.parent / f"user{end}")
    return Sshd(home, launcher, **identity.prepare(home))


class Identity(NamedTuple):
    """How seats know both hosts by the one line that they have of them.

    Attributes:
        trusted: how that line begins; the public key `all` is its end.
        prepare: gives a host its key in this folder; the settings that sshd needs for it.
    """

    trusted: str
    prepare: Callable[[Path], dict[str, str]]


def _same_key(home: Path) -> dict[str, str]:
    for end in ("", ".pub"):
        (home / f"host{end}").symlink_to(home.parent / f"all{end}")
    return {}


def _signed_key(home: Path) -> dict[str, str]:
    make_key(home / "host")
    sign = [find("ssh-keygen"), "-q", "-s", str(home.parent / "all"), "-h", "-I", home.name]
    subprocess.run([*sign, "-n", HOST, str(home / "host.pub")], check=True)
    return {"HostCertificate": str(home / "host-cert.pub")}


SAME_KEY = Identity("", _same_key)
AUTHORITY = Identity("@cert-authority ", _signed_key)


def _tell(terminal: RealTerminal, sign: str) -> None:
    """Answer calmly up to the signs of danger, tell this one, and read the right result."""
    pack = pack_of("US")
    terminal.wait_for(WORDS.welcome.begin)
    terminal.press(ENTER)
    interview = Interview.begin(pack)
    while (question := interview.question) is not None:
        terminal.wait_for(question.text)
        value = (sign,) if question.id == "danger_now" else calm_answer(interview)
        terminal.press_calmly(keys_for(interview, value))
        interview = interview.answer(value)
    result = build_result(pack, assess(pack, interview.answers))
    told = next(topic for topic in result.reasons if topic.id == "told")
    terminal.wait_for(result.title, result.limit, *(line.text for line in told.lines))


def test_haproxy_takes_the_file_as_it_is() -> None:
    checked = subprocess.run(
        [find("haproxy"), "-c", "-V", "-f", str(SHIPPED)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stdout) == (0, "Configuration file is valid\n")


def test_a_line_is_kept_longer_than_a_kiosk_that_nobody_touches() -> None:
    [hours] = re.findall(r"timeout tunnel (\d+)h", SHIPPED.read_text(encoding="utf-8"))

    assert int(hours) * 3600 > Limits().session


def test_people_are_shared_out_and_each_gets_the_right_result(clinic: Clinic) -> None:
    with clinic.served(), clinic.balancer.terminal() as one, clinic.balancer.terminal() as two:
        _tell(one, "breath")
        _tell(two, "chest")

        assert clinic.people == (1, 1)


@pytest.mark.parametrize("clinic", [AUTHORITY], indirect=True)
def test_by_an_authority_hosts_with_keys_of_their_own_are_one(clinic: Clinic) -> None:
    with clinic.served(), clinic.in_lines() as one, clinic.in_lines() as two:
        one.wait_for(WORDS.line.prompt)
        two.wait_for(WORDS.line.prompt)

    assert clinic.people == (1, 1)


def test_when_a_host_is_gone_people_reach_the_other(clinic: Clinic) -> None:
    with clinic.served():
        # A host that has never passed a check is out after a single one that fails.
        wait_until(lambda: "Connection reset" in clinic.hosts[0].log, "check that is passed")
        clinic.hosts[0].stop()

        with clinic.balancer.terminal() as one, clinic.balancer.terminal() as two:
            one.wait_for(WORDS.welcome.begin)
            two.wait_for(WORDS.welcome.begin)

    assert clinic.people == (0, 2)


def test_new_settings_leave_open_sessions_alone(clinic: Clinic) -> None:
    with clinic.served() as haproxy, clinic.balancer.terminal() as terminal:
        terminal.wait_for(WORDS.welcome.begin)
        text = clinic.settings.read_text(encoding="utf-8")
        clinic.settings.write_text(re.sub("server one .*", "", text), encoding="utf-8")

        with clinic.served("-sf", str(haproxy.pid)), clinic.balancer.terminal() as another:
            another.wait_for(WORDS.welcome.begin)
            terminal.press(ENTER)
            terminal.wait_for(PACK.questions[0].text)


def test_whoever_may_not_call_is_turned_away_before_any_host(clinic: Clinic) -> None:
    with clinic.served():
        ended = clinic.balancer.run("-b", ELSEWHERE, "-T")

    assert ended.returncode == 255
    assert clinic.people == (0, 0)


def test_by_its_address_a_seat_reaches_the_same_host(clinic: Clinic) -> None:
    text = clinic.settings.read_text(encoding="utf-8")
    clinic.settings.write_text(text.replace("leastconn", "source"), encoding="utf-8")

    with clinic.served(), clinic.in_lines() as one, clinic.in_lines() as two:
        one.wait_for(WORDS.line.prompt)
        two.wait_for(WORDS.line.prompt)

    assert sorted(clinic.people) == [0, 2]
