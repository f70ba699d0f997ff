"""Exact caching: a validator that is a function of the snapshot and of what is asked, never of a clock.

Source: RFC 9110 §8.8.3 https://www.rfc-editor.org/rfc/rfc9110#field.etag
"""

import hashlib
from datetime import UTC, datetime

from flask import Response, request

from comity.errors import PreconditionFailed
from comity.version import VERSION
from comity.web.negotiation import requested_snapshot, settings
from comity.web.problems import problem
from comity.web.transport.fields import language_of

CODINGS = ("", ":zstd", ":br", ":gzip")
CHANGED = "What is here is not what If-Match expects; ask for it without that field."
OF_THE_MOMENT = {"status.health", "status.live", "status.metrics"}


def validator(*parts: object) -> str:
    """Return the strong validator of what *parts* determine together with the snapshot and this version.

    The snapshot is meant by its folder: another build of the same files tells another time of it.
    """
    today = datetime.now(UTC).date()  # what is "in force today" is another answer tomorrow
    snapshot = requested_snapshot()
    language = language_of(request.headers.get("Accept-Language", ""), snapshot.languages)
    whole = repr((VERSION, snapshot.path.name, today, language, *parts))
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def unchanged(tag: str) -> Response | None:
    """Answer 304 where the client has the representation already, before anything is computed for it."""
    if request.method not in ("GET", "HEAD"):
        return None
    known = _known(tag)
    if known is None:
        return None
    response = Response(status=304)
    response.set_etag(known)
    return response


def _known(tag: str) -> str | None:
    """Return the validator by which the client has what *tag* is of, in some coding; None where it has not.

    The comparison is the weak one, since proxies that compress weaken a validator.

    Source: RFC 9110 §13.1.2 https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
    """
    tags = (tag + coding for coding in CODINGS)
    return next((known for known in tags if request.if_none_match.contains_weak(known)), None)


def require_match(tag: str | None) -> None:
    """Hold a request to its If-Match, before anything is computed for it.

    Args:
        tag: the validator of what would be answered; None where it has none.

    Raises:
        PreconditionFailed: what the client expects is not what is here.
    """
    if not _is_matched(tag):
        raise PreconditionFailed(CHANGED)


def _is_matched(tag: str | None) -> bool:
    """Tell whether what the client expects to be there is, if it expects something.

    Source: RFC 9110 §13.1.1 https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
    """
    expected = request.if_match
    if "If-Match" not in request.headers or expected.star_tag:
        return True
    return any(expected.contains(f"{tag}{coding}") for coding in CODINGS)


def set_cache_headers(response: Response) -> Response:
    """Say how the response may be cached: for good while its validator holds, or not at all.

    What has no validator yet is a function of the snapshot, of the whole URL and of the settings.
    """
    answered = response.status_code == 200 and request.method in ("GET", "HEAD")
    undecided = "Cache-Control" not in response.headers and not response.get_etag()[0]
    if (
        answered
        and undecided
        and not response.is_streamed
        and request.endpoint not in OF_THE_MOMENT
    ):
        tag = validator(request.url, response.content_type, settings())
        response = unchanged(tag) or response
        response.set_etag(response.get_etag()[0] or tag)
        if not _is_matched(tag):
            response = problem(412, CHANGED, error=PreconditionFailed.__name__)
    if response.get_etag()[0]:
        response.headers.setdefault("Cache-Control", "public, no-cache")
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
