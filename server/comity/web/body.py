"""The body of a request, unpacked within its bound: a small one may not become a large one."""

import io
import zlib
from typing import Any

from flask import current_app, request
from werkzeug.exceptions import RequestEntityTooLarge, RequestTimeout, UnsupportedMediaType

GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
CODINGS = ("gzip", "x-gzip", "deflate")


def unpack() -> None:
    """Undo the Content-Encoding of the request before anything reads its body.

    Raises:
        RequestEntityTooLarge: it is larger than the server takes, as it came or unpacked.
        UnsupportedMediaType: the coding is unknown, or the body is not of that coding.
        RequestTimeout: it did not come in time.
    """
    most: int = current_app.config["MAX_CONTENT_LENGTH"]
    if "comity.late" in request.environ:
        raise RequestTimeout("The request was not sent in time; send it again, faster.")
    if (request.content_length or 0) > most:
        raise RequestEntityTooLarge(f"The request is larger than {most} bytes; send less.")
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding == "identity":
        return
    if coding not in CODINGS:
        raise _Unsupported(f"The body has the coding {coding}; send it as it is, or as gzip.")
    body = _inflate(request.environ["wsgi.input"].read(), most)
    request.environ["wsgi.input"] = io.BytesIO(body)
    request.environ["CONTENT_LENGTH"] = str(len(body))
    del request.environ["HTTP_CONTENT_ENCODING"]


def _inflate(body: bytes, most: int) -> bytes:
    try:
        unpacked = zlib.decompressobj(GZIP_OR_ZLIB).decompress(body, most + 1)
    except zlib.error as error:
        raise _Unsupported("The body is not in the coding that its header names.") from error
    if len(unpacked) > most:
        raise RequestEntityTooLarge(f"The request unpacks to more than {most} bytes; send less.")
    return unpacked


class _Unsupported(UnsupportedMediaType):
    """A coding that the server cannot undo, answered with those that it can.

    Source: RFC 9110 §12.5.3 https://www.rfc-editor.org/rfc/rfc9110#field.accept-encoding
    """

    def get_headers(self, *_: Any) -> list[tuple[str, str]]:
        return [("Accept-Encoding", "gzip, deflate, identity")]
