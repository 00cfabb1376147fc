"""A program of somebody else that is told of events: a real server on loopback."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Received:
    """A request that came in."""

    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Partner:
    """Keeps what it was told, and answers with `answers` in turn, then with 200."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    answers: list[int | Callable[[BaseHTTPRequestHandler], None]] = field(
        default_factory=list
    )

    def url(self, path: str = "/told", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def at(self, path: str) -> list[Received]:
        return [each for each in list(self.received) if each.path == path]


@contextmanager
def partner() -> Iterator[Partner]:
    """A partner that listens."""
    found = Partner()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            raw = self.rfile.read(length)
            if len(raw) < length:
                return  # who told it died meanwhile
            body = raw.decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            found.received.append(Received(self.path, headers, body))
            answer = found.answers.pop(0) if found.answers else 200
            if callable(answer):
                answer(self)
                return
            self.send_response(answer)
            if answer in (301, 302, 307):
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def hang(seconds: float) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer that never comes within this time."""
    return lambda handler: time.sleep(seconds)
