"""One module a command; `cli/grammar.py` names the function that runs it."""
