"""From a stored X or Z to the report that is printed and saved."""

import json
from datetime import date, datetime

from sqlalchemy import Connection, text

from app.domain.till.events import DayClosed, TillReported
from app.domain.vocabulary import Meta
from app.fiscal.breach import breaches
from app.fiscal.closing import sums_of
from app.fiscal.core import version_words
from app.reports.z_report import (
    DocumentLine,
    Establishment,
    Heading,
    RunningTotals,
    Seal,
    ZReport,
    report_of,
)
from app.services.house import Fact, House, facts_of
from app.services.people import person_name
from resources.texts import tr

_DOCUMENTS = """
SELECT kind, number, ts, op, table_number, ttc, data FROM receipt
WHERE chain = :chain AND bday = :day ORDER BY tseq
"""


def report_for(house: House, event: DayClosed | TillReported, meta: Meta) -> ZReport:
    """The report of a closing or of a reading, with its documents."""
    day = event.day if isinstance(event, DayClosed) else meta.bday
    with house.database.read() as connection:
        documents = _documents(house, connection, meta.chain, day)
    moments = [document.moment for document in documents]
    settings = house.world.settings
    closing = isinstance(event, DayClosed)
    heading = Heading(
        kind="Z" if closing else "X",
        number=event.number if isinstance(event, DayClosed) else 0,
        first_day=date.fromisoformat(day),
        last_day=date.fromisoformat(day),
        terminal=meta.chain,
        establishment=Establishment(
            name=settings.text("house.name"),
            address=settings.text("house.address"),
            siret=settings.text("house.siret"),
            naf=settings.text("house.naf"),
            vat_number=settings.text("house.vat_number"),
        ),
        operator=person_name(house, meta.op),
        made=datetime.fromisoformat(meta.ts),
        first_moment=moments[0] if moments else None,
        last_moment=moments[-1] if moments else None,
        first_document=event.first if isinstance(event, DayClosed) else 0,
        last_document=event.last if isinstance(event, DayClosed) else 0,
        mark=house.mark,
    )
    return report_of(
        sums_of(event.figures),
        heading,
        _names(house),
        totals=_totals(event) if isinstance(event, DayClosed) else None,
        seal=_seal(house, event, meta) if isinstance(event, DayClosed) else None,
        documents=documents,
    )


def last_closings(house: House, limit: int = 60) -> list[Fact]:
    """The latest closings of this terminal, newest first."""
    entries = house.journal.entries(
        stream=f"till/{house.terminal}", types=["till.day_closed"]
    )
    return list(facts_of(entries))[-limit:][::-1]


def _totals(event: DayClosed) -> RunningTotals:
    totals = event.totals
    return RunningTotals(
        day=totals.day,
        month=totals.month,
        year=totals.year,
        perpetual_net=totals.perpetual_net,
        perpetual_abs=totals.perpetual_abs,
    )


def _seal(house: House, event: DayClosed, meta: Meta) -> Seal:
    _, chain, seq = meta.order
    altered = ", ".join(breaches(house, chain, seq))
    return Seal(
        verification=tr("altéré : n° {places}", places=altered) if altered else "",
        head_hash=meta.hash,
        signature=meta.extract,
        software=version_words(meta.sw),
        previous_hash=event.previous,
        qr=f"sotto:{meta.chain}:{meta.order[2]}:{meta.hash}",
    )


def _names(house: House) -> dict[str, str]:
    names = {person: person_name(house, person) for person in house.world.staff.people}
    for category in house.world.catalogue.categories.values():
        names[category.id] = category.name
    return names


def _documents(
    house: House, connection: Connection, chain: str, day: str
) -> list[DocumentLine]:
    rows = connection.execute(text(_DOCUMENTS), {"chain": chain, "day": day})
    found = []
    for kind, number, ts, op, table, ttc, data in rows:
        document = json.loads(data)
        line = DocumentLine(
            number=number,
            moment=datetime.fromisoformat(ts),
            refund=kind == "refund",
            table=table,
            operator=person_name(house, op),
            ttc=ttc,
            ht=document["ht"],
            tva=document["tva"],
        )
        found.append(line)
    return found
