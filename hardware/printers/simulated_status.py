"""What a simulated printer says of itself: the bits of DLE EOT n and of ASB.

Source: ESC/POS command reference, DLE EOT and GS a; `status.py` reads them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How a printer is; `held` is whatever keeps it from printing."""

    held: bool
    paper_out: bool
    near_end: bool
    cover_open: bool
    jammed: bool
    drawer_open: bool

    @property
    def troubles(self) -> frozenset[str]:
        """What is wrong, in the words of `Health.reasons`."""
        flags = {
            "paper_out": self.paper_out,
            "paper_near_end": self.near_end,
            "cover_open": self.cover_open,
            "cutter_error": self.jammed,
            "drawer_open": self.drawer_open,
        }
        return frozenset(name for name, on in flags.items() if on)

    def realtime(self, question: int) -> int:
        """The byte that answers DLE EOT `question`, 1 to 4."""
        told = {
            1: ((not self.drawer_open, 0x04), (self.held, 0x08)),
            2: ((self.cover_open, 0x04), (self.paper_out, 0x20), (self.jammed, 0x40)),
            3: ((self.jammed, 0x08),),
            4: ((self.near_end or self.paper_out, 0x0C), (self.paper_out, 0x60)),
        }[question]
        return 0x12 | sum(bit for on, bit in told if on)

    def unasked(self) -> bytes:
        """The four bytes that it sends by itself when something changes (ASB)."""
        first = 0x10 | (not self.drawer_open) * 0x04 | self.held * 0x08
        first |= self.cover_open * 0x20
        near = self.near_end or self.paper_out
        paper = near * 0x03 | self.paper_out * 0x0C
        return bytes([first, self.jammed * 0x08, paper, 0])
