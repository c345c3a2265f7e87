"""`nightcramp clinic-check` and `audit verify`: whether a clinic's machine is as it should be."""

from __future__ import annotations

import argparse

from nightcramp.system.output import show

FOUND = 1


def examine(arguments: argparse.Namespace) -> int:
    """Print what is wrong with this machine; 1 where something is."""
    from nightcramp.clinic.machine_check import check_machine

    problems = check_machine(arguments.user, arguments.sshd_config)
    show("".join(f"{problem}\n" for problem in problems) or "nothing to mend\n")
    return FOUND if problems else 0


def verify_audit(arguments: argparse.Namespace) -> int:
    """Print what a record of sessions holds, once its chain was checked, and what that shows."""
    from nightcramp.clinic.audit import read_key
    from nightcramp.clinic.verify import verify
    from nightcramp.pack.model import Urgency

    file, key = arguments.file, read_key(arguments.audit_key)
    found = verify(file, key)
    counted = [f"{name} {found.urgencies.get(name, 0)}" for name in reversed(Urgency.__members__)]
    lines = [
        f"{file}: {found.last.number} sessions, none altered, inserted, removed or moved",
        f"  urgencies: {', '.join(counted)}, not finished {found.urgencies.get('', 0)}",
        f"  last line: {found.last.number}, with the hash {found.last.hash}",
    ]
    lines += (f"  row {row} was torn off; the line after it says so" for row in found.torn)
    if found.waiting:
        lines.append(f"  {found.waiting} more wait for the next session to take them in")
    if found.strange:
        lines.append(f"  {found.strange} files among those that wait are none of its lines")
    lines.append(_WITH_KEY.format(last=found.recorded) if key else _WITHOUT_KEY)
    show("".join(f"{line}\n" for line in lines))
    return 0


_WITH_KEY = """\
  Its end is recorded at line {last}. What no key shows: both files put back to an earlier
  state, or begun anew; lines written by who has the key. Note the last line elsewhere."""
_WITHOUT_KEY = """\
  Without a key, a chain does not show lines cut off at its end, nor that all of it was
  written anew. Note the last line elsewhere, and look for its hash the next time."""
