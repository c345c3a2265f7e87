"""A real sshd on loopback, set up as docs/clinic.md says, with keys to throw away."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
import subprocess
import sysconfig
import venv
from pathlib import Path
from typing import TYPE_CHECKING, final

import pytest

import nightcramp
from tests.program import PATIENCE, wait_until
from tests.real_terminal import RealTerminal, clean_environment

if TYPE_CHECKING:
    from types import TracebackType

CLINIC_FILES = Path(nightcramp.__file__).parent / "clinic_files"
HOST = "127.0.0.1"
PROGRAMS = ("sshd", "ssh", "sftp", "scp", "rsync")
_PRIVILEGE_SEPARATION = Path("/run/sshd")

# All that the block has to close is open outside it.
_TEMPTING = """\
AcceptEnv *
AllowAgentForwarding yes
AllowStreamLocalForwarding yes
AllowTcpForwarding yes
GatewayPorts clientspecified
PermitRootLogin prohibit-password
PermitUserEnvironment yes
PermitUserRC yes
Subsystem sftp internal-sftp
X11Forwarding yes
XAuthLocation /bin/true
"""


def find(program: str) -> str:
    """Where a program is. Without it a test fails in CI, and is skipped elsewhere."""
    path = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if not path:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up(f"{program} is missing: apt-get install openssh-server openssh-client rsync")
    if program == "sshd" and os.geteuid() == 0:
        # As its service does; without it sshd does not even read its settings.
        _PRIVILEGE_SEPARATION.mkdir(mode=0o755, exist_ok=True)
    return path


OPTIONS = "options='--kiosk --country US'"


def make_python(folder: Path) -> Path:
    """A Python that finds the program in isolated mode, as the one in /opt does."""
    venv.create(folder, symlinks=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    source = Path(nightcramp.__file__).parents[1]
    (packages / "here.pth").write_text(f"{source}\n{sysconfig.get_path('purelib')}\n")
    return folder / "bin" / "python"


def make_launcher(python: Path, path: Path) -> Path:
    """The launcher of the clinic account, with another Python in it, and a country."""
    text = (CLINIC_FILES / "nightcramp-kiosk").read_text()
    text, count = re.subn("^python=.*$", f"python={python}", text, flags=re.MULTILINE)
    assert count == 1
    text, count = re.subn("^options='--kiosk'$", OPTIONS, text, flags=re.MULTILINE)
    assert count == 1
    path.write_text(text)
    path.chmod(0o755)
    return path


def make_key(path: Path) -> None:
    """A pair of keys to throw away: `path` and `path.pub`."""
    make = [find("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(path)]
    subprocess.run(make, check=True, stdin=subprocess.DEVNULL)


class Seat:
    """Where a person sits: who is called, at which port of loopback, and with which key.

    Args:
        folder: with the key (`user`) and what is known of the host (`known_hosts`).
        account: whom the caller asks for.
        port: where somebody listens, or will.
    """

    def __init__(self, folder: Path, account: str, port: int) -> None:
        self.folder, self.account, self.port = folder, account, port

    def options(self, port: str = "-p") -> list[str]:
        """What ssh, scp and sftp need to know; they name the port differently."""
        settings = {
            "BatchMode": "yes",
            "IdentitiesOnly": "yes",
            "LogLevel": "ERROR",
            "StrictHostKeyChecking": "yes",
            "UserKnownHostsFile": str(self.folder / "known_hosts"),
        }
        given = [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]
        key = str(self.folder / "user")
        return ["-F", "/dev/null", "-i", key, port, str(self.port), *given]

    @property
    def address(self) -> str:
        """Who is asked for, and where."""
        return f"{self.account}@{HOST}"

    def ssh(self, *options: str, command: str | None = None) -> list[str]:
        """A command line: ssh to the account."""
        what = () if command is None else (command,)
        return [find("ssh"), *self.options(), *options, "--", self.address, *what]

    def terminal(
        self, *options: str, command: str | None = None, **environment: str
    ) -> RealTerminal:
        """A person at a terminal who asks for the account; an empty variable is left out."""
        wanted = {name: value for name, value in clean_environment(**environment).items() if value}
        send = ["-o", "SendEnv=LANG LC_*"]
        return RealTerminal(self.ssh("-tt", *send, *options, command=command), environment=wanted)

    def run(
        self, *options: str, command: str | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Ask for the account without a terminal; what comes back."""
        return subprocess.run(
            self.ssh(*options, command=command),
            env=clean_environment(**environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )


@final
class Sshd(Seat):
    """Serves one account on a port of loopback, and is a seat for it; a `with` block ends it.

    Args:
        folder: for keys, settings and the log; keys that are there already are taken.
        forced: what the clinic account runs; None leaves the clinic's block out.
        account: whom it serves; the present user by default.
        changes: setting -> value, instead of what the block says.
    """

    def __init__(self, folder: Path, forced: str | None, account: str = "", **changes: str) -> None:
        super().__init__(folder, account or getpass.getuser(), free_port())
        for program in PROGRAMS:
            find(program)
        folder.mkdir(parents=True, exist_ok=True)
        for key in ("host", "user"):
            if not (folder / key).exists():
                make_key(folder / key)
        shutil.copy(folder / "user.pub", folder / "authorized_keys")
        host_key = (folder / "host.pub").read_text()
        (folder / "known_hosts").write_text(f"[{HOST}]:{self.port} {host_key}")
        (folder / "sshd_config").write_text(self._settings(forced, changes))
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [find("sshd"), "-D", "-e", "-f", str(folder / "sshd_config")],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            wait_until(self._listens, "sshd that listens")
        except AssertionError as problem:
            self.stop()
            raise AssertionError(f"{problem}: {self.log}") from None

    def _settings(self, forced: str | None, changes: dict[str, str]) -> str:
        block = (CLINIC_FILES / "sshd_nightcramp.conf").read_text() if forced else ""
        block = block.replace("Match User nightcramp", f"Match User {self.account}")
        here = {"AuthorizedKeysFile": str(self.folder / "authorized_keys")}
        if forced:
            here["ForceCommand"] = forced
        for name, value in {**here, **changes}.items():
            line = rf"^( *){name} .*$"
            if re.search(line, block, re.MULTILINE):
                block = re.sub(line, rf"\g<1>{name} {value}", block, flags=re.MULTILINE)
            else:
                block = f"{name} {value}\n{block}"
        return (
            f"Port {self.port}\n"
            f"ListenAddress {HOST}\n"
            f"HostKey {self.folder / 'host'}\n"
            "PidFile none\n"
            "StrictModes no\n"  # the folder above, /tmp, is everyone's
            f"{_TEMPTING}{block}"
        )

    def __enter__(self) -> Sshd:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End the server; sessions end when their clients do."""
        self._process.terminate()
        self._process.wait()

    @property
    def log(self) -> str:
        """What the server said."""
        return (self.folder / "log").read_text(errors="replace")

    def _listens(self) -> bool:
        assert self._process.poll() is None, f"sshd ended: {self.log}"
        return is_open(self.port)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_open(port: int) -> bool:
    """Whether somebody listens."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def programs_of(python: Path) -> list[int]:
    """Processes that this Python runs, whoever started them."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:  # it ended meanwhile
                continue
            if command[0] == os.fsencode(python):
                found.append(int(entry.name))
    return found


def environment_of(process: int) -> dict[str, str]:
    """The environment a process was started with."""
    pairs = Path(f"/proc/{process}/environ").read_text().split("\0")
    return dict(pair.split("=", 1) for pair in pairs if pair)
