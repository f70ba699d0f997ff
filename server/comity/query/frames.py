"""The frames that a query process sends: each one message of a pipe, its first byte the kind."""

import json
from enum import Enum
from multiprocessing.connection import Connection

from comity.errors import (
    BadQuery,
    NoSuchRow,
    NotAcceptable,
    QueryError,
    QueryTooBig,
    Refused,
    StoreFailed,
)

ERRORS = {
    error.__name__: error
    for error in (BadQuery, NoSuchRow, NotAcceptable, QueryTooBig, Refused, StoreFailed)
}


class Kind(Enum):
    """What a frame holds."""

    READY = b"r"
    FORMAT = b"f"
    DATA = b"d"
    LAST = b"l"
    ERROR = b"e"


def send(pipe: Connection, kind: Kind, content: bytes = b"") -> None:
    """Send one frame; it waits while the pipe is full."""
    pipe.send_bytes(kind.value + content)


def send_error(pipe: Connection, error: QueryError) -> None:
    """Send *error* as a frame."""
    error_fields = [type(error).__name__, str(error), error.limit]
    send(pipe, Kind.ERROR, json.dumps(error_fields).encode())


def receive(pipe: Connection) -> tuple[Kind, bytes]:
    """Receive one frame.

    Raises:
        EOFError, OSError: the process is gone.
    """
    frame = pipe.recv_bytes()
    return Kind(frame[:1]), frame[1:]


def error(content: bytes) -> QueryError:
    """Return the error that an error frame holds, as it was on the other side."""
    name, sentence, limit = json.loads(content)
    return ERRORS[name](sentence, limit=limit)
