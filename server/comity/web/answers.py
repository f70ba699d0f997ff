"""From a question to its answer over HTTP: the serialisation as it comes, or a page around it for a browser."""

from dataclasses import replace
from typing import Any

from flask import Response, request

from comity.errors import BadQuery, QueryTooBig
from comity.query.determinism import is_deterministic
from comity.query.formats import BY_NAME
from comity.query.request import Answer, Request, Trace
from comity.web.caching import require_match, unchanged, validator
from comity.web.negotiation import Wanted, cancellation, engine, settings
from comity.web.pages import layout, results, slots
from comity.web.transport.metrics import query_hash


def respond(question: Request, chosen: Wanted, template: str = "", **about: Any) -> Response:
    """Answer *question* with the serialisation, or with a page around it for a browser."""
    question = _with_evidence(question, chosen)
    asked = replace(question, max_bytes=0)  # how much may be answered does not change what is
    request.environ["comity.question"] = query_hash(question.text)
    tag = (
        validator(asked.digest(), chosen.page and request.full_path, template)
        if is_deterministic(question.text)
        else None
    )
    require_match(tag)
    response = (tag and unchanged(tag)) or _answered(question, chosen, template, **about)
    if tag and response.status_code == 200:
        response.set_etag(tag)
    elif not tag:
        response.headers["Cache-Control"] = "no-store"
    return response


def _with_evidence(question: Request, chosen: Wanted) -> Request:
    """Return *question* so that it asks for the evidence of each row too, where this request does; a page leads to it.

    Raises:
        BadQuery: the parameter says something else.
    """
    given = request.values.get("evidence")
    if given not in (None, "rows"):
        raise BadQuery(f"The parameter evidence is {given[:20]!r}; it must be rows.")
    if given is None or chosen.page:
        return question
    return replace(question, trace=Trace(None, settings().evidence_statements))


def _answered(question: Request, chosen: Wanted, template: str, **about: Any) -> Response:
    if chosen.page:
        return _page(question, template, **about)
    if request.environ["SERVER_PROTOCOL"] == "HTTP/1.0":
        return _whole(engine().answer(question, cancellation()))
    found = engine().find(question, cancellation())
    if isinstance(found, Answer):
        return _whole(found)
    if request.method == "HEAD":  # what comes first tells that there is an answer
        found.close()
        return Response(iter(()), content_type=BY_NAME[found.format].media_type)
    response = Response(found, content_type=BY_NAME[found.format].media_type)
    response.call_on_close(found.close)
    return response


def _whole(answer: Answer) -> Response:
    return Response(answer.body, content_type=BY_NAME[answer.format].media_type)


def _page(question: Request, template: str, **about: Any) -> Response:
    try:
        answer = engine().answer(question, cancellation())
    except QueryTooBig as error:
        if error.limit != "result_bytes":
            raise
        sentence = f"The answer is larger than {question.max_bytes} bytes, too much for a page; ask for it in a format such as csv."
        raise QueryTooBig(sentence, limit="page_bytes") from None
    with slots.slot():
        if answer.format == "json":
            return layout.page(template, **results.shown(answer.body, **about), **about)
        return layout.page(template, triples=answer.body.decode(), **about)
