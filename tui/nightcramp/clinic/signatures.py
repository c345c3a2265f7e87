"""Who signed a pack: its sign-offs, held to what was read and to a list of signers.

The list is OpenSSH's, and is kept by whoever runs the program: one that lay in the pack would be
replaced together with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from nightcramp.errors import NightcrampError, PackError
from nightcramp.pack.document import Document
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.hashes import hashes_of, misfit
from nightcramp.pack.model import About
from nightcramp.pack.sign_off import Signed, SignOff, read_sign_offs
from nightcramp.system import ssh_signatures


class Checked(Struct, frozen=True):
    """A sign-off that was checked.

    Attributes:
        file: relative to the pack's folder.
        problem: why it does not hold, as a clause; empty where it does.
    """

    file: str
    sign_off: SignOff
    problem: str


class Signatures:
    """Checks the sign-offs of a pack. Callable, as a `Reviewer`.

    Args:
        signers: the list of signers: a file as `ssh-keygen(1)` describes it under ALLOWED
            SIGNERS. None to have every signature looked at, and no signer believed.
        today: the day, as "2026-11-29".
        required: whether a pack is refused that is not signed in each of its languages.

    Raises:
        NightcrampError: there is no such file.
    """

    def __init__(self, signers: Path | None, today: str, *, required: bool = False) -> None:
        if signers is not None and not signers.is_file():
            raise NightcrampError(f"{signers}: there is no such list of signers.")
        self._signers, self._today, self._required = signers, today, required

    def __call__(self, folder: PackFolder, about: About, language: str) -> Signed:
        """The sign-offs that hold for a pack in a language.

        Raises:
            NightcrampError: signatures are required, and one is missing or does not hold.
            PackError: a sign-off cannot be read.
        """
        checked = list(self.check(folder, about))
        if self._required and (lacking := unsigned(about, checked)):
            where = lacking[0]
            faults = (f" ({c.file}: {c.problem})" for c in checked if c.sign_off.language == where)
            raise NightcrampError(
                f"the content in '{where}' is not signed by anyone in {self._signers}"
                f"{next(faults, '')}: have it signed, or start without --require-signed."
            )
        if language in unsigned(about, checked):
            return Signed()
        both = {next(iter(about.languages)), language}
        held = [c.sign_off for c in checked if not c.problem and c.sign_off.language in both]
        by = tuple(one.signer_in(about.languages[one.language].name) for one in held)
        return Signed(by, overdue=about.review_by < self._today)

    def check(self, folder: PackFolder, about: About) -> Iterator[Checked]:
        """Each sign-off of a pack, in the order of the files.

        Raises:
            NightcrampError: `ssh-keygen` is missing.
            PackError: a sign-off, or another file of the pack, cannot be read.
        """
        sign_offs = list(read_sign_offs(folder))
        hashes = hashes_of(folder, about) if sign_offs else {}
        for document, sign_off in sign_offs:
            problem = misfit(sign_off, about, hashes) or self._wrong_in(folder, document, sign_off)
            yield Checked(document.name, sign_off, problem)

    def _wrong_in(self, folder: PackFolder, document: Document, sign_off: SignOff) -> str:
        if folder.read(document.name) != sign_off.text.encode():
            return "it is not as 'nightcramp sign' writes it"
        if sign_off.date > self._today:
            return f"it is dated {sign_off.date}, which is still to come"
        try:
            signature = folder.read(f"{document.name}.sig")
        except PackError as error:
            return f"its signature, {error.file}, {error.problem.rstrip('.')}"
        return self._wrong_with(signature, sign_off)

    def _wrong_with(self, signature: bytes, sign_off: SignOff) -> str:
        namespace, text = sign_off.namespace, sign_off.text.encode()
        why = ssh_signatures.why_not_intact(signature, namespace, text)
        if why is not None:
            return f"its signature is not under this text: one of the two was altered{_said(why)}"
        if self._signers is None:
            return "nobody says whose key it is: name the list of signers by --signers"
        why = ssh_signatures.why_not_accepted(
            signature, namespace, text, self._signers, sign_off.signer
        )
        if why is None:
            return ""
        return f"{self._signers} does not have this key for '{sign_off.signer}'{_said(why)}"


def _said(why: str) -> str:
    return f" (ssh-keygen: {why})" if why else ""


def unsigned(about: About, checked: list[Checked]) -> list[str]:
    """The languages in which a pack is not signed: all of them, where its first one is not."""
    signed = {one.sign_off.language for one in checked if not one.problem}
    if next(iter(about.languages)) not in signed:
        return list(about.languages)
    return [language for language in about.languages if language not in signed]
