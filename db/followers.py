"""What followers of the journal have seen, and what they have already done.

A follower's vector and its effects are written in the transaction of its own work, so
it sees every entry at least once and acts on each exactly once.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, insert, select, update

from db.database import Database
from db.tables import effect, follower

_SEEN = select(follower.c.chain, follower.c.seq).where(
    follower.c.name == bindparam("of")
)
_GO_ON = (
    update(follower)
    .where(follower.c.name == bindparam("of"), follower.c.chain == bindparam("at"))
    .values(seq=bindparam("to"))
)
_BEGIN = insert(follower)


def vector(database: Database, name: str) -> dict[str, int]:
    """What the follower `name` has seen of every chain; empty before its first time."""
    with database.read() as connection:
        return {row.chain: row.seq for row in connection.execute(_SEEN, {"of": name})}


def advance(connection: Connection, name: str, seen: Mapping[str, int]) -> None:
    """Notes that `name` has seen so much; a number that is lower than before is ignored.

    Args:
        connection: of `Database.write`, or the one that a projection is given.
        name: the follower, up to 64 characters.
        seen: a version vector; chains that it does not name stay as they are.
    """
    if not seen:
        return
    before = {row.chain: row.seq for row in connection.execute(_SEEN, {"of": name})}
    ahead = {chain: seq for chain, seq in seen.items() if seq > before.get(chain, 0)}
    known = [
        {"of": name, "at": chain, "to": seq}
        for chain, seq in ahead.items()
        if chain in before
    ]
    new = [
        {"name": name, "chain": chain, "seq": seq}
        for chain, seq in ahead.items()
        if chain not in before
    ]
    for statement, rows in ((_GO_ON, known), (_BEGIN, new)):
        if rows:
            connection.execute(statement, rows)


def first_time(connection: Connection, chain: str, seq: int, purpose: str) -> bool:
    """Whether this is the first time; from now on it is not.

    The answer holds once the connection's transaction is committed: do what follows
    from it in the same transaction, or hand it to something that can be asked again.

    Args:
        connection: of `Database.write`, or the one that a projection is given.
        chain: with `seq`, the entry that something is done about.
        seq: see `chain`.
        purpose: what is done, up to 120 characters: "kitchen ticket/hot".
    """
    key = {"chain": chain, "seq": seq, "purpose": purpose}
    known = select(effect.c.seq).filter_by(**key)
    if connection.execute(known).first() is not None:
        return False
    connection.execute(insert(effect), key)
    return True
