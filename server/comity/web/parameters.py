"""The parameters of a request: well encoded, bounded in number, and each given once unless it may be repeated."""

import codecs
from contextlib import suppress
from urllib.parse import unquote_to_bytes

from flask import request

from comity.errors import BadQuery
from comity.web.transport.fields import FORM

SINGLE = {"entailment", "contested", "subject", "predicate", "object"}
"""What is read wherever it is given, and has one value."""
REPEATABLE = {"perspective", "format", "default-graph-uri", "named-graph-uri"}


def check() -> None:
    """Look at the parameters of this request before anything reads them.

    Raises:
        BadQuery: there are too many, one is not UTF-8, or one has several values of which one would be passed over.
    """
    _require_path_in_utf_8()
    given = request.values if request.mimetype == FORM else request.args
    for name, values in given.lists():
        is_read = name in SINGLE or request.path.startswith(("/api/", "/evidence"))
        if len(set(values)) > 1 and is_read and name not in REPEATABLE:
            raise BadQuery(
                f"The parameter {name[:100]} is given {len(values)} times; give it once."
            )


def _require_path_in_utf_8() -> None:
    try:
        unquote_to_bytes(request.environ.get("comity.raw_path", b"")).decode("utf-8")
    except UnicodeDecodeError:
        raise BadQuery(
            "The path of the request is not UTF-8 once its percent-escapes are undone; encode it so."
        ) from None


def require_charset() -> None:
    """Refuse a body in another encoding than UTF-8, or ASCII, which is part of it.

    Raises:
        BadQuery: its Content-Type names another.
    """
    charset = request.mimetype_params.get("charset", "utf-8")
    with suppress(LookupError):
        if codecs.lookup(charset).name in ("utf-8", "ascii", "utf-8-sig"):
            return
    raise BadQuery(f"The body has the encoding {charset[:50]}; send it in UTF-8.")


def body_text(what: str) -> str:
    """Return the body as text, without a byte order mark.

    Raises:
        BadQuery: it is not UTF-8.
    """
    require_charset()
    try:
        return request.get_data().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadQuery(f"The {what} is not UTF-8; send it in that encoding.") from error
