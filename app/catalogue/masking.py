"""Sensitive numbers as lists show them."""

from __future__ import annotations


def masked(number: str) -> str:
    """An ID number by its region and last four (``5199**********1234``); a short one by its first character."""
    if len(number) < 8:
        return number[:1] + "*" * (len(number) - 1) if number else ""
    return number[:4] + "*" * (len(number) - 8) + number[-4:]
