"""The mark of what is not in real trade, on paper."""

from dataclasses import replace

from app.domain.environment import Mark
from hardware.printers.document import Block, Box, Cut, Document, Kick, Text


def marked(paper: Document, mark: Mark | None) -> Document:
    """The paper with its mark at head and foot, so that no part of it passes for real.

    What only opens a drawer is no paper.
    """
    if mark is None or all(isinstance(block, Kick) for block in paper.blocks):
        return paper
    words = Text(mark.paper, bold=True, align="center")
    body = [block for block in paper.blocks if not isinstance(block, Cut)]
    ends = [block for block in paper.blocks if isinstance(block, Cut)]
    head: Block = Box((words,), "plain")
    return replace(paper, blocks=(head, *body, head, *ends))
