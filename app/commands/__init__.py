"""The command line: the same operations as the window, with JSON for other programs."""
