"""Runs migrations on the connection the store hands over; there is no ini file."""

from __future__ import annotations

from alembic import context

from store.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    user_module_prefix="",
    render_as_batch=context.config.attributes["connection"].dialect.name == "sqlite",  # SQLite alters by copying
    transactional_ddl=False,  # the store's own transaction is around everything
)
context.run_migrations()
