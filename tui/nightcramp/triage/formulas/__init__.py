"""The rules as formulas: what the engine says of any answers, as yes-or-no expressions of them.

`formula` is the language, `answers` and `person` say in it what the engine does with any table
of answers. Proofs put them to a solver, and a query writes them as columns.
"""
