"""Programs that order as fast as they are answered.

    python -m app.bench.api_child PORT CERTIFICATE KEY SECONDS PROGRAMS BODY [PATH]

Prints JSON: milliseconds of each request, and the first statuses that are no success.
"""

import http.client
import json
import ssl
import sys
import threading
import time
from collections.abc import Sequence
from uuid import uuid4


def main(arguments: Sequence[str]) -> None:
    port, certificate, key, seconds, programs, body, path = arguments
    samples: list[float] = []
    failed: list[int] = []
    until = time.perf_counter() + float(seconds)

    def order() -> None:
        trusted = ssl.create_default_context(cafile=certificate)
        connection = http.client.HTTPSConnection(
            "localhost", int(port), context=trusted
        )
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        while time.perf_counter() < until:
            start = time.perf_counter()
            told = headers | {"Idempotency-Key": uuid4().hex}
            connection.request("POST", path, body.encode(), told)
            answer = connection.getresponse()
            answer.read()
            samples.append((time.perf_counter() - start) * 1000)
            if answer.status >= 300:
                failed.append(answer.status)

    threads = [threading.Thread(target=order) for _ in range(int(programs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(json.dumps({"samples": samples, "failed": failed[:3]}))


if __name__ == "__main__":
    main(sys.argv[1:])
