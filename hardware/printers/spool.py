"""The durable print queue: every job until a printer confirms it, in its own SQLite file.

    queued -> sending -> sent -> printed
      ^          |         |
      |          +---------+--> unknown -> printed (late answer, or a person says so)
      +---- 0 bytes left   |        |
      +--------------------+--------+ again, marked REIMPRESSION

`sending` is committed before the first byte leaves, so after a crash we know which jobs
may be on paper: they become unknown, and nothing unknown is printed again without a
mark. Only queued jobs are moved to another printer by themselves; a person may move, and
give up, what a printer without paper keeps half sent. Any thread may call.
"""

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from hardware.errors import HardwareError
from hardware.printers import document_json
from hardware.printers.document import Document
from hardware.printers.jobs import (
    MOST_REPRINTS,
    POLICIES,
    Audit,
    Job,
    Proof,
    Send,
    State,
    audit,
)

DRAWER_TTL_S = 3.0

# The states that a state may follow.
_BEFORE: dict[State, tuple[State, ...]] = {
    "queued": ("sending", "unknown"),
    "sending": ("queued",),
    "sent": ("sending",),
    "printed": ("sending", "sent", "unknown", "queued"),
    "unknown": ("sending", "sent"),
    "dropped": ("queued", "sending", "sent", "unknown"),
}

_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    printer TEXT NOT NULL,
    origin TEXT NOT NULL,
    state TEXT NOT NULL,
    copies INTEGER NOT NULL DEFAULT 0,
    moved TEXT NOT NULL DEFAULT '',
    proof TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    created REAL NOT NULL,
    changed REAL NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS jobs_by_printer ON jobs(printer, state, id);
CREATE TABLE IF NOT EXISTS sends(
    token INTEGER PRIMARY KEY AUTOINCREMENT,
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    printer TEXT NOT NULL,
    copies INTEGER NOT NULL,
    digest TEXT NOT NULL,
    at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS sends_by_job ON sends(job);
"""
_COLUMNS = (
    "id, key, kind, title, printer, origin, state, copies, moved, proof, detail,"
    " created, changed"
)


class SpoolError(HardwareError):
    """The spool file cannot be read or written: disk full, read-only, gone."""


class Spool:
    """The queue of all printers of this process, in the file `path`.

    `set_aside` names the file that an unreadable spool was moved to, if one was;
    `torn` names the printers that may be left with half a job by a crash.

    Raises:
        SpoolError: the file cannot be opened or created.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.set_aside: Path | None = None
        self.torn: frozenset[str] = frozenset()
        self._path, self._clock = path, clock
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = self._open(path)
        except (OSError, sqlite3.Error) as error:
            raise SpoolError(f"{path}: {error}") from error
        self._recover()

    def close(self) -> None:
        """Closes the file; the spool is of no use afterwards."""
        with self._lock:
            self._db.close()

    def submit(self, printer: str, key: str, document: Document) -> tuple[Job, bool]:
        """Takes a job, once per `key`; durable when it returns.

        Returns:
            The job, and whether it is new.

        Raises:
            SpoolError: it could not be written down.
        """
        now = self._clock()
        with self._transaction() as db:
            cursor = db.execute(
                "INSERT INTO jobs(key, kind, title, printer, origin, state, created,"
                " changed, document) VALUES(?,?,?,?,?,'queued',?,?,?)"
                " ON CONFLICT(key) DO NOTHING",
                (
                    key,
                    document.kind,
                    document.title,
                    printer,
                    printer,
                    now,
                    now,
                    document_json.dumps(document),
                ),
            )
            fresh = cursor.rowcount == 1
            return self._select("key = ?", key)[0], fresh

    def jobs(
        self, printer: str | None = None, states: tuple[State, ...] = ()
    ) -> list[Job]:
        """Jobs in order of arrival, of one printer and in some states, or all."""
        with self._lock:
            return self._select(
                "(? IS NULL OR printer = ?) AND"
                " (? OR state IN (SELECT value FROM json_each(?))) ORDER BY id",
                printer,
                printer,
                not states,
                json.dumps(states),
            )

    def job(self, job_id: int) -> Job:
        """One job.

        Raises:
            LookupError: no such job.
        """
        with self._lock:
            found = self._select("id = ?", job_id)
        if not found:
            raise LookupError(f"no print job {job_id}")
        return found[0]

    def document(self, job_id: int) -> Document:
        """What a job prints.

        Raises:
            LookupError: no such job.
            ValueError: written by a version whose blocks we do not know.
        """
        with self._lock:
            row = self._db.execute(
                "SELECT document FROM jobs WHERE id = ?", (job_id,)
            ).fetchone()
        if row is None:
            raise LookupError(f"no print job {job_id}")
        return document_json.loads(row[0])

    @property
    def changes(self) -> int:
        """Grows with every change."""
        return self._db.total_changes

    def concerns(self, printer: str) -> bool:
        """Whether a paper that is or was meant for it waits or is in doubt."""
        with self._lock:
            mine = "state IN ('queued', 'unknown') AND ? IN (printer, origin) LIMIT 1"
            return bool(self._select(mine, printer))

    def next_job(self, printer: str) -> Job | None:
        """The oldest queued job of a printer."""
        with self._lock:
            oldest = "printer = ? AND state = 'queued' ORDER BY id LIMIT 1"
            found = self._select(oldest, printer)
        return found[0] if found else None

    def begin(self, job: Job, digest: str) -> int | None:
        """Commits that the bytes of `job` are about to leave.

        Returns:
            The number of this send, or None when the job is no longer there to send.
        """
        now = self._clock()
        with self._transaction() as db:
            cursor = db.execute(
                "UPDATE jobs SET state = 'sending', detail = '', changed = ?"
                " WHERE id = ? AND printer = ? AND state = 'queued'",
                (now, job.id, job.printer),
            )
            if cursor.rowcount == 0:
                return None
            return db.execute(
                "INSERT INTO sends(job, printer, copies, digest, at) VALUES(?,?,?,?,?)",
                (job.id, job.printer, job.copies, digest, now),
            ).lastrowid

    def take_back(self, job: Job, detail: str) -> Job | None:
        """No byte left: the job is queued again, unmarked."""
        return self._change(job.id, "queued", detail=detail, begun=job)

    def sent(self, job: Job) -> Job | None:
        """All bytes left. Not flushed: a crash makes `sending` unknown just as well."""
        return self._change(job.id, "sent", flush=False, begun=job)

    def lose_sight(self, job: Job, detail: str) -> Job | None:
        """Bytes left and no answer came: unknown, or dropped if it is of that kind."""
        dropped = POLICIES[job.kind].when_unknown == "drop"
        state: State = "dropped" if dropped else "unknown"
        return self._change(job.id, state, detail=detail, begun=job)

    def acknowledge(self, token: int, proof: Proof) -> Job | None:
        """The send `token` is on paper. An answer may come late: then the job is no
        longer unknown, and a reprint that has not left yet does not leave."""
        with self._lock:
            row = self._db.execute(
                "SELECT job FROM sends WHERE token = ?", (token,)
            ).fetchone()
        return self._change(row[0], "printed", proof=proof) if row else None

    def confirm(self, job_id: int) -> Job | None:
        """A person, or the kitchen screen, has it: counts as printed."""
        return self._change(job_id, "printed", proof="person")

    def drop(self, job_id: int, detail: str) -> Job | None:
        """Gives a job up."""
        return self._change(job_id, "dropped", detail=detail)

    def reprint(self, job_id: int, *, marked: bool) -> Job | None:
        """Sends an unknown job again, or a finished one as a new job.

        What was given up before a byte of it left bears no mark: it is the first.

        Returns:
            The job that is queued, None when the job is waiting or under way anyway.
        """
        with self._transaction() as db:
            job = self.job(job_id)
            if job.state == "unknown":
                copies = job.copies + 1 if marked else job.copies
                return self._change(job_id, "queued", copies=copies)
            if job.state not in ("printed", "dropped"):
                return None
            count = len(self._select("key = ? OR key GLOB ?", job.key, f"{job.key}#*"))
            now = self._clock()
            sends = "SELECT EXISTS(SELECT 1 FROM sends WHERE job = ?)"
            left = db.execute(sends, (job_id,)).fetchone()[0]
            new = db.execute(
                "INSERT INTO jobs(key, kind, title, printer, origin, state, copies,"
                " created, changed, document) SELECT ?, kind, title, origin, origin,"
                " 'queued', ?, ?, ?, document FROM jobs WHERE id = ?",
                (f"{job.key}#{count}", int(marked and left), now, now, job_id),
            ).lastrowid
            return self.job(new or 0)

    def move(self, job_id: int, printer: str) -> Job | None:
        """Takes a job to another printer by decision; what may be out there is marked."""
        with self._transaction() as db:
            job = self.job(job_id)
            if job.state != "queued":
                self._change(job_id, "unknown")
                self._change(job_id, "queued", copies=job.copies + 1)
            db.execute(
                "UPDATE jobs SET printer = ?, moved = 'person', changed = ?"
                " WHERE id = ? AND state = 'queued'",
                (printer, self._clock(), job_id),
            )
            moved = self.job(job_id)
        return moved if moved.printer == printer else None

    def divert(self, printer: str, to: str) -> list[Job]:
        """Failover: queued jobs of `printer` wait at `to` instead."""
        kinds = [kind for kind, policy in POLICIES.items() if policy.fails_over]
        return self._each(
            "printer = ? AND state = 'queued'"
            " AND kind IN (SELECT value FROM json_each(?))",
            (printer, json.dumps(kinds)),
            "printer = ?, moved = CASE moved WHEN '' THEN 'auto' ELSE moved END",
            (to,),
        )

    def recall(self, printer: str) -> list[Job]:
        """The printer is back: what failover moved away and waits still comes home."""
        return self._each(
            "origin = ? AND printer <> origin AND state = 'queued' AND moved = 'auto'",
            (printer,),
            "printer = origin, moved = ''",
            (),
        )

    def expire_drawers(self, printer: str) -> list[Job]:
        """A drawer that could not open at once stays shut: nobody waits for it now."""
        now = self._clock()
        return self._each(
            "printer = ? AND state = 'queued' AND kind = 'drawer'"
            " AND abs(? - created) > ?",
            (printer, now, DRAWER_TTL_S),
            "state = 'dropped', detail = 'too late'",
            (),
        )

    def requeue_unknown(self, printer: str, after_s: float) -> list[Job]:
        """Kitchen tickets unknown for `after_s` seconds are queued again, marked.

        A ticket that was never sent (it cannot be encoded), or that came again too
        often, is left to a person.
        """
        kinds = [k for k, p in POLICIES.items() if p.when_unknown == "reprint"]
        return self._each(
            "printer = ? AND state = 'unknown' AND abs(? - changed) >= ?"
            " AND copies < ? AND kind IN (SELECT value FROM json_each(?))"
            " AND EXISTS(SELECT 1 FROM sends WHERE sends.job = jobs.id)",
            (printer, self._clock(), after_s, MOST_REPRINTS, json.dumps(kinds)),
            "state = 'queued', copies = copies + 1",
            (),
        )

    def forget(self, age_s: float) -> int:
        """Erases what was finished more than `age_s` seconds ago, from the disk too:
        kitchen tickets say what guests must not eat.

        Returns:
            how many jobs.

        Raises:
            SpoolError: it could not be erased.
        """
        before = self._clock() - age_s
        with self._transaction() as db:
            erased = db.execute(
                "DELETE FROM jobs WHERE state IN ('printed', 'dropped')"
                " AND changed < ?",
                (before,),
            ).rowcount
        try:
            with self._lock:
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            for damaged in self._path.parent.glob(f"{self._path.name}.*.bad*"):
                if damaged.stat().st_mtime < before:
                    damaged.unlink()
        except (OSError, sqlite3.Error) as error:
            raise SpoolError(str(error)) from error
        return erased

    def audit(self, paper: list[str]) -> Audit:
        """Compares all jobs with the digests of the tickets found on paper."""
        with self._lock:
            jobs = self.jobs()
            rows = self._db.execute("SELECT job, copies, digest FROM sends").fetchall()
        return audit(jobs, [Send(*row) for row in rows], paper)

    def _open(self, path: Path) -> sqlite3.Connection:
        try:
            return _connect(path)
        except sqlite3.OperationalError:
            raise  # locked, read-only, full: not the file's fault
        except sqlite3.DatabaseError:
            self.set_aside = path.with_name(f"{path.name}.{int(self._clock())}.bad")
            for suffix in ("", "-wal", "-shm"):
                old = path.with_name(path.name + suffix)
                if old.exists():
                    old.rename(self.set_aside.with_name(self.set_aside.name + suffix))
            return _connect(path)

    def _recover(self) -> None:
        """After a restart nobody knows what became of what was being sent."""
        now = self._clock()
        dropped = [k for k, p in POLICIES.items() if p.when_unknown == "drop"]
        self.torn = frozenset(job.printer for job in self.jobs(states=("sending",)))
        with self._transaction() as db:
            db.execute(
                "UPDATE jobs SET changed = ?, detail = 'restart', state = CASE"
                " WHEN kind IN (SELECT value FROM json_each(?)) THEN 'dropped'"
                " ELSE 'unknown' END WHERE state IN ('sending', 'sent')",
                (now, json.dumps(dropped)),
            )
            db.execute(
                "UPDATE jobs SET changed = ?, detail = 'restart', state = 'dropped'"
                " WHERE state = 'queued' AND kind = 'drawer'",
                (now,),
            )

    def _change(
        self,
        job_id: int,
        state: State,
        *,
        detail: str = "",
        proof: Proof = "",
        copies: int | None = None,
        flush: bool = True,
        begun: Job | None = None,
    ) -> Job | None:
        """`begun` is the send that it is about: a person may have moved the job since."""
        send = (begun.printer, begun.copies) if begun else (None, None)
        before = json.dumps(_BEFORE[state])
        with self._transaction(flush=flush) as db:
            cursor = db.execute(
                "UPDATE jobs SET state = ?, detail = ?, proof = ?, changed = ?,"
                " copies = COALESCE(?, copies) WHERE id = ? AND"
                " printer = COALESCE(?, printer) AND copies = COALESCE(?, copies)"
                " AND state IN (SELECT value FROM json_each(?))",
                (state, detail, proof, self._clock(), copies, job_id, *send, before),
            )
            return self.job(job_id) if cursor.rowcount else None

    def _each(
        self,
        where: str,
        values: tuple[object, ...],
        change: str,
        changes: tuple[object, ...],
    ) -> list[Job]:
        """Changes all jobs of a condition and returns them; cheap when there is none."""
        with self._lock:
            ids = [job.id for job in self._select(where, *values)]
            if not ids:
                return []
            with self._transaction() as db:
                for job_id in ids:
                    db.execute(
                        f"UPDATE jobs SET {change}, changed = ? WHERE id = ?",  # noqa: S608 - constants of this module
                        (*changes, self._clock(), job_id),
                    )
                return [self.job(job_id) for job_id in ids]

    def _select(self, where: str, *values: object) -> list[Job]:
        sql = f"SELECT {_COLUMNS} FROM jobs WHERE {where}"  # noqa: S608 - constants of this module
        try:
            return [Job(*row) for row in self._db.execute(sql, values)]
        except sqlite3.Error as error:
            raise SpoolError(str(error)) from error

    @contextmanager
    def _transaction(self, *, flush: bool = True) -> Iterator[sqlite3.Connection]:
        """A transaction, on the disk when it ends; inside another one, part of it."""
        with self._lock:
            nested = self._db.in_transaction
            if nested:
                yield self._db
                return
            try:
                if not flush:
                    self._db.execute("PRAGMA synchronous = NORMAL")
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    yield self._db
                except BaseException:
                    if self._db.in_transaction:  # a full disk rolls back by itself
                        self._db.execute("ROLLBACK")
                    raise
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                raise SpoolError(str(error)) from error
            finally:
                if not flush:
                    self._db.execute("PRAGMA synchronous = FULL")


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA secure_delete = ON")  # what is erased is not on the disk
        with closing(db.execute("PRAGMA quick_check")) as cursor:
            if cursor.fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("damaged")
        db.executescript(_SCHEMA)
    except sqlite3.Error:
        db.close()
        raise
    return db
