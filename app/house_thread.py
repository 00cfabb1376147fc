"""The thread that owns a house where no window does."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


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
