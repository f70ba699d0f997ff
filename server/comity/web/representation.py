"""The one place that decides what a client gets: a view hands over what it has, and here the form is chosen."""

from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
from flask import Response, jsonify, request

from comity.errors import NotAcceptable
from comity.query.formats import BY_NAME, GRAPHS
from comity.web.negotiation import requested_snapshot, wanted


def represent(
    *,
    page: Callable[[], Response] | None = None,
    data: Callable[[], Any] | None = None,
    turtle: Callable[[], bytes] | None = None,
) -> Response:
    """Answer with what the client takes of what there is; what it does not get is not made.

    Where its Accept header names nothing that there is, it gets the data, or else the triples: a header may be
    passed over, `format` may not.

    Args:
        page: an HTML page.
        data: what JSON can say.
        turtle: triples, which are written in other syntaxes from there.

    Raises:
        NotAcceptable: `format` asks for what there is not.

    Source: RFC 9110 §12.5.1 https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
    """
    chosen = wanted(page=page is not None)
    if page and (chosen.page or not (data or turtle)):
        if not chosen.page:
            refuse_format("html")
        return page()
    if data and chosen.results == "json":
        return jsonify(data())
    if turtle and chosen.graph:
        return triples(turtle(), chosen.graph)
    refuse_format(page and "html", data and "json", *(g.name for g in GRAPHS if turtle))
    if data:
        return jsonify(data())
    assert turtle, "there is nothing to be represented"
    return triples(turtle(), "turtle")


def only(body: bytes | str, media_type: str, *names: str) -> Response:
    """Answer with the one form that there is, which `format` may call by its media type or one of *names*.

    Raises:
        NotAcceptable: `format` asks for another.
    """
    offer = (*names, media_type.partition(";")[0])
    if request.values.get("format") not in offer:
        refuse_format(*offer)
    return Response(body, content_type=media_type)


def refuse_format(*offer: str | bool | None) -> None:
    """Refuse the format that this request asks for, if it does, as none of those on *offer*.

    Raises:
        NotAcceptable: it does.
    """
    if given := request.values.get("format"):
        names = ", ".join(str(name) for name in offer if name)
        raise NotAcceptable(f"The format {given[:100]} is not to be had here; on offer: {names}.")


def triples(turtle: bytes, name: str) -> Response:
    """Answer with *turtle*, in the format of that short name."""
    chosen = BY_NAME[name]
    if chosen.rdf == ox.RdfFormat.TURTLE:
        return Response(turtle, content_type=chosen.media_type)
    read = ox.parse(input=turtle, format=ox.RdfFormat.TURTLE)
    body = ox.serialize(
        (quad.triple for quad in read),
        format=chosen.rdf,
        prefixes=requested_snapshot().namespace.prefixes,
    )
    return Response(body, content_type=chosen.media_type)
