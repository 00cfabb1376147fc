"""Programs that order as fast as they are answered, or at a steady pace, and may pay.

    python -m app.bench.api_child PORT CERTIFICATE KEY SECONDS PROGRAMS BODY [PACE]

PACE is how many orders a second all programs make together; each of these is paid in
cash at once, made and served. Prints JSON: milliseconds of each order, and the first
statuses that are no success.
"""

import http.client
import json
import ssl
import sys
import threading
import time
from collections.abc import Sequence
from uuid import uuid4

ORDERS, PAYMENTS = "/api/v1/orders", "/api/v1/payments"


def main(arguments: Sequence[str]) -> None:
    """Plays the programs; see above."""
    port, certificate, key, seconds, programs, body, *rest = arguments
    step = int(programs) / float(rest[0]) if rest else 0.0
    samples: list[float] = []
    failed: list[int] = []
    until = time.perf_counter() + float(seconds)

    def play() -> None:
        trusted = ssl.create_default_context(cafile=certificate)
        connection = http.client.HTTPSConnection(
            "localhost", int(port), context=trusted
        )
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

        def sent(path: str, told: bytes, method: str = "POST") -> bytes:
            connection.request(
                method, path, told, headers | {"Idempotency-Key": uuid4().hex}
            )
            answer = connection.getresponse()
            if answer.status >= 300:
                failed.append(answer.status)
            return answer.read()

        due = time.perf_counter()
        while (start := time.perf_counter()) < until:
            made = sent(ORDERS, body.encode())
            samples.append((time.perf_counter() - start) * 1000)
            if step:
                order = json.loads(made)["order_id"]
                sent(
                    PAYMENTS, json.dumps({"order_id": order, "method": "cash"}).encode()
                )
                sent(f"{ORDERS}/{order}/status", b'{"status": "served"}', "PATCH")
                due += step
                time.sleep(max(0.0, due - time.perf_counter()))

    threads = [threading.Thread(target=play) for _ in range(int(programs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(json.dumps({"samples": samples, "failed": failed[:3]}))


if __name__ == "__main__":
    main(sys.argv[1:])
