"""The body of a request, unpacked within its bound: a small one may not become a large one."""

import io
import zlib
from typing import Any

from flask import current_app, request
from werkzeug.exceptions import (
    BadRequest,
    RequestEntityTooLarge,
    RequestTimeout,
    UnsupportedMediaType,
)

GZIP, GZIP_WINDOW = b"\x1f\x8b", 16 + zlib.MAX_WBITS
PIECE = 2**12
MOST_MEMBERS = 1000
BEHIND = "The compressed body goes on after its end with something else; send nothing behind it."
CODINGS = ("gzip", "x-gzip", "deflate")


def unpack() -> None:
    """Undo the Content-Encoding of the request before anything reads its body.

    Raises:
        BadRequest: it is not whole.
        RequestEntityTooLarge: it is larger than the server takes, as it came or unpacked.
        UnsupportedMediaType: the coding is unknown, or the body is not of that coding.
        RequestTimeout: it did not come in time.
    """
    max_bytes: int = current_app.config["MAX_CONTENT_LENGTH"]
    if "comity.late" in request.environ:
        raise RequestTimeout("The request was not sent in time; send it again, faster.")
    if (request.content_length or 0) > max_bytes:
        raise RequestEntityTooLarge(f"The request is larger than {max_bytes} bytes; send less.")
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding in ("identity", ""):
        return
    if coding not in CODINGS:
        raise _Unsupported(f"The body has the coding {coding}; send it as it is, or as gzip.")
    body = _inflate(request.environ["wsgi.input"].read(), max_bytes)
    request.environ["wsgi.input"] = io.BytesIO(body)
    request.environ["CONTENT_LENGTH"] = str(len(body))
    del request.environ["HTTP_CONTENT_ENCODING"]


def _inflate(body: bytes, max_bytes: int) -> bytes:
    """Undo gzip, of any number of members, or deflate, with or without the head of zlib.

    Sources: RFC 1952 §2.2 https://www.rfc-editor.org/rfc/rfc1952, RFC 9110 §8.4.1
    https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1
    """
    window, members = _window(body), 0
    unpacked, inflater = bytearray(), zlib.decompressobj(window)
    for start in range(0, len(body), PIECE):
        left = body[start : start + PIECE]
        while left:
            if inflater.eof:
                inflater, members = zlib.decompressobj(window), members + 1
            if members > MOST_MEMBERS:
                raise BadRequest(
                    f"The body has more than {MOST_MEMBERS} members of gzip; send one."
                )
            if members and window != GZIP_WINDOW:
                raise BadRequest(BEHIND)
            unpacked += _inflated(inflater, left, max_bytes + 1 - len(unpacked), members)
            if len(unpacked) > max_bytes:
                raise RequestEntityTooLarge(
                    f"The request unpacks to more than {max_bytes} bytes; send less."
                )
            left = inflater.unused_data
    if not inflater.eof:
        raise BadRequest("The compressed body stops before its end; send it again, whole.")
    return bytes(unpacked)


def _inflated(inflater: "zlib._Decompress", left: bytes, max_bytes: int, members: int) -> bytes:
    try:
        return inflater.decompress(left, max_bytes)
    except zlib.error as error:
        if members:
            raise BadRequest(BEHIND) from error
        raise _Unsupported("The body is not in the coding that its header names.") from error


def _window(body: bytes) -> int:
    """Return what zlib calls the format of *body*: gzip or zlib by its head, else bare deflate."""
    if body.startswith(GZIP):
        return GZIP_WINDOW
    has_head = len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2]) % 31 == 0
    return zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS


class _Unsupported(UnsupportedMediaType):
    """A coding that the server cannot undo, answered with those that it can.

    Source: RFC 9110 §12.5.3 https://www.rfc-editor.org/rfc/rfc9110#field.accept-encoding
    """

    def get_headers(self, *_: Any) -> list[tuple[str, str]]:
        return [("Accept-Encoding", "gzip, deflate, identity")]
