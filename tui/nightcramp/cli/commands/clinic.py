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
    """Print how many sessions a record holds, once each was checked."""
    from nightcramp.clinic.audit import verify

    show(f"{arguments.file}: {verify(arguments.file)} sessions, none removed or altered\n")
    return 0
