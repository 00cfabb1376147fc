"""The thread that owns a house where no window does."""

import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


def collect_rarely() -> None:
    """Has Python look for garbage seldom: hardly anything here goes round in a circle.

    What is there by now lives as long as the process and is not looked at again; what
    comes later, the orders of the day, at each 20 000 new objects instead of each 700.
    """
    gc.freeze()
    gc.set_threshold(20_000)


class HouseThread:
    """The thread that owns the house while the block runs."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="house")

    def __enter__(self) -> "HouseThread":
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown()

    def post(self, function: Callable[[], None]) -> None:
        """Runs `function` there later; not at all once the block is left."""
        with suppress(RuntimeError):
            self._thread.submit(function)

    def ask(self, function: Callable[[], T]) -> T:
        """What `function` returns there."""
        return self._thread.submit(function).result()
