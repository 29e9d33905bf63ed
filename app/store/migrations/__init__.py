"""Alembic's scripts: one step from each schema to the next, never edited once released."""
