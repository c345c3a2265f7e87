"""What talks to the operating system: terminal, process hardening, files, printers.

It knows nothing of questions, answers or results, and passes on what it is given. `clinic` alone
asks the system by itself, too: it examines a machine, and writes to the journal.

May import: nothing of the other rooms.
"""
