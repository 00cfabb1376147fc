"""A printer that nobody uses: its thread sleeps until it is time to ask, or somebody speaks."""

import pytest
from typing_extensions import override

from hardware.printers.link import Link, Timings, WakeUp
from hardware.printers.profiles import profile
from hardware.printers.status import ask
from hardware.transport import Transport


class Mute(Transport):
    """Takes everything, and remembers how long somebody waited for an answer."""

    can_read = True

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.written = b""
        self.answers: list[bytes] = []

    @override
    def open(self) -> None: ...

    @override
    def close(self) -> None: ...

    @override
    def write(self, data: bytes | memoryview) -> int:
        self.written += bytes(data)
        return len(data)

    @override
    def read(self) -> bytes:
        return self.answers.pop(0) if self.answers else b""

    @override
    def wait(self, wake: object, timeout_s: float, *, to_write: bool) -> bool:
        self.waits.append(timeout_s)
        return False


@pytest.mark.parametrize("waited_for", [False, True])
def test_between_two_rounds_it_waits_for_the_next(waited_for: bool) -> None:
    transport, timings, wake = Mute(), Timings(poll=50.0, reply=40.0), WakeUp()
    told = profile("epson_tm_m30")
    link = Link(transport, told, timings, wake, lambda _: None, lambda: False)
    for question in (1, 2, 3, 4):
        transport.answers.append(b"\x12")
        link.rest(waited_for=waited_for)
        assert transport.written.endswith(ask(question))  # type: ignore[arg-type]
    link.rest(waited_for=waited_for)
    assert len(transport.written) == 4 * 3
    *asking, resting = transport.waits
    if waited_for:
        assert {*asking, resting} == {timings.tick}
    else:
        assert all(timings.tick < each <= timings.reply for each in asking)
        assert timings.reply < resting <= timings.poll
    wake.close()
