"""Papers that are not out yet as far as anybody knows, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.world import World
from app.presenters.admin_words import age_words
from hardware.printers.jobs import Job
from resources.texts import tr
from widgets.table_model import Cell, Column, Row

_JOB_STATES = {
    "queued": "en attente",
    "sending": "en cours d'envoi",
    "sent": "envoyé, réponse attendue",
    "unknown": "imprimé ? personne ne le sait",
}
_PAPERS = {
    "kitchen": "Bon de cuisine",
    "receipt": "Ticket",
    "addition": "Addition",
    "report": "Rapport",
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


def job_rows(world: World, jobs: Iterable[Job], now: datetime) -> list[Row]:
    """Papers that are not out yet as far as anybody knows, doubtful ones first."""
    ordered = sorted(jobs, key=lambda job: (job.state != "unknown", job.id))
    rows = []
    for job in ordered:
        words = tr(_JOB_STATES.get(job.state, job.state))
        doubtful = job.state == "unknown"
        age = now.timestamp() - job.created
        rows.append(
            Row(
                str(job.id),
                (
                    paper_title(job),
                    printer_words(world, job),
                    Cell(words, tag="warning" if doubtful else "", icon="question_mark")
                    if doubtful
                    else Cell(words, icon="schedule"),
                    Cell(age_words(age), sort=int(age)),
                ),
            )
        )
    return rows


def paper_title(job: Job) -> str:
    """ "Bon de cuisine 214", "Ticket C1-000214": the job's title without its word."""
    kind = tr(_PAPERS.get(job.kind, job.kind))
    first, _, rest = job.title.partition(" ")
    number = rest if first.isupper() and rest else job.title
    return f"{kind} {number}".strip()


def printer_words(world: World, job: Job) -> str:
    """Where it is queued, and where it was meant to go: "Chaud → Bar"."""
    devices = world.settings.devices
    here = devices[job.printer].name if job.printer in devices else job.printer
    if job.origin in ("", job.printer):
        return here
    meant = devices[job.origin].name if job.origin in devices else job.origin
    return f"{meant} → {here}"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """One paper of the queue.

    Attributes:
        words: what is known of it, and what to look at.
        printers: where it could go instead, (id, name).
        doubtful: nobody knows whether it is out.
        waiting: it can still be moved or given up.
    """

    title: str
    subtitle: str
    words: str
    printers: Sequence[tuple[str, str]]
    doubtful: bool
    waiting: bool


def present_job(world: World, job: Job, now: datetime) -> JobView:
    """A paper of the queue in words."""
    doubtful = job.state == "unknown"
    age = age_words(now.timestamp() - job.created)
    name = printer_words(world, job)
    words = (
        tr(
            "L'imprimante n'a pas répondu : regardez si le papier est sorti. "
            "S'il ressort, il porte la mention RÉIMPRESSION."
        )
        if doubtful
        else tr("Il sortira dès que l'imprimante répond.")
    )
    others = [
        (d.id, d.name)
        for d in world.settings.devices.values()
        if d.kind == "printer" and d.active and d.id != job.printer
    ]
    return JobView(
        title=paper_title(job),
        subtitle=tr("{printer} · demandé il y a {age}", printer=name, age=age),
        words=words,
        printers=others,
        doubtful=doubtful,
        waiting=job.state in ("queued", "unknown"),
    )
