"""What somebody does who has the database file and knows SQLite."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy

from db.canonical import b64u, canonical, unb64u
from db.database import Database
from db.entry import digest, header
from db.keys import Signer
from db.tables import journal


@contextmanager
def unguarded(database: Database) -> Iterator[sqlalchemy.Connection]:
    """The journal without its triggers."""
    with database.write() as connection:
        triggers = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).all()
        for name, _ in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in triggers:
            connection.exec_driver_sql(sql)


def tamper(database: Database, statement: str, **values: object) -> None:
    """Writes into the journal past its triggers."""
    with unguarded(database) as connection:
        connection.execute(sqlalchemy.text(statement), values)


def stored(database: Database, seq: int, chain: str = "C1") -> str:
    with database.read() as connection:
        jws: str = connection.exec_driver_sql(
            "SELECT jws FROM journal WHERE chain = ? AND seq = ?", (chain, seq)
        ).scalar_one()
    return jws


def rewritten(
    jws: str, change: Callable[[dict[str, Any]], object], key: Signer | None = None
) -> str:
    """A stored form with a changed body; signed by `key`, or with the old signature."""
    head, body, signature = jws.split(".")
    members = json.loads(unb64u(body))
    change(members)
    signing_input = f"{header(key.kid) if key else head}."
    signing_input += b64u(canonical(members).encode())
    if key:
        signature = b64u(key.sign(signing_input.encode()))
    return f"{signing_input}.{signature}"


def put(database: Database, seq: int, jws: str, chain: str = "C1") -> None:
    tamper(
        database,
        "UPDATE journal SET jws = :jws, hash = :hash WHERE seq = :seq AND chain = :chain",
        jws=jws,
        hash=digest(jws),
        seq=seq,
        chain=chain,
    )


Body = dict[str, Any]


def resealed(
    database: Database,
    key: Signer,
    change: Callable[[list[Body]], list[Body]],
    chain: str = "C1",
) -> None:
    """The whole chain written again with the real key, numbers and links in order: what
    only sums and witnesses can tell."""
    with database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT jws, series FROM journal WHERE chain = ? ORDER BY seq", (chain,)
        ).all()
    bodies = [json.loads(unb64u(jws.split(".")[1])) for jws, _ in rows]
    series = {body["type"]: row[1] for body, row in zip(bodies, rows, strict=True)}
    counted: dict[str, int] = {}
    previous, written = "", []
    for seq, body in enumerate(change(bodies), start=1):
        body |= {"seq": seq, "prev": previous}
        letter = series[body["type"]]
        if letter:
            counted[letter] = counted.get(letter, 0) + 1
            body["tseq"] = body.pop("forced", counted[letter])
        signing_input = f"{header(key.kid)}.{b64u(canonical(body).encode())}"
        jws = f"{signing_input}.{b64u(key.sign(signing_input.encode()))}"
        previous = digest(jws)
        told = {name: body[name] for name in ("seq", "type", "tseq", "stream", "ts")}
        more = {"bday": body["bday"], "jws": jws, "hash": previous, "series": letter}
        written.append({"chain": chain, **told, **more})
    with unguarded(database) as connection:
        connection.execute(journal.delete().where(journal.c.chain == chain))
        connection.execute(journal.insert(), written)
