"""One module a command; `cli/options.py` names the function that runs it."""
