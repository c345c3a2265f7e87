"""Sign-offs: what a reviewer signs, as it stands in a pack's `signatures/`.

`signatures/en-jane-doe-gp.toml` says who signed what, and `signatures/en-jane-doe-gp.toml.sig` is
the signature by OpenSSH (`ssh-keygen -Y sign`) under exactly its bytes. The pack can only claim
that the signature holds: whose key it is, the list of signers says that whoever runs it keeps.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from nightcramp.errors import PackError
from nightcramp.pack.decode import convert
from nightcramp.pack.document import Document
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.record import Record

SIGNATURES = "signatures"
_HEAD = "# Whoever signs this has reviewed the content with these hashes, in this language.\n"
_MOST = 100
"""Of all sign-offs in a pack: each is checked by a program of its own."""
_NAME = re.compile(r"\w[\w .'\u2019/&-]{0,79}(?<! )")
"""A name or a role: no character has a meaning in OpenSSH's list of signers."""


class SignOff(Record, frozen=True, kw_only=True):
    """What one reviewer signs, in one language.

    Attributes:
        pack: its id.
        content, translation, patients: `Hashes`; translation is empty in the first language.
        name, role: who signs, as they are shown: "Jane Doe", "general practitioner".
        date: the day, as "2026-11-29".

    Raises:
        ValueError: a name, a role or a date is none.
    """

    pack: str
    version: str
    language: str
    content: str
    translation: str
    patients: str
    name: str
    role: str
    date: str

    def __post_init__(self) -> None:
        """Refuse what could be read in two ways."""
        for kind, text in (("name", self.name), ("role", self.role)):
            if not _NAME.fullmatch(text):
                raise ValueError(
                    f"the {kind} '{text}' has more than letters, digits, spaces and .'/&-, "
                    "or more than 80 characters"
                )
        try:
            is_date = date.fromisoformat(self.date).isoformat() == self.date
        except ValueError:
            is_date = False
        if not is_date:
            raise ValueError(f"the date '{self.date}' is not written as 2026-11-29 is")

    @property
    def signer(self) -> str:
        """Who signs, as the list of signers names them: "Jane Doe (general practitioner)"."""
        return f"{self.name} ({self.role})"

    def signer_in(self, language: str) -> Signer:
        """Who signed, with the name of the language."""
        return Signer(self.name, self.role, self.date, language)

    @property
    def namespace(self) -> str:
        """What the signature is for, so that none made for anything else counts here."""
        return f"nightcramp-pack-{self.language}"

    @property
    def text(self) -> str:
        """What is signed."""
        import json  # not needed by the first screen

        rows = ((key, getattr(self, key)) for key in self.__struct_fields__)
        return _HEAD + "".join(
            f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in rows
        )

    @property
    def file(self) -> str:
        """Where it goes, relative to the pack's folder."""
        plain = unicodedata.normalize("NFKD", f"{self.name} {self.role}".lower())
        words = re.findall("[a-z0-9]+", plain.encode("ascii", "ignore").decode())
        return f"{SIGNATURES}/{'-'.join([self.language, *words])}.toml"


class Signer(Record, frozen=True):
    """Who signed a pack in which language, and when, as it is shown."""

    name: str
    role: str
    date: str
    language: str


class Signed(Record, frozen=True):
    """The sign-offs that hold for a pack in one language.

    Attributes:
        by: who signed it in the language it is written in, and in this one; nobody for a pack
            that was not reviewed, or whose signatures were not checked.
        overdue: whether the day has passed by which it was to be reviewed again.
    """

    by: tuple[Signer, ...] = ()
    overdue: bool = False


def read_sign_offs(folder: PackFolder) -> Iterator[tuple[Document, SignOff]]:
    """The sign-offs that lie in a pack, each with the file that was signed.

    Raises:
        PackError: one of them is not as `nightcramp sign` writes it, or there are too many.
    """
    names = list(folder.found(SIGNATURES)) if folder.has_folder(SIGNATURES) else []
    if len(names) > _MOST:
        raise PackError(SIGNATURES, 0, f"holds more than {_MOST} sign-offs.", "too-large")
    for name in names:
        document = folder.document(name)
        yield document, convert(document, SignOff)
