"""One HTTP connection, on which the head of a request may be only so long and take only so long."""

from asyncio import TimerHandle
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from comity.settings import Settings

TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\n"
END = b"connection: close\r\ncontent-length: 0\r\n\r\n"


def bounded(settings: Settings) -> type[HttpToolsProtocol]:
    """Return the protocol of connections that keep to *settings*."""

    class Bounded(HttpToolsProtocol):
        """uvicorn's connection, which alone would read a head of any length for any time."""

        timer: TimerHandle | None = None
        received = 0

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self.on_message_begin()

        def data_received(self, data: bytes) -> None:
            self.received += len(data)
            super().data_received(data)
            if self.timer and self.received > settings.head_bytes:
                self._refuse(TOO_LONG)

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self._stop()
            self.timer = self.loop.call_later(settings.request_seconds, self._refuse, TOO_LATE)
            self.received = 0

        def on_headers_complete(self) -> None:
            self._stop()
            super().on_headers_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def _stop(self) -> None:
            if self.timer:
                self.timer.cancel()
            self.timer = None

        def _refuse(self, status: bytes) -> None:
            self._stop()
            if self.cycle is None or self.cycle.response_complete:
                self.transport.write(status + END)
            self.transport.close()

    return Bounded
