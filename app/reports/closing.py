"""From a stored X or Z to the report that is printed and saved."""

import json
from datetime import date, datetime

from sqlalchemy import Connection, text

from app.domain.till.events import (
    ADDED,
    Closing,
    DayClosed,
    Extent,
    PeriodClosed,
    TillReported,
)
from app.domain.vocabulary import Meta
from app.domain.wire import series_of
from app.fiscal.breach import breaches
from app.fiscal.closing import sums_of
from app.fiscal.core import version_words
from app.reports.letterhead import establishment_of
from app.reports.z_report import (
    DocumentLine,
    Heading,
    PartLine,
    RunningTotals,
    Seal,
    SpanLine,
    ZReport,
    report_of,
)
from app.services.house import House
from app.services.people import person_name
from resources.texts import tr

_DOCUMENTS = """
SELECT kind, number, ts, op, table_number, ttc, data FROM receipt
WHERE chain = :chain AND bday = :day ORDER BY tseq
"""


Reported = DayClosed | PeriodClosed | TillReported


def report_for(house: House, event: Reported, meta: Meta) -> ZReport:
    """The report of a closing or of a reading; that of a day with its documents."""
    first_day, last_day = days_of(event, meta)
    documents: list[DocumentLine] = []
    if first_day == last_day and not isinstance(event, PeriodClosed):
        with house.database.read() as connection:
            documents = _documents(house, connection, meta.chain, last_day)
    extent = None if isinstance(event, TillReported) else event.extent
    first, last = _documents_of(event, extent)
    moments = [document.moment for document in documents]
    if not documents and extent is not None and first:
        moments = [datetime.fromisoformat(ts) for ts in (extent.since, extent.until)]
    settings, kind = house.world.settings, kind_of(event)
    heading = Heading(
        kind=kind,  # type: ignore[arg-type]  # one of them
        number=0 if isinstance(event, TillReported) else event.number,
        first_day=date.fromisoformat(first_day),
        last_day=date.fromisoformat(last_day),
        terminal="" if kind.startswith("E") else meta.chain,
        establishment=establishment_of(settings.values),
        operator=person_name(house, meta.op),
        made=datetime.fromisoformat(meta.ts),
        first_moment=moments[0] if moments else None,
        last_moment=moments[-1] if moments else None,
        first_document=first,
        last_document=last,
        mark=house.mark,
        complement=event.complement if isinstance(event, PeriodClosed) else 0,
        absent=event.absent if isinstance(event, PeriodClosed) else (),
    )
    closing = None if isinstance(event, TillReported) else event
    return report_of(
        sums_of(event.figures),
        heading,
        _names(house),
        totals=_totals(closing) if closing else None,
        seal=_seal(house, closing, meta) if closing else None,
        documents=documents,
        parts=_parts(event) if isinstance(event, PeriodClosed) else (),
        spans=_spans(extent) if extent else (),
    )


def kind_of(event: Reported) -> str:
    """The series of a closing, "X" for a reading."""
    return "X" if isinstance(event, TillReported) else series_of(type(event))


def days_of(event: Reported, meta: Meta) -> tuple[str, str]:
    """The first and last business day that a report covers."""
    if isinstance(event, PeriodClosed):
        return event.first_day, event.last_day
    if isinstance(event, DayClosed):
        return event.day, event.day
    return event.since or meta.bday, meta.bday


def file_name(event: Reported, meta: Meta) -> str:
    """What a file of it is called, without its ending: "ZM0003_C1_2026-11-30"."""
    kind = kind_of(event)
    number = "" if isinstance(event, TillReported) else f"{event.number:04d}"
    of = "" if kind in ("X", "Z") else f"_{meta.chain}"
    return f"{kind}{number}{of}_{days_of(event, meta)[1]}"


def _documents_of(event: Reported, extent: Extent | None) -> tuple[int, int]:
    """First and last number of series T, 0 without any."""
    if isinstance(event, DayClosed):
        return event.first, event.last
    spans = extent.series if extent else ()
    numbers = [(span.first, span.last) for span in spans if span.series == "T"]
    return numbers[0] if numbers else (0, 0)


def _parts(event: PeriodClosed) -> list[PartLine]:
    series = ADDED[type(event)]
    return [
        PartLine(
            name=f"{series}-{part.chain}-{part.number:06d}",
            day=date.fromisoformat(part.day),
            net=part.net,
        )
        for part in event.parts
    ]


def _spans(extent: Extent) -> list[SpanLine]:
    numbers = [SpanLine(series="", first=extent.first, last=extent.last)]
    return numbers + [
        SpanLine(series=span.series, first=span.first, last=span.last)
        for span in extent.series
    ]


def _totals(event: Closing) -> RunningTotals:
    totals = event.totals
    return RunningTotals(
        day=totals.day,
        month=totals.month,
        year=totals.year,
        perpetual_net=totals.perpetual_net,
        perpetual_abs=totals.perpetual_abs,
        start_net=event.start_net if isinstance(event, PeriodClosed) else None,
        start_abs=event.start_abs if isinstance(event, PeriodClosed) else None,
    )


def _seal(house: House, event: Closing, meta: Meta) -> Seal:
    _, chain, seq = meta.order
    altered = ", ".join(breaches(house, chain, seq))
    seen = event.extent.software if event.extent else ()
    software = tuple(dict.fromkeys(version_words(name) for name in (*seen, meta.sw)))
    return Seal(
        verification=tr("altéré : n° {places}", places=altered) if altered else "",
        head_hash=meta.hash,
        signature=meta.extract,
        software=" · ".join(software),
        previous_hash=event.previous,
        qr=f"sotto:{meta.chain}:{meta.order[2]}:{meta.hash}",
    )


def _names(house: House) -> dict[str, str]:
    names = {person: person_name(house, person) for person in house.world.staff.people}
    for category in house.world.catalogue.categories.values():
        names[category.id] = category.name
    for device in house.world.settings.devices.values():
        names[device.id] = device.name
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
