"""Sign-ins that are open, and failed tries that lock a login or an address for a while."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select, text, update

from store.nouns import Person
from store.people import everybody, person_of
from store.store import Store
from store.tables import FailedSignInTable, PersonTable, SignInTable


def add(store: Store, who: Person, token_hash: str, now: dt.datetime, expires: dt.datetime) -> None:
    """Opens a sign-in; expired ones of the same person are cleared away."""
    with store.writing() as session:
        session.execute(delete(SignInTable).where(SignInTable.person_id == who.id, SignInTable.expires < now))
        session.add(SignInTable(token_hash=token_hash, person_id=who.id, created=now, expires=expires))


def owner(store: Store, token_hash: str, now: dt.datetime) -> Person | None:
    """Whose open sign-in this is; None when it is unknown, revoked or expired."""
    asked = (
        everybody()
        .join(SignInTable, SignInTable.person_id == PersonTable.id)
        .where(SignInTable.token_hash == token_hash, ~SignInTable.revoked, SignInTable.expires > now)
    )
    with store.reading() as session:
        found = session.execute(asked).first()
        return person_of(found[0], found[1] or "") if found else None


def revoke(store: Store, token_hash: str) -> None:
    """Ends one sign-in; nothing happens when there is none."""
    with store.writing() as session:
        session.execute(update(SignInTable).where(SignInTable.token_hash == token_hash).values(revoked=True))


def revoke_all(store: Store, who: Person) -> int:
    """Ends every sign-in of this person; how many were not ended before."""
    with store.writing() as session:
        mine = [SignInTable.person_id == who.id, ~SignInTable.revoked]
        found = session.scalars(select(SignInTable.id).where(*mine)).all()
        session.execute(update(SignInTable).where(SignInTable.id.in_(found)).values(revoked=True))
        return len(found)


def try_once(
    store: Store, login: str, address: str, now: dt.datetime, limits: tuple[int, int], window: dt.timedelta
) -> bool:
    """False while the login or the address is locked; else notes a failure beforehand and gives True.

    The failure is noted before the password is looked at, so that many guesses at once cannot all slip past the
    count; ``passed`` takes it back. ``limits`` are failures by login and by address within ``window``; after the
    last of them the lock holds for one more ``window``. A try while locked is not counted.
    """
    with store.writing() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("LOCK TABLE failed_sign_in IN SHARE ROW EXCLUSIVE MODE"))
        session.execute(delete(FailedSignInTable).where(FailedSignInTable.at < now - 2 * window))
        keys = ((FailedSignInTable.login, login), (FailedSignInTable.address, address))
        for (column, value), limit in zip(keys, limits, strict=True):
            if not value:
                continue
            last = session.scalars(
                select(FailedSignInTable.at)
                .where(column == value)
                .order_by(FailedSignInTable.at.desc(), FailedSignInTable.id.desc())
                .limit(limit)
            ).all()
            if len(last) == limit and last[0] - last[-1] <= window and now < last[0] + window:
                return False
        session.add(FailedSignInTable(login=login, address=address, at=now))
        return True


def passed(store: Store, login: str) -> None:
    """The try was right: what was noted against this login is forgotten."""
    with store.writing() as session:
        session.execute(delete(FailedSignInTable).where(FailedSignInTable.login == login))
