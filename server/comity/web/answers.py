"""From a question to its answer over HTTP: the serialisation as it comes, or a page around it for a browser."""

import json
from typing import Any

from flask import Response, request

from comity.query.formats import BY_NAME
from comity.query.pool import Asker
from comity.query.request import Request
from comity.web import pages
from comity.web.negotiation import Wanted, engine


def asker() -> Asker | None:
    """Return whoever sent this request, as the front knows it."""
    found: Asker | None = request.environ.get("comity.asker")
    return found


def respond(question: Request, form: Wanted, template: str = "", **about: Any) -> Response:
    """Answer *question* with the serialisation, or with a page around it for a browser."""
    if form.page:
        return _page(question, template, **about)
    stream = engine().stream(question, asker())
    body = b"".join(stream) if stream.whole else stream
    response = Response(body, content_type=BY_NAME[stream.format].media_type)
    response.call_on_close(stream.close)
    return response


def _page(question: Request, template: str, **about: Any) -> Response:
    answer = engine().answer(question, asker())
    if answer.format == "json":
        return pages.page(template, answer=json.loads(answer.body), **about)
    return pages.page(template, answer=None, triples=answer.body.decode(), **about)
