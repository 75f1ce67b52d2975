"""The memory: people, classes, attempts, turns with their grades. The only room that knows SQL.

``open_store(url)`` opens a database and brings it up to date; the other modules are queries that take it first and,
wherever something belongs to somebody, the person on whose behalf they ask.
"""

from store.store import Store, open_store

__all__ = ["Store", "open_store"]
