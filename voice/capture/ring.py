"""The last seconds of a microphone, by the number of the sample."""

from threading import Condition

RATE = 16000
"""Samples a second of all that is heard; the models want it so."""
SAMPLE_BYTES = 2


class Ring:
    """Keeps the newest sound and forgets the oldest; nothing else holds sound.

    One thread writes and never waits, one reads at its own pace. Samples are counted from
    the first one that was ever written.
    """

    def __init__(self, seconds: float = 10.0) -> None:
        self._size = round(seconds * RATE) * SAMPLE_BYTES
        self._bytes = bytearray(self._size)
        self._written = 0
        self._news = Condition()

    @property
    def end(self) -> int:
        """How many samples were written."""
        return self._written // SAMPLE_BYTES

    @property
    def begin(self) -> int:
        """The oldest sample that is still there."""
        return max(0, self._written - self._size) // SAMPLE_BYTES

    def write(self, block: bytes) -> None:
        """Adds sound: whole samples of 16 bit."""
        with self._news:
            at = self._written % self._size
            kept = block[-self._size :]
            at = (at + len(block) - len(kept)) % self._size
            first = min(len(kept), self._size - at)
            self._bytes[at : at + first] = kept[:first]
            self._bytes[: len(kept) - first] = kept[first:]
            self._written += len(block)
            self._news.notify_all()

    def read(self, begin: int, end: int) -> bytes:
        """The samples from `begin` up to `end`, as far as they are there."""
        with self._news:
            begin, end = max(begin, self.begin), min(end, self.end)
            if begin >= end:
                return b""
            at = begin * SAMPLE_BYTES % self._size
            length = (end - begin) * SAMPLE_BYTES
            first = bytes(self._bytes[at : at + length])
            return first + bytes(self._bytes[: length - len(first)])

    def wait(self, sample: int, seconds: float) -> bool:
        """Waits until `sample` samples were written, or somebody calls `wake`."""
        with self._news:
            if self.end < sample:
                self._news.wait(seconds)
            return self.end >= sample

    def wake(self) -> None:
        """Ends a wait: something else than sound has come."""
        with self._news:
            self._news.notify_all()
