"""The statement of a client's account on the roll: what is open, ticket by ticket.

Source: `fiscal.md` G-11. It is no ticket: those that it names are the documents.
"""

from collections.abc import Sequence

from app.domain.papers import HEADER
from app.domain.settings import Settings
from app.followers.paper.receipt import farewell, mark, own_lines
from hardware.printers.document import Block, Cut, Document, Rule, Text, row
from resources.texts import amount


def account_paper(
    name: str,
    day: str,
    items: Sequence[tuple[str, str, int]],
    owed: int,
    settings: Settings,
) -> Document:
    """What a client owes.

    Args:
        day: as people read it.
        items: (ticket, when and how old, cents) of what is open.
    """
    blocks: list[Block] = [
        *mark(settings),
        Text(
            settings.text("house.name").upper(), size="title", bold=True, align="center"
        ),
        *own_lines(settings, HEADER),
        Text("RELEVÉ DE COMPTE", bold=True, align="center"),
        Text("Ce document n'est pas un ticket de caisse.", align="center"),
        Rule(),
        row(name, day),
        Rule("dashed"),
        *(
            block
            for title, words, cents in items
            for block in (row(title, _cents(cents)), Text(f"  {words}"))
        ),
        Rule(),
        row("À régler", _cents(owed), bold=True),
        *farewell(settings),
        Cut(),
    ]
    return Document("receipt", tuple(blocks), f"RELEVÉ {name}")


def _cents(cents: int) -> str:
    return amount(cents, lang="fr").replace("−", "-")
