"""The painted paper: drawing pages of boxes, filling them in, looking through them, printing them."""
