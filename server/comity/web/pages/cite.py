"""How to cite a page: in words, as BibTeX, as CSL-JSON."""

import re
from datetime import UTC, date, datetime
from urllib.parse import unquote, urlsplit

from flask import Response, current_app, jsonify, request
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from comity.errors import BadQuery
from comity.query.term_syntax import read_term
from comity.reading.cite import Citation
from comity.reading.home import glance
from comity.reading.names import names
from comity.reading.words import say
from comity.web.addresses import local
from comity.web.negotiation import engine, requested_snapshot
from comity.web.pages import layout
from comity.web.pages.asking import reader

PATH = re.compile(r"/(?!/)[^\s\\\x00-\x1f\x7f]*")
FORMS = ("html", "bibtex", "csl", "json", "text")


def cite() -> Response:
    """Tell how to cite the page of `iri`, or the answer at `path`."""
    style = request.args.get("format", "html")
    if style not in FORMS:
        raise BadQuery(
            f"The parameter format is {style[:20]!r}; it must be one of {', '.join(FORMS)}."
        )
    found = citation()
    if style == "bibtex":
        return Response(found.bibtex, content_type="application/x-bibtex; charset=utf-8")
    if style in ("csl", "json"):
        response = jsonify([found.csl])
        response.content_type = "application/vnd.citationstyles.csl+json"
        return response
    if style == "text":
        return Response(found.plain + "\n", content_type="text/plain; charset=utf-8")
    return layout.page("cite.html", citation=found, title=say("Cite: {name}", name=found.title))


def citation() -> Citation:
    """Return how what this request names is cited.

    Raises:
        BadQuery: it names nothing of this server.
    """
    iri, path = request.args.get("iri", ""), request.args.get("path", "")
    asked = reader()
    if iri:
        iri = read_term(f"<{iri}>")[1:-1]
        path, title = local(iri) or "", names(asked, [iri])[iri].text
    else:
        title = _title(path)
    if not path:
        raise BadQuery("Give iri, of a thing of this graph, or path, of a page of this server.")
    snapshot = requested_snapshot()
    dataset = glance(asked).title
    whole = f"Comity: {dataset.text}" if dataset else "Comity"
    address = request.host_url.rstrip("/") + layout.lasting(path)
    made = date.fromisoformat(snapshot.manifest.created[:10])
    return Citation(title[:300], whole, address, snapshot.path.name, made, datetime.now(UTC).date())


def _title(path: str) -> str:
    """Return what the page at *path* is called: a question by its summary, any other by its path.

    Raises:
        BadQuery: it is no path of a page of this server.
    """
    plain = urlsplit(path).path.removeprefix(request.script_root)
    try:
        if not PATH.fullmatch(path) or {".", ".."} & set(plain.split("/")):
            raise NotFound
        current_app.url_map.bind("").match(unquote(plain), method="GET")
    except (NotFound, MethodNotAllowed, RequestRedirect):
        raise BadQuery(
            f"The parameter path is {path[:100]!r}, which is no page here; give one that begins with a slash."
        ) from None
    query = engine().queries.get(plain.removeprefix("/api/"))
    return query.summary if query else path
