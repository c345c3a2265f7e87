"""One question with five answers, by questionary."""

import sys

import questionary

questionary.select(sys.argv[1], choices=sys.argv[2:]).ask()
