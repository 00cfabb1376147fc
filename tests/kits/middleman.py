"""Who stands between a terminal and the hub, with a TLS certificate of their own."""

import asyncio
import ssl
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue

from app.hub.certificate import certificate_files


@contextmanager
def middleman(folder: Path, hub_port: int) -> Iterator[int]:
    """Relays everything both ways, and reads it. Gives the port that it listens on."""
    folder.mkdir()
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(*certificate_files(folder, datetime.now(UTC)))
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    started: Queue[tuple[int, Callable[[], object]]] = Queue()

    async def pump(one: StreamReader, other: StreamWriter) -> None:
        try:
            while heard := await one.read(65_536):
                other.write(heard)
                await other.drain()
        except OSError:
            pass  # somebody noticed
        finally:
            other.close()
            with suppress(OSError):
                await other.wait_closed()

    async def relay(near: StreamReader, to_near: StreamWriter) -> None:
        lines = [to_near]
        try:
            far, to_far = await asyncio.open_connection(
                "127.0.0.1", hub_port, ssl=trusting
            )
            lines.append(to_far)
            await asyncio.gather(pump(near, to_far), pump(far, to_near))
        finally:  # whatever came of it, a hub that is gone too
            for line in lines:
                line.transport.abort()

    async def serve() -> None:
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(relay, "127.0.0.1", 0, ssl=shown)
        port = server.sockets[0].getsockname()[1]
        started.put((port, lambda: loop.call_soon_threadsafe(over.set)))
        await over.wait()
        server.close()
        relays = asyncio.all_tasks() - {asyncio.current_task()}
        for each in relays:
            each.cancel()
        await asyncio.gather(*relays, return_exceptions=True)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    port, stop = started.get(timeout=10)
    try:
        yield port
    finally:
        stop()
        thread.join()
