"""What stands beside a wheel: what it is made of, in CycloneDX, and all licenses.

    python -m tests.make_sbom --environment .venv/pinned dist

The environment is one into which the pins were installed; `make release` makes it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import uuid
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, NamedTuple

import nightcramp

ROOT = Path(__file__).parents[1]
PINS = ROOT / "tui" / "nightcramp" / "clinic_files" / "requirements.txt"


class Pin(NamedTuple):
    """One version of a package: the SHA-256 of each of its files, and where it is used."""

    name: str
    version: str
    where: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its name in a list of materials."""
        return f"pkg:pypi/{self.name}@{self.version}"


def read_pins(text: str) -> tuple[Pin, ...]:
    """Every package of a file of pins."""
    rows = re.sub(r"\\\n *", "", text).splitlines()
    found = (re.match(r"([\w.-]+)==(\S+)(?: ; (.*?))? (--hash=.*)", row) for row in rows)
    return tuple(
        Pin(one[1], one[2], one[3] or "", tuple(re.findall(r"sha256:(\w+)", one[4])))
        for one in found
        if one
    )


def installed_in(environment: Path) -> dict[str, Distribution]:
    """The packages of an environment, by name."""
    sites = [str(site) for site in environment.glob("lib/python3*/site-packages")]
    return {one.name.lower().replace("_", "-"): one for one in distributions(path=sites)}


def bill_of_materials(pins: tuple[Pin, ...], installed: dict[str, Distribution]) -> dict[str, Any]:
    """The pins in CycloneDX 1.6. The same pins always make the same bill."""
    own = f"pkg:pypi/nightcramp@{nightcramp.__version__}"
    root = {
        "type": "application",
        "bom-ref": own,
        "name": "nightcramp",
        "version": nightcramp.__version__,
        "purl": own,
        "licenses": [{"license": {"id": "MIT"}}],
    }
    components = [_component(pin, installed.get(pin.name)) for pin in pins]
    direct = {"msgspec", "segno", "textual", "tomli"}
    graph = [{"ref": own, "dependsOn": sorted(p.purl for p in pins if p.name in direct)}]
    graph += [{"ref": pin.purl, "dependsOn": _needs(pin, pins, installed)} for pin in pins]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": root},
        "components": components,
        "dependencies": graph,
    }
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bill, sort_keys=True))
    return {**bill, "serialNumber": f"urn:uuid:{number}"}


def _component(pin: Pin, installed: Distribution | None) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": pin.purl,
        "name": pin.name,
        "version": pin.version,
        "purl": pin.purl,
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{pin.name}/{pin.version}/",
                "hashes": [{"alg": "SHA-256", "content": one}],
            }
            for one in pin.hashes
        ],
    }
    if pin.where:
        component["properties"] = [{"name": "nightcramp:where", "value": pin.where}]
    if installed is not None:
        component["licenses"] = [{"license": {"name": license_of(installed)}}]
    return component


def license_of(installed: Distribution) -> str:
    """What a package says of its license, in a line."""
    metadata = installed.metadata
    named = [metadata[key] for key in ("License-Expression", "License") if key in metadata]
    classified = [
        value.rpartition(" :: ")[2]
        for value in metadata.get_all("Classifier") or []
        if value.startswith("License ::")
    ]
    return str((named + classified)[0]).strip().splitlines()[0]


def _needs(pin: Pin, pins: tuple[Pin, ...], installed: dict[str, Distribution]) -> list[str]:
    requires = installed[pin.name].requires if pin.name in installed else None
    plain = [one for one in requires or [] if "extra ==" not in one]
    names = {re.split(r"[^\w.-]", one)[0].lower().replace("_", "-") for one in plain}
    return sorted(other.purl for other in pins if other.name in names)


def licenses(pins: tuple[Pin, ...], installed: dict[str, Distribution]) -> str:
    """The text of every license, under the name of the package.

    Raises:
        LookupError: a pinned package is not installed, or brings no license.
    """
    parts = [("nightcramp", nightcramp.__version__, (ROOT / "LICENSE").read_text("utf-8"))]
    for name in dict.fromkeys(pin.name for pin in pins):
        one = installed.get(name)
        versions = [pin.version for pin in pins if pin.name == name]
        if one is None or one.version not in versions:
            raise LookupError(f"{name} is not installed as it is pinned")
        files = [file for file in one.files or [] if _is_license(str(file))]
        if not files:
            raise LookupError(f"{name} brings no license")
        text = "\n".join(str(file.read_text(encoding="utf-8")) for file in files)
        parts.append((name, one.version, text))
    return "\n".join(f"{name} {version}\n{'=' * 72}\n\n{text}" for name, version, text in parts)


def _is_license(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    return ".dist-info" in folder and file.upper().startswith(("LICENSE", "LICENCE", "COPYING"))


def main() -> None:
    """Write both beside the wheel."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--environment", type=Path, default=Path(sys.prefix))
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    pins, installed = read_pins(PINS.read_text("utf-8")), installed_in(given.environment)
    beside = given.folder / f"nightcramp-{nightcramp.__version__}"
    bill = json.dumps(bill_of_materials(pins, installed), indent=2)
    Path(f"{beside}.cdx.json").write_text(f"{bill}\n", encoding="utf-8")
    Path(f"{beside}-licenses.txt").write_text(licenses(pins, installed), encoding="utf-8")


if __name__ == "__main__":
    main()
