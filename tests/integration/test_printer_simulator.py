"""The simulated printer, where a test of the driver would only fail by chance."""

import socket

from hardware.printers.simulated_status import Condition
from hardware.printers.simulator import SimulatedPrinter
from hardware.printers.status import realtime_reasons


def test_power_that_comes_back_at_once_finds_the_port() -> None:
    printer = SimulatedPrinter()
    printer.start()
    try:
        for _ in range(5):
            printer.power_cut_after(1)
            with socket.create_connection(("127.0.0.1", printer.port)) as client:
                client.sendall(b"x")
                with printer._changed:  # the port is not shut yet
                    printer._changed.wait_for(lambda: not printer.powered)
                    printer.power_on()
            assert printer.powered
    finally:
        printer.stop()


def test_a_jammed_knife_is_an_error_to_who_asks_only_for_errors() -> None:
    jammed = Condition(
        held=True,
        paper_out=False,
        near_end=False,
        cover_open=False,
        jammed=True,
        drawer_open=False,
    )
    assert realtime_reasons(2, jammed.realtime(2)) == {"error"}
    assert realtime_reasons(3, jammed.realtime(3)) == {"cutter_error"}
