"""HTTP connections that are not waited for for ever.

uvicorn closes a connection that says nothing between two requests; one that sends its
head a byte a minute it would keep. Here a head has a few seconds to come. What is no
HTTP at all is answered like every other problem.
"""

import asyncio
from typing import Final

import h11
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.hub.api.problems import ProblemError, response
from app.services.ids import new_id

HEAD_S: Final = 10.0


class PatientProtocol(H11Protocol):
    """Closes a connection whose head takes too long."""

    _waiting: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    @override
    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._wait()
        else:
            self._stop_waiting()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    @override
    def send_400_response(self, msg: str) -> None:
        told = response(ProblemError(400), language="fr", where="", request_id=new_id())
        headers = [*told.raw_headers, (b"connection", b"close")]
        for event in (
            h11.Response(status_code=told.status_code, headers=headers),
            h11.Data(data=bytes(told.body)),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _wait(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(HEAD_S, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
