"""All that talks to the operating system: terminal, process hardening, files, printers.

It knows nothing of questions, answers or results, and passes on what it is given.

May import: nothing of the other rooms.
"""
