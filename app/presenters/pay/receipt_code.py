"""A receipt as a code that a guest's telephone reads."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.environment import Mark
from resources.texts import price, tr


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeView:
    """The sheet: `text` is what the code says, line by line."""

    title: str
    subtitle: str
    text: str


def present_code(
    number: str,
    house: str,
    moment: datetime,
    ttc: int,
    extract: str,
    mark: Mark | None = None,
) -> CodeView:
    """What the code of a receipt says, its mark first."""
    title = tr("Ticket {number}", number=number)
    parts = (
        mark.paper if mark else "",
        house,
        title,
        f"{moment:%d/%m/%Y %H:%M}",
        tr("Total {amount}", amount=price(ttc)),
        extract,
    )
    return CodeView(
        title=title,
        subtitle=tr("À lire avec un téléphone"),
        text="\n".join(part for part in parts if part),
    )
