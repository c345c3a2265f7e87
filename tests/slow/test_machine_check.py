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

    # The keys are looked for where sshd says; the rest loosens nothing.
    elsewhere = {
        f"AuthorizedKeysFile {KEYS}",
        "SetEnv PATH=/usr/bin:/bin",
        "ClientAliveCountMax 3",
        "Banner none",
    }
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
