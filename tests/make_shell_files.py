"""The manual page and the completions of three shells, from the command line's grammar.

python -m tests.make_shell_files
"""

from __future__ import annotations

from pathlib import Path

import shtab
from argparse_manpage.manpage import Manpage

from nightcramp.cli.grammar import grammar

FOLDER = Path(__file__).parents[1] / "docs" / "shell"
SHELLS = ("bash", "zsh", "fish")


def shell_files() -> dict[str, str]:
    """The text of each file, by its name."""
    parser, _ = grammar()
    manual = Manpage(parser)
    manual.manual, manual.date = "nightcramp", ""
    manual.description = parser.description
    made = {f"nightcramp.{shell}": shtab.complete(parser, shell) for shell in SHELLS}
    return {"nightcramp.1": str(manual), **made}


if __name__ == "__main__":
    for name, text in shell_files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
