"""Fields of a form and of an address: read in one pass that costs no more for a hostile text than for an honest one.

Source: URL Standard §5.1 https://url.spec.whatwg.org/#urlencoded-parsing
"""

import binascii
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import IO, Any

import flask
from werkzeug.datastructures import LanguageAccept
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_accept_header

from comity.errors import BadQuery

FORM = "application/x-www-form-urlencoded"
MOST = 1000
FAVOURITES = 5
"""How many languages that a reader names are looked at."""
NO_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2}).{0,2}", re.DOTALL)


@lru_cache(maxsize=256)
def languages_of(header: str) -> tuple[str, ...]:
    """Return the languages, without their regions, of who sends *header* as Accept-Language, the best first."""
    accepted = parse_accept_header(header[:500], LanguageAccept)
    found = dict.fromkeys(tag.partition("-")[0].lower() for tag, quality in accepted if quality)
    return tuple(found)[:FAVOURITES]


def language_of(header: str, offered: tuple[str, ...]) -> str:
    """Return which of the languages *offered* is for who sends *header*; the first of them where none is asked for."""
    return next((one for one in languages_of(header) if one in offered), offered[0])


def fields(text: bytes, what: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of *text*, name and value; *what* it is goes into the sentences.

    Raises:
        BadQuery: it has more than `MOST` fields, a percent sign that begins no escape, or is not UTF-8.
    """
    if text.count(b"&") > MOST:
        raise BadQuery(f"The {what} has more than {MOST} parameters; send fewer.")
    for field in filter(None, text.replace(b"+", b" ").split(b"&")):
        name, _, value = field.partition(b"=")
        yield unescaped(name, what), unescaped(value, what)


def unescaped(text: bytes, what: str) -> str:
    """Return *text* with its escapes undone.

    They are those of quoted-printable with another sign, which a library undoes without a step of Python for each.
    What that reads otherwise are two such signs in a row and one before the end of a line; every other that begins no
    escape leaves the text longer than its escapes would.

    Raises:
        BadQuery: a percent sign begins no escape, or it is not UTF-8.
    """
    quoted = text.replace(b"=", b"=3D").replace(b"%", b"=")
    undone = binascii.a2b_qp(quoted)
    is_odd = any(pair in quoted for pair in (b"==", b"=\n", b"=\r"))
    if is_odd or len(undone) != len(text) - 2 * text.count(b"%"):
        found = NO_ESCAPE.search(text)
        shown = ascii(found[0].decode("latin-1"))[1:-1] if found else "%"
        raise BadQuery(
            f"The {what} of the request has a percent sign that begins no escape ({shown}); write %25 for it."
        )
    try:
        return undone.decode("utf-8")
    except UnicodeDecodeError:
        raise BadQuery(
            f"The {what} of the request is not UTF-8 once its percent-escapes are undone; encode it so."
        ) from None


class Forms(FormDataParser):
    """Reads forms by `fields`; a body of several parts is left to whoever may write one."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        """Return the stream, its fields, and that there are no files."""
        read = fields(stream.read(), "form") if mimetype == FORM else ()
        return stream, self.cls(read), self.cls()


class Request(flask.Request):
    """A request whose parameters are read by `fields`."""

    form_data_parser_class = Forms

    @cached_property
    def args(self) -> Any:
        """The fields of the address."""
        return self.parameter_storage_class(fields(self.query_string, "address"))
