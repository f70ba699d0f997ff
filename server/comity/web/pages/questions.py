"""The gallery of questions, and the form of each."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, request, url_for

from comity.query.canned import CannedQuery
from comity.reading import questions
from comity.reading.words import say
from comity.web.pages import layout
from comity.web.pages.asking import reader, today


def gallery(queries: list[CannedQuery]) -> Response:
    """Show the questions, or those that have the words and the tag that are asked for."""
    text, tag = request.args.get("q", "")[:100], request.args.get("tag", "")
    found = questions.matching(queries, text, tag)
    tags = sorted({tag for query in queries for tag in query.tags})
    return layout.page(
        "queries.html", queries=found, count=len(queries), tags=tags, tag=tag, text=text, ask=ask,
        title=say("Questions"), here="questions",
    )  # fmt: skip


def ask(query: CannedQuery) -> str:
    """Return the address of a question with sensible arguments, in the view of this request."""
    return layout.onward(
        url_for("api.answer", name=query.name), **questions.changed(query, today())
    )


def page_of(query: CannedQuery, arguments: dict[str, str]) -> dict[str, Any]:
    """Return what the page of *query* has around its answer."""
    asked = urlencode(arguments)
    path = url_for("api.answer", name=query.name) + (f"?{asked}" if asked else "")
    root = request.host_url.rstrip("/")
    lasting = layout.lasting(path)
    return {
        "query": query, "arguments": arguments, "fields": questions.fields(reader(), query, arguments),
        "commands": questions.commands(root + path), "lasting": lasting, "asked": path, "title": query.summary, "here": "questions",
    }  # fmt: skip


def blank(query: CannedQuery, arguments: dict[str, str]) -> Response:
    """Show the form of a question that lacks an argument."""
    return layout.page("query.html", **page_of(query, arguments))
