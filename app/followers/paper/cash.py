"""The slip of cash that went into the drawer or out of it, to be signed by who took it."""

from datetime import datetime

from app.domain.orders.settling import RECOVERED
from app.domain.settings import Settings
from app.domain.till.events import CASH_REASONS, CashMoved
from hardware.printers.document import (
    Block,
    Cell,
    Columns,
    Cut,
    Document,
    Feed,
    Rule,
    Text,
    row,
)
from resources.texts import price

DASHED = Rule("dashed")
_REASONS = {**CASH_REASONS, RECOVERED: "Argent récupéré"}


def cash_paper(
    event: CashMoved, number: str, ts: str, who: str, settings: Settings
) -> Document:
    """What moved, why, and who moved it.

    Args:
        number: printed number in series M, "C1-000012".
    """
    title = "SORTIE D'ESPÈCES" if event.amount < 0 else "ENTRÉE D'ESPÈCES"
    moment = datetime.fromisoformat(ts)
    amount = price(abs(event.amount), lang="fr")
    reason = _REASONS.get(event.reason, event.reason)
    blocks: list[Block] = [
        Text(
            settings.text("house.name").upper(), size="title", bold=True, align="center"
        ),
        Text(title, bold=True, align="center"),
        Rule(),
        row(f"N° {number}", f"{moment:%d/%m/%Y %H:%M}"),
        row(reason, who),
        *([Text(event.note)] if event.note else []),
        DASHED,
        Columns(
            (
                Cell("MONTANT", size="label", bold=True),
                Cell(amount, align="right", size="total", bold=True),
            )
        ),
        Rule(),
        Text("Signature"),
        Feed(3),
        Cut(),
    ]
    return Document("report", tuple(blocks), f"{title} {number}")
