"""A till that prints until it is killed: run by the kill test in its own process.

Arguments: spool file, printer address, first number, how many. Says `ready`, then each
number once its ticket is durable.
"""

import sys
import threading
from pathlib import Path

from unit.hardware.printers.print_shop import FAST, WAITING, ticket

from hardware.printers.driver import PrinterConfig
from hardware.printers.pool import PrinterPool


def main() -> None:
    """Submits tickets as fast as it can, then waits until all are settled."""
    spool, address, first, count = sys.argv[1:]
    pool = PrinterPool(Path(spool), lambda _event: None, FAST)
    config = PrinterConfig(id="chaud", name="Chaud", model="simulated", address=address)
    pool.configure([config])
    print("ready", flush=True)
    for number in range(int(first), int(first) + int(count)):
        pool.submit("chaud", f"bon {number}", ticket(number))
        print(number, flush=True)
    while pool.jobs(states=(*WAITING, "unknown")):
        threading.Event().wait(0.02)
    pool.stop(1.0)


if __name__ == "__main__":
    main()
