"""`nightcramp clinic-check` asks a real sshd: each line of the block takes effect."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from nightcramp.clinic.machine_check.machine import Machine
from tests.clinic.test_machine_check import KEYS, Clinic, set_up
from tests.real_sshd import find

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class WithSshd(Clinic):
    """A clinic's machine of which a real sshd reads the settings."""

    sshd_settings = Machine.sshd_settings


@pytest.fixture(scope="session")
def host_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Without one, sshd does not read its settings."""
    key = tmp_path_factory.mktemp("keys") / "host"
    subprocess.run(
        [find("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True
    )
    return key


@pytest.fixture
def clinic(tmp_path: Path, host_key: Path) -> Iterator[Clinic]:
    """A machine that was set up as docs/clinic.md says."""
    find("sshd")
    umask = os.umask(0o022)
    machine = set_up(WithSshd(tmp_path / "root"))
    machine.edit(
        "/etc/ssh/sshd_config",
        "AcceptEnv LANG LC_*\n",
        f"HostKey {host_key}\nAcceptEnv LANG LC_*\n",
    )
    yield machine
    os.umask(umask)


def test_a_machine_set_up_by_the_page_has_no_problem(clinic: Clinic) -> None:
    assert clinic.problems() == ()


def test_settings_that_sshd_refuses_are_a_sentence(clinic: Clinic) -> None:
    clinic.config.write_text("Nonsense yes\n")

    [problem] = clinic.problems()

    assert "run this as root, and mend what 'sshd -t' complains of" in problem


SETTINGS = {
    "ForceCommand /usr/local/bin/nightcramp-kiosk": "ForceCommand /usr/bin/nightcramp",
    "AuthenticationMethods publickey": "AuthenticationMethods any",
    "AuthorizedKeysCommand none": "AuthorizedKeysCommand /usr/bin/keys\n"
    "  AuthorizedKeysCommandUser nobody",
    "TrustedUserCAKeys none": "TrustedUserCAKeys /etc/ssh/authority.pub",
    "SetEnv PATH=/usr/bin:/bin": "SetEnv PATH=/usr/bin:/bin LD_PRELOAD=/tmp/x.so",
    "Banner none": "Banner /etc/issue.net",
    "DisableForwarding yes": "DisableForwarding no",
    "AllowTcpForwarding no": "AllowTcpForwarding local",
    "AllowStreamLocalForwarding no": "AllowStreamLocalForwarding yes",
    "AllowAgentForwarding no": "AllowAgentForwarding yes",
    "X11Forwarding no": "X11Forwarding yes",
    "PermitTunnel no": "PermitTunnel yes",
    "PermitTTY yes": "PermitTTY no",
    "PermitUserRC no": "PermitUserRC yes",
    "MaxSessions 1": "MaxSessions 10",
    "AcceptEnv LANG LC_NIGHTCRAMP": "AcceptEnv LANG LC_*",
    "ClientAliveInterval 60": "ClientAliveInterval 0",
    "UnusedConnectionTimeout 30s": "UnusedConnectionTimeout none",
}
"""What the block says -> what it could say instead."""


@pytest.mark.parametrize("line", SETTINGS)
def test_a_looser_setting_is_found_with_the_line_that_mends_it(clinic: Clinic, line: str) -> None:
    clinic.edit("/etc/ssh/sshd_config", line, SETTINGS[line])

    problems = clinic.problems()

    assert len(problems) == 1
    assert f"'{line}'" in problems[0]


def test_every_line_of_the_block_is_checked(clinic: Clinic) -> None:
    text = clinic.config.read_text(encoding="utf-8")
    block = {row.strip() for row in text.splitlines() if row.startswith("  ")}
    block = {row for row in block if not row.startswith("#")}

    # The keys are looked for where sshd says; the count is a factor of the interval.
    elsewhere = {f"AuthorizedKeysFile {KEYS}", "ClientAliveCountMax 3"}
    assert block - set(SETTINGS) == elsewhere


@pytest.mark.parametrize("line", ["PermitUserEnvironment yes", "StrictModes no"])
def test_a_loose_setting_of_the_whole_server_is_found(clinic: Clinic, line: str) -> None:
    text = clinic.config.read_text(encoding="utf-8")
    clinic.config.write_text(f"{line}\n{text}", encoding="utf-8")

    [problem] = clinic.problems()

    assert line.partition(" ")[0] in problem
    assert "in sshd's settings" in problem


def test_a_machine_without_the_block_is_told_every_line(clinic: Clinic, host_key: Path) -> None:
    clinic.config.write_text(f"HostKey {host_key}\n", encoding="utf-8")

    said = "\n".join(clinic.problems())

    for needed in ("ForceCommand", "DisableForwarding", "AuthenticationMethods", "MaxSessions"):
        assert f"{needed} is" in said


OTHERS = {
    "Match Address 192.0.2.0/24": "from 192.0.2.",
    "Match Address 10.*,!10.1.1.1": "from 10.",
    "Match Address 10.0.0.0/8,!10.0.0.0/16,!10.255.255.255": "from 10.",
    "Match Address 2001:db8:7::/48": "from 2001:db8:7:",
    "Match Address=192.0.2.0/24": "from 192.0.2.",
    'Match User "night*" Address 192.0.2.77': "from 192.0.2.77",
    "Match Host *.clinic.example": "(1.clinic.example)",
    "Match LocalAddress 192.0.2.9": "to 192.0.2.9",
    "Match LocalPort 2222": "port 2222",
    "Match LocalPort 2222 Address 192.0.2.0/24 Host pc?": "from 192.0.2.0 (pc1) to",
    "Match RDomain seats": "in seats",
    "Match Address *,!127.0.0.1": "from 198.51.100.1",
    "Match Address *,!127.0.0.0/8,!198.51.100.0/24": "from 2001:db8::1",
}
"""A block that some callers meet before the account's -> what is said of them."""


@pytest.mark.parametrize("match", OTHERS)
def test_a_caller_for_whom_another_block_comes_first_is_found(clinic: Clinic, match: str) -> None:
    clinic.edit("/etc/ssh/sshd_config", "Match User", f"{match}\n  ForceCommand none\nMatch User")

    [problem] = clinic.problems()

    assert "ForceCommand is 'none'" in problem
    assert OTHERS[match] in problem


@pytest.mark.parametrize(
    "only", ["Address 127.0.0.0/8", "LocalPort 22", "Host localhost", "LocalAddress 127.0.0.1"]
)
def test_a_block_that_only_some_callers_meet_is_found(clinic: Clinic, only: str) -> None:
    clinic.edit("/etc/ssh/sshd_config", "Match User", f"Match {only} User")
    if only == "LocalPort 22":
        clinic.config.write_text("Port 22\nPort 2022\n" + clinic.config.read_text("utf-8"))

    said = clinic.problems()

    assert any("ForceCommand is 'none'" in problem for problem in said)


def test_a_match_in_an_included_file_is_found(clinic: Clinic) -> None:
    other = clinic.write(
        "/etc/ssh/other.d/seats.conf", "Match Address 192.0.2.0/24\n  PermitTunnel yes\n"
    )
    text = clinic.config.read_text(encoding="utf-8")
    clinic.config.write_text(f"Include {other.parent}/*.conf\n{text}", encoding="utf-8")

    [problem] = clinic.problems()
    assert "PermitTunnel is 'yes'" in problem

    other.chmod(0o666)
    assert any("seats.conf can be written by others" in one for one in clinic.problems())


def test_more_callers_than_can_be_asked_for_are_said(clinic: Clinic) -> None:
    text = clinic.config.read_text(encoding="utf-8")
    blocks = [f"Match Address 10.{n}.0.0/16 LocalPort {n} Host h{n}\n" for n in range(1, 9)]
    clinic.config.write_text(text + "".join(blocks), encoding="utf-8")

    [problem] = clinic.problems()

    assert "callers apart, and were not asked for all of them" in problem
