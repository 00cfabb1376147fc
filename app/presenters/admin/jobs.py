"""The papers of the spool in words: those that wait or are in doubt, and those done."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.world import World
from app.presenters.admin.words import age_words, moment_words
from app.presenters.network import terminal_words
from hardware.health import Health
from hardware.printers.jobs import Job, Proof, State
from resources.texts import tr, trn
from widgets.problem_stack import Problem
from widgets.table_model import Cell, Column, Row

CONFIRM, REPRINT, DROP, MOVE = "confirm", "reprint", "drop", "move:"
"""What a person decides about papers; MOVE goes on with the id of a printer."""
_JOB_STATES: dict[State, str] = {
    "queued": "en attente",
    "sending": "en cours d'envoi",
    "sent": "envoyé, réponse attendue",
    "unknown": "imprimé ? personne ne le sait",
    "dropped": "abandonné",
}
_PROOFS: dict[Proof, str] = {
    "": "sorti",
    "printer": "sorti, l'imprimante le confirme",
    "assumed": "sorti sans confirmation",
    "person": "sorti, quelqu'un l'a vu",
}
_UNKNOWN = {
    "kitchen": (
        "L'imprimante n'a pas répondu. Le bon ressort tout seul après quelques "
        "secondes, avec la mention RÉIMPRESSION : un plat oublié coûte plus cher "
        "qu'un bon en double."
    ),
    "": (
        "L'imprimante n'a pas répondu : regardez si le papier est sorti. "
        "S'il ressort, il porte la mention RÉIMPRESSION."
    ),
}
_OUT = {
    "receipt": "Pour un autre exemplaire, demandez un duplicata du ticket.",
    "addition": "Pour un autre exemplaire, demandez l'addition à la table.",
    "": "S'il ressort, il porte la mention RÉIMPRESSION.",
}
_STUCK = (
    "L'imprimante l'a reçu, en entier ou à moitié, et n'en a pas fini : plus de papier, "
    "capot ouvert, ou muette. Regardez ce qui est sorti. Ailleurs, il ressort avec la "
    "mention RÉIMPRESSION."
)
_FREE = ("queued", "unknown")
"""States in which nothing is under way."""
STUCK_S = 10.0
"""A paper under way for so long wants a person: its printer may never come back."""
_PAPERS = {
    "kitchen": "Bon de cuisine",
    "receipt": "Ticket",
    "addition": "Addition",
    "report": "Rapport",
    "label": "Étiquette",
    "drawer": "Tiroir",
    "test": "Page d'essai",
}


def job_columns() -> tuple[Column, ...]:
    """The columns of the queue."""
    return (
        Column("paper", tr("Papier"), style="strong"),
        Column("printer", tr("Imprimante"), 150),
        Column("state", tr("État"), 260),
        Column("age", tr("Âge"), 90, "end"),
    )


def paper_columns() -> tuple[Column, ...]:
    """The columns of what is done."""
    return (
        Column("paper", tr("Papier"), style="strong"),
        Column("printer", tr("Imprimante"), 150),
        Column("state", tr("État"), 260),
        Column("moment", tr("Heure"), 150, "end"),
    )


def job_rows(world: World, jobs: Iterable[Job], now: datetime) -> list[Row]:
    """Papers that are not out yet as far as anybody knows, doubtful ones first."""
    ordered = sorted(jobs, key=lambda job: (not in_doubt(job, now), job.id))
    rows = []
    for job in ordered:
        age = now.timestamp() - job.created
        words = tr("à moitié sorti ?") if is_stuck(job, now) else state_words(job)
        state = (
            Cell(words, tag="warning", icon="question_mark")
            if in_doubt(job, now)
            else Cell(words, icon="schedule")
        )
        where = printer_words(world, job)
        cells = (paper_title(job), where, state, Cell(age_words(age), sort=int(age)))
        rows.append(Row(str(job.id), cells))
    return rows


def paper_rows(world: World, jobs: Iterable[Job], now: datetime) -> list[Row]:
    """Papers that are out or were given up, the latest first; a drawer is no paper."""
    papers = [job for job in jobs if job.kind != "drawer"]
    rows = []
    for job in sorted(papers, key=lambda job: job.changed, reverse=True):
        moment = datetime.fromtimestamp(job.changed, now.tzinfo)
        state = Cell(
            state_words(job), icon="close" if job.state == "dropped" else "check"
        )
        when = Cell(moment_words(moment, now), sort=int(job.changed))
        cells = (paper_title(job), printer_words(world, job), state, when)
        rows.append(Row(str(job.id), cells))
    return rows


def state_words(job: Job) -> str:
    """How a paper stands: "en attente", "sorti, l'imprimante le confirme"."""
    said = tr(_PROOFS[job.proof] if job.state == "printed" else _JOB_STATES[job.state])
    return tr("{state}, réimpression", state=said) if job.copies else said


def is_stuck(job: Job, now: datetime) -> bool:
    """Whether it has been under way for longer than a printer at work takes."""
    under_way = job.state in ("sending", "sent")
    return under_way and now.timestamp() - job.changed >= STUCK_S


def in_doubt(job: Job, now: datetime) -> bool:
    """Whether nobody knows if it is out, and a person has to say so."""
    return job.state == "unknown" or is_stuck(job, now)


def present_doubts(
    world: World, jobs: Iterable[Job], health_of: Callable[[str], Health], now: datetime
) -> list[Problem]:
    """That papers may not be out, for whoever waits for them at the till.

    A kitchen ticket that nobody confirms comes again by itself, or its printer says so.
    A paper that takes long is one that its printer cannot go on with, or has left with.
    """
    long_ago = now.timestamp() - STUCK_S
    doubtful = [
        job
        for job in jobs
        if (job.state == "unknown" and job.kind != "kitchen")
        or (
            job.state in ("sending", "sent", "unknown")
            and job.changed <= long_ago
            and not health_of(job.printer).state.usable
        )
    ]
    if not doubtful:
        return []
    first, count = doubtful[0], len(doubtful)
    title = (
        tr("{paper} : est-il sorti ?", paper=paper_title(first))
        if count == 1
        else trn(
            count, "{n} papier : est-il sorti ?", "{n} papiers : sont-ils sortis ?"
        )
    )
    where = sorted({_named(world, job.printer) for job in doubtful})
    words = tr("Regardez à l'imprimante {printers}, puis tranchez.")
    return [
        Problem(
            "papers",
            "warning",
            "question_mark",
            title,
            words.format(printers=", ".join(where)),
            tr("Trancher"),
            "rule",
        )
    ]


def bulk_acts(
    world: World, terminal: str, jobs: Sequence[Job], now: datetime
) -> list[tuple[str, str]]:
    """What can be decided at a terminal of these papers at once: (act, words)."""
    doubtful, free = (len(affected(jobs, act, now)) for act in (CONFIRM, DROP))
    unknown = len(affected(jobs, REPRINT, now))
    acts = []
    if doubtful:
        words = trn(doubtful, "{n} incertain : il est sorti", "{n} incertains : sortis")
        acts.append((CONFIRM, words))
    if unknown:
        words = trn(
            unknown,
            "{n} incertain : réimprimer, marqué",
            "{n} incertains : réimprimer, marqués",
        )
        acts.append((REPRINT, words))
    for key, name in _printers(world, terminal) if free else ():
        if moved := len(affected(jobs, MOVE + key, now)):
            acts.append((MOVE + key, tr("{n} vers {name}", n=moved, name=name)))
    if free:
        words = trn(free, "{n} papier à abandonner", "{n} papiers à abandonner")
        acts.append((DROP, words))
    return acts


def affected(jobs: Iterable[Job], act: str, now: datetime) -> list[Job]:
    """Those of these papers that an act can be done to."""
    if act == CONFIRM:
        return [job for job in jobs if in_doubt(job, now)]
    if act == REPRINT:
        return [job for job in jobs if job.state == "unknown"]
    free = [job for job in jobs if job.state in _FREE or is_stuck(job, now)]
    if act == DROP:
        return free
    return [job for job in free if job.printer != act.removeprefix(MOVE)]


def done_words(act: str, count: int) -> str:
    """What was just done to so many papers."""
    if act == CONFIRM:
        return trn(count, "Papier confirmé", "{n} papiers confirmés")
    if act == REPRINT:
        return trn(count, "Réimpression demandée", "{n} réimpressions demandées")
    if act == DROP:
        return trn(count, "Papier abandonné", "{n} papiers abandonnés")
    return trn(count, "Papier envoyé ailleurs", "{n} papiers envoyés ailleurs")


def paper_title(job: Job) -> str:
    """ "Bon de cuisine 214", "Ticket C1-000214": the job's title without its word."""
    kind = tr(_PAPERS.get(job.kind, job.kind))
    first, _, rest = job.title.partition(" ")
    number = rest if first.isupper() and rest else job.title
    return f"{kind} {number}".strip()


def printer_words(world: World, job: Job) -> str:
    """Where it is queued, and where it was meant to go: "Chaud → Bar"."""
    here = _named(world, job.printer)
    if job.origin in ("", job.printer):
        return here
    return f"{_named(world, job.origin)} → {here}"


def _named(world: World, printer: str) -> str:
    """A printer, with the terminal that owns it: "Chaud · Caisse 2"."""
    device = world.settings.devices.get(printer)
    if device is None:
        return printer
    owner = world.owner(device)
    where = [terminal_words(world, owner)] if owner else []
    return " · ".join([device.name, *where])


def _printers(world: World, terminal: str) -> list[tuple[str, str]]:
    devices = world.driven(terminal).values()
    return [(d.id, d.name) for d in devices if d.kind == "printer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """One paper.

    Attributes:
        words: what is known of it, and what to look at.
        printers: where it could go instead, (id, name).
        doubtful: nobody knows whether it is out.
        waiting: it can still be moved or given up.
        again: it can be printed once more from here.
    """

    title: str
    subtitle: str
    words: str
    printers: Sequence[tuple[str, str]]
    doubtful: bool
    waiting: bool
    again: bool


def present_job(world: World, terminal: str, job: Job, now: datetime) -> JobView:
    """A paper in words, as it stands in the spool of a terminal."""
    age = age_words(now.timestamp() - job.created)
    name = printer_words(world, job)
    printers = [
        entry for entry in _printers(world, terminal) if entry[0] != job.printer
    ]
    return JobView(
        title=paper_title(job),
        subtitle=tr("{printer} · demandé il y a {age}", printer=name, age=age),
        words=tr(_STUCK) if is_stuck(job, now) else _words(job),
        printers=printers,
        doubtful=in_doubt(job, now),
        waiting=job.state in _FREE or is_stuck(job, now),
        again=job.state in ("unknown", "dropped")
        or (job.state == "printed" and job.kind not in _OUT),
    )


def _words(job: Job) -> str:
    if job.state == "unknown":
        return tr(_UNKNOWN.get(job.kind, _UNKNOWN[""]))
    if job.state == "printed":
        about = tr(_OUT.get(job.kind, _OUT[""]))
        return f"{state_words(job).capitalize()}. {about}"
    if job.state == "dropped":
        return tr("Personne ne l'attend plus. Il peut encore sortir.")
    return tr("Il sortira dès que l'imprimante répond.")
