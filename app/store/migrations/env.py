"""Alembic's entry: ``app.store.migrating`` hands over a connection that is in a transaction already."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
