"""What the house needs of devices, as Protocols; `bootstrap` gives it the real ones."""

from collections.abc import Callable
from typing import Protocol

from hardware.health import Health
from hardware.printers.document import Document

Post = Callable[[Callable[[], None]], None]
"""Runs a function later in the thread that owns the house; callable from any thread."""


class Printers(Protocol):
    """Every printer of this terminal, behind one durable spool."""

    def submit(self, printer: str, key: str, document: Document) -> int:
        """Queues a document once: the same `key` again changes nothing.

        Returns:
            the job's number.
        """
        ...

    def health(self, printer: str) -> Health:
        """How a printer is, for the state strip."""
        ...
