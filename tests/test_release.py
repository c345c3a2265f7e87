"""What stands beside a wheel: each pinned dependency, with its hashes."""

from __future__ import annotations

import re

from tests.make_sbom import PINS, bill_of_materials, read_pins


def test_the_bill_of_materials_names_each_pin_and_each_hash() -> None:
    text = PINS.read_text("utf-8")

    bill = bill_of_materials(read_pins(text), {})

    listed = {(one["name"], one["version"]) for one in bill["components"]}
    assert listed == set(re.findall(r"^([\w-]+)==(\S+)", text, re.MULTILINE))
    hashes = {
        reference["hashes"][0]["content"]
        for one in bill["components"]
        for reference in one["externalReferences"]
    }
    assert hashes == set(re.findall(r"sha256:(\w+)", text))


def test_the_bill_of_materials_is_cyclonedx() -> None:
    bill = bill_of_materials(read_pins(PINS.read_text("utf-8")), {})

    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    names = [one["bom-ref"] for one in bill["components"]]
    assert len(set(names)) == len(names)


def test_the_same_pins_make_the_same_bill() -> None:
    pins = read_pins(PINS.read_text("utf-8"))

    assert bill_of_materials(pins, {}) == bill_of_materials(pins, {})
    assert (
        bill_of_materials(pins, {})["serialNumber"]
        != bill_of_materials(pins[1:], {})["serialNumber"]
    )
