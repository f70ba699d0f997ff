"""One HTTP connection: what comes is bounded before it is parsed, in length, in time, and in how far it runs ahead."""

from asyncio import TimerHandle
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from comity.settings import Settings
from comity.web.transport.refusals import Refusal, limited

HEAD_SLICE, BODY_SLICE = 2**11, 2**13
"""What the parser is given at once, in bytes: so many heads at most run ahead of their answers."""
FIELDS = 100
LINGER_SECONDS, LINGER_BYTES = 1, 2**21
"""How long and how far a client that was refused is listened to, so that it reads why."""
NOT_HTTP = Refusal(
    400, "Bad Request", "The request is not what RFC 9112 calls one; mend it and send it again."
)


def bounded(settings: Settings) -> type[HttpToolsProtocol]:
    """Return the protocol of connections that keep to *settings*."""
    too_long = limited(431, "Request Header Fields Too Large", "head_bytes", settings)
    too_late = limited(408, "Request Timeout", "request_seconds", settings)
    too_many = limited(503, "Service Unavailable", "connections", settings)

    class Bounded(HttpToolsProtocol):
        """uvicorn's connection, which alone would read a head of any length for any time, and any number ahead."""

        timer: TimerHandle | None = None
        answered: RequestResponseCycle | None = None
        received, refused, feeding = 0, False, False

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self.held = bytearray()
            self.on_message_begin()
            if len(self.connections) > settings.connections:
                self._refuse(too_many)

        def data_received(self, data: bytes) -> None:
            if self.refused:
                self._pass_over(len(data))
            else:
                self.held += data
                self._feed()

        def _feed(self) -> None:
            """Give the parser what is held, a slice at a time, until a request has to wait for another's answer."""
            if self.feeding:
                return
            self.feeding = True
            while self.held and not self.pipeline and not self.refused:
                size = HEAD_SLICE if self.timer else BODY_SLICE
                piece = bytes(self.held[:size])
                del self.held[:size]
                self.received += len(piece)
                super().data_received(piece)
                if self.timer and (
                    self.received > settings.head_bytes or len(self.headers) > FIELDS
                ):
                    self._refuse(too_long)
            self.feeding = False
            if self.held:
                self.flow.pause_reading()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self.answered = self.cycle  # the one that waited, if one did
            if self.held and not self.transport.is_closing():
                self._feed()

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self._stop()
            self.timer = self.loop.call_later(settings.request_seconds, self._refuse, too_late)
            self.received = 0

        def on_headers_complete(self) -> None:
            self._stop()
            if len(self.headers) > FIELDS:
                self._refuse(too_long)
                return
            super().on_headers_complete()
            if not self.pipeline:
                self.answered = self.cycle

        def on_body(self, body: bytes) -> None:
            if not self.refused:
                super().on_body(body)

        def on_message_complete(self) -> None:
            if not self.refused:
                super().on_message_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            self.held.clear()
            if self.answered:  # uvicorn tells the last that came alone
                self.answered.disconnected = True
                self.answered.message_event.set()
            super().connection_lost(exc)

        def send_400_response(self, msg: str) -> None:
            self._refuse(NOT_HTTP)

        def _stop(self) -> None:
            if self.timer:
                self.timer.cancel()
            self.timer = None

        def _refuse(self, refusal: Refusal) -> None:
            self._stop()
            self.refused = True
            self.held.clear()
            if self.cycle is None or not self._is_answering():
                self.transport.write(refusal.message())
                self.transport.write_eof()  # closed at once, what is not read would take the answer away
                self.loop.call_later(LINGER_SECONDS, self.transport.close)
            else:
                self.transport.close()

        def _pass_over(self, size: int) -> None:
            self.received += size
            if self.received > LINGER_BYTES:
                self.transport.close()

        def _is_answering(self) -> bool:
            """Tell whether part of an answer has left; one that has not been begun is not given any more."""
            if self.cycle.response_complete or self.cycle.response_started:
                return not self.cycle.response_complete
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            return False

    return Bounded
