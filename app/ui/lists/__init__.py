"""Lazy lists over plain SQL."""
