"""Signatures under a pack, by a real ssh-keygen: what holds, and why the rest does not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from nightcramp.clinic.signatures import Signatures, unsigned
from nightcramp.errors import NightcrampError, PackError
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.load import read_front
from nightcramp.pack.locale import Locale
from nightcramp.pack.sign_off import Signer
from tests.edited_packs import TODAY, lean_copy, plant
from tests.signing import NAME, ROLE, line_of_list, put_sign_off, sign, sign_off_of

ENGLISH, SPANISH = Signer(NAME, ROLE, TODAY, "English"), Signer(NAME, ROLE, TODAY, "Español")
SPAN_2020 = 'valid-after="20200101",valid-before="20210101"'


@pytest.fixture(scope="module")
def signed_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack that José Núñez signed in both languages."""
    pack = lean_copy(tmp_path_factory.mktemp("signed") / "pack")
    sign(pack, "en")
    sign(pack, "es")
    return pack


@pytest.fixture
def pack(signed_pack: Path, tmp_path: Path) -> Path:
    """The same, to change."""
    return Path(shutil.copytree(signed_pack, tmp_path / "pack"))


@pytest.fixture
def signers(tmp_path: Path) -> Path:
    """The list of signers of a clinic that believes him."""
    file = tmp_path / "signers"
    file.write_text(line_of_list(), "utf-8")
    return file


def _problems(pack: Path, signers: Path | None) -> dict[str, str]:
    """Language -> why the sign-off in it does not hold; empty where it does."""
    files = PackFolder(pack)
    checked = Signatures(signers, TODAY).check(files, read_front(files).about)
    return {one.sign_off.language: one.problem for one in checked}


def _by(pack: Path, signers: Path, language: str) -> tuple[Signer, ...]:
    reviewer = Signatures(signers, TODAY)
    return LazyPack(pack, Locale(language=language), reviewer).signed.by


def test_who_signed_is_named_in_each_language(pack: Path, signers: Path) -> None:
    assert _problems(pack, signers) == {"en": "", "es": ""}
    assert _by(pack, signers, "en") == (ENGLISH,)
    assert _by(pack, signers, "es") == (ENGLISH, SPANISH)


@pytest.mark.parametrize("language", ["en", "es"])
def test_one_language_signed_says_nothing_of_another(
    pack: Path, signers: Path, language: str
) -> None:
    """The sentences of a translation are nothing without the rules, which the first one signs."""
    for file in (pack / "signatures").glob(f"{language}-*"):
        file.unlink()

    assert _by(pack, signers, "es") == ()
    assert _by(pack, signers, "en") == (() if language == "en" else (ENGLISH,))


@pytest.mark.parametrize(
    ("file", "old", "new", "unsound"),
    [
        ("causes/strain.toml", "points = 2", "points = 1", {"en", "es"}),
        ("danger_pairs.toml", 'verdict = "kept"', 'verdict = "refused"', {"en", "es"}),
        ("pack.toml", 'review_by = "2027', 'review_by = "2097', {"en", "es"}),
        ("pack.toml", 'version = "1.0"', 'version = "1.1"', {"en", "es"}),
        ("pack.toml", 'id = "nightcramp"', 'id = "other"', {"en", "es"}),
        ("es/words.toml", "Esto no es un", "Esto es un", {"es"}),
    ],
)
def test_what_was_changed_is_signed_no_more(
    pack: Path, signers: Path, file: str, old: str, new: str, unsound: set[str]
) -> None:
    plant(pack, file, old, new)

    assert {language for language, why in _problems(pack, signers).items() if why} == unsound


def test_a_comment_changes_nothing(pack: Path, signers: Path) -> None:
    plant(pack, "causes/strain.toml", "points = 2", "points = 2  # likely")

    assert set(_problems(pack, signers).values()) == {""}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f'date = "{TODAY}"', 'date = "2026-11-20"'),
        ('role = "médico de familia"', 'role = "neurólogo"'),
        ('name = "José Núñez"', 'name = "Jane Doe"'),
    ],
)
def test_an_altered_text_is_refused(pack: Path, signers: Path, old: str, new: str) -> None:
    plant(pack, sign_off_of(pack, "en").file, old, new)

    assert "one of the two was altered" in _problems(pack, signers)["en"]


def test_a_note_beside_what_was_signed_is_refused(pack: Path, signers: Path) -> None:
    plant(pack, sign_off_of(pack, "en").file, "pack =", "# with reservations\npack =")

    assert "not as 'nightcramp sign' writes it" in _problems(pack, signers)["en"]


@pytest.mark.parametrize("cut", [slice(0), slice(0, 120), slice(60, None)], ids=str)
def test_an_altered_signature_is_refused(pack: Path, signers: Path, cut: slice) -> None:
    file = pack / f"{sign_off_of(pack, 'en').file}.sig"
    file.write_bytes(file.read_bytes()[cut])

    assert "one of the two was altered" in _problems(pack, signers)["en"]


def test_a_signature_of_the_other_language_is_refused(pack: Path, signers: Path) -> None:
    english, spanish = (pack / f"{sign_off_of(pack, code).file}.sig" for code in ("en", "es"))
    shutil.copy(spanish, english)

    assert "one of the two was altered" in _problems(pack, signers)["en"]


def test_a_missing_signature_is_named(pack: Path, signers: Path) -> None:
    file = f"{sign_off_of(pack, 'en').file}.sig"
    (pack / file).unlink()

    assert _problems(pack, signers)["en"].startswith(f"its signature, {file}, is missing")


def test_the_key_of_someone_else_is_refused_under_his_name(pack: Path, signers: Path) -> None:
    sign(pack, "en", owner="mallory")

    assert f"does not have this key for '{NAME} ({ROLE})'" in _problems(pack, signers)["en"]
    assert _by(pack, signers, "en") == ()


def test_his_key_is_refused_under_another_role(pack: Path, signers: Path) -> None:
    sign(pack, "en", role="neurólogo", name="Jane")

    files = PackFolder(pack)
    checked = Signatures(signers, TODAY).check(files, read_front(files).about)
    problems = {one.sign_off.name: one.problem for one in checked if one.sign_off.language == "en"}
    assert "does not have this key for 'Jane (neurólogo)'" in problems["Jane"]
    assert problems[NAME] == ""


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (SPAN_2020, "expired"),
        ('valid-after="20990101"', "not yet valid"),
        ('namespaces="git"', "namespace"),
        ('namespaces="nightcramp-pack-es"', "namespace"),
    ],
)
def test_a_signer_who_may_not_sign_this_is_refused(
    pack: Path, signers: Path, options: str, says: str
) -> None:
    signers.write_text(line_of_list(options=options), "utf-8")

    problem = _problems(pack, signers)["en"]
    assert f"does not have this key for '{NAME} ({ROLE})'" in problem
    assert says in problem


def test_a_list_can_believe_somebody_in_one_language_alone(pack: Path, signers: Path) -> None:
    signers.write_text(line_of_list(options='namespaces="nightcramp-pack-es"'), "utf-8")

    assert [language for language, why in _problems(pack, signers).items() if why] == ["en"]


def test_a_list_that_lies_in_the_pack_is_not_asked(pack: Path) -> None:
    (pack / "signatures" / "signers").write_text(line_of_list(), "utf-8")

    assert {p.partition(":")[0] for p in _problems(pack, None).values()} == {
        "nobody says whose key it is"
    }
    assert LazyPack(pack).signed.by == ()


def test_a_signature_of_an_older_version_is_refused(pack: Path, signers: Path) -> None:
    old = (pack / sign_off_of(pack, "en").file).read_text("utf-8")
    plant(pack, "pack.toml", 'version = "1.0"', 'version = "1.1"')
    sign(pack, "en")
    assert _problems(pack, signers)["en"] == ""

    replayed = pack / "signatures" / "en-again.toml"
    replayed.write_text(old, "utf-8")
    shutil.copy(pack / f"{sign_off_of(pack, 'en').file}.sig", f"{replayed}.sig")

    files = PackFolder(pack)
    checked = Signatures(signers, TODAY).check(files, read_front(files).about)
    problems = {one.file: one.problem for one in checked}
    assert problems["signatures/en-again.toml"] == "it is for version 1.0"


def test_a_day_that_is_still_to_come_is_refused(pack: Path, signers: Path) -> None:
    sign(pack, "en", date="2099-01-01")

    assert _problems(pack, signers)["en"] == "it is dated 2099-01-01, which is still to come"


def test_a_sign_off_that_is_no_toml_is_a_sentence(pack: Path, signers: Path) -> None:
    (pack / "signatures" / "en-x.toml").write_text("=", "utf-8")

    with pytest.raises(PackError, match=r"signatures/en-x.toml, line 1: is not valid TOML"):
        _problems(pack, signers)


def test_a_pack_past_its_day_is_overdue(pack: Path, signers: Path) -> None:
    late = LazyPack(pack, reviewer=Signatures(signers, "2027-11-02"))

    assert late.signed.by == (ENGLISH,)
    assert late.signed.overdue
    assert not LazyPack(pack, reviewer=Signatures(signers, "2027-11-01")).signed.overdue


@pytest.mark.parametrize("language", ["en", "es"])
def test_where_it_is_required_every_language_must_be_signed(
    pack: Path, signers: Path, language: str
) -> None:
    required = Signatures(signers, TODAY, required=True)
    assert LazyPack(pack, reviewer=required).signed.by
    plant(pack, "es/words.toml", "Esto no es un", "Esto es un")

    with pytest.raises(NightcrampError) as raised:
        _ = LazyPack(pack, Locale(language=language), required).whole

    assert str(raised.value).startswith(f"the content in 'es' is not signed by anyone in {signers}")
    assert "the translation was changed after it was signed" in str(raised.value)


def test_without_ssh_keygen_it_is_a_sentence(
    pack: Path, signers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(NightcrampError, match="ssh-keygen is missing") as raised:
        _problems(pack, signers)

    assert raised.value.code == 2


def test_without_a_list_it_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NightcrampError, match="there is no such list of signers"):
        Signatures(tmp_path / "nobody", TODAY)


def test_nobody_has_signed_a_pack_without_sign_offs(tmp_path: Path, signers: Path) -> None:
    pack = lean_copy(tmp_path / "bare")

    assert _problems(pack, signers) == {}
    assert unsigned(read_front(pack).about, []) == ["en", "es"]


def test_who_has_no_signature_is_not_believed(tmp_path: Path, signers: Path) -> None:
    pack = lean_copy(tmp_path / "bare")
    put_sign_off(pack, "en")

    assert _by(pack, signers, "en") == ()


def test_a_signature_can_be_checked_by_hand(pack: Path, signers: Path) -> None:
    """With nothing but OpenSSH, as docs/content.md says."""
    file = pack / sign_off_of(pack, "en").file
    command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", f"{NAME} ({ROLE})"]
    command += ["-n", "nightcramp-pack-en", "-s", f"{file}.sig"]

    checked = subprocess.run(command, input=file.read_bytes(), capture_output=True, check=False)

    assert (checked.returncode, checked.stdout[:4]) == (0, b"Good")
