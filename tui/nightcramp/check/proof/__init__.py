"""Proofs: what holds for all answers to a pack, and the smallest patient where it does not.

`triage/formulas` says what the engine does with any table of answers, `solver` asks z3 for a
table that makes a formula hold. Each property has a module of its own; `run` goes through all
of them. Only `solver` imports z3.
"""
