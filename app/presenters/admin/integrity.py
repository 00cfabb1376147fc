"""What proves the journal, as it is listed: witnesses, keys, segments.

Source: `fiscal.md` 4.5, 4.6, B-10.
"""

from collections.abc import Sequence

from app.domain.integrity import BREACH
from app.fiscal.witnesses import Witness, witness_words
from app.presenters.admin.verify import found_words
from app.services.house import House
from db.keyring import Keyring
from db.keys import thumbprint
from resources.texts import tr, trn
from widgets.table_model import Cell, Column, Row


def integrity_columns() -> tuple[Column, ...]:
    """The columns of the list."""
    return (
        Column("kind", tr("Preuve"), 130, style="strong", sortable=False),
        Column("what", tr("Ce qu'elle dit"), sortable=False),
        Column("state", tr("État"), 190, sortable=False),
    )


def integrity_rows(
    house: House, found: Sequence[Witness], keyring: Keyring
) -> list[Row]:
    """Witnesses first, then what the keys are, then where the chain was begun anew."""
    now = house.clock()
    rows = [
        Row(
            f"witness:{place}",
            (
                tr("Témoin"),
                witness_words(each, now),
                _state(each),
            ),
        )
        for place, each in enumerate(found)
    ]
    unsigned = house.journal.unsigned
    for number, (first, jwk) in enumerate(keyring.keys, start=1):
        in_force = number == len(keyring.keys)
        state = Cell(tr("en service"), tag="success") if in_force else tr("remplacée")
        if in_force and unsigned is not None:
            state = Cell(tr("ne signe plus"), tag="danger")
        words = tr(
            "empreinte {kid}, depuis le n° {first}", kid=thumbprint(jwk), first=first
        )
        rows.append(Row(f"key:{first}", (tr("Clé"), words, state)))
    rows += [
        Row(
            f"segment:{segment.trusted_hash}",
            (
                tr("Segment"),
                found_words(segment.found),
                Cell(tr("altéré : n° {places}", places=segment.place), tag="danger")
                if segment.code == BREACH
                else Cell(tr("clé perdue"), tag="warning"),
            ),
        )
        for segment in house.world.segments
    ]
    return rows


def _state(witness: Witness) -> Cell:
    if witness.head is None:
        return Cell(tr("injoignable"), tag="warning")
    if witness.agrees:
        return Cell(tr("concorde"), tag="success")
    return Cell(tr("ne concorde pas"), tag="danger")


def integrity_words(house: House) -> str:
    """Beside the title."""
    unsigned = house.journal.unsigned
    if unsigned is None:
        return ""
    return trn(
        unsigned.count,
        "{n} document attend une signature",
        "{n} documents attendent une signature",
    )
