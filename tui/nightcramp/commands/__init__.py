"""What each command does. `cli.py` reads the command line and imports the one that is asked for."""
