"""The places of the window, one package or module each."""
