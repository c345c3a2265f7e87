"""A pack as one query: the rules of `triage/formulas` as columns over a table of answers."""
