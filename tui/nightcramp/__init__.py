"""Find out why legs and feet cramp at night, and how soon to be seen."""

__version__ = "0.1.0"
