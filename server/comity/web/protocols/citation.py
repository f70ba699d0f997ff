"""How to cite what is served: this snapshot, at its lasting address, and the ontology in its version."""

import csv
import io

from flask import Blueprint, Response, request

from comity.ontology.citation import WRITERS, Work, written
from comity.vocabulary import TERM
from comity.web.negotiation import cancellation, engine, requested_snapshot
from comity.web.pages import cite as pages
from comity.web.representation import refuse_format

bp = Blueprint("citation", __name__)
TITLES = """PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?what ?title ?version ?date {
  VALUES ?what { <%s> <%s> }
  ?what dcterms:title ?title FILTER(lang(?title) IN ("en", ""))
  OPTIONAL { ?what owl:versionInfo ?version } OPTIONAL { ?what dcterms:modified ?date }
}"""
AUTHOR = "Comity contributors"


@bp.get("/cite")
def cite() -> Response:
    """Tell how to cite the page of `iri` or at `path`; of neither, the dataset as CITATION.cff or what `format` says."""
    if request.args.keys() & {"iri", "path"}:
        return pages.cite()
    style = _form()
    text = written(_dataset(), _ontology(), style)
    media_type = WRITERS[style]
    charset = "" if media_type.endswith("json") else "; charset=utf-8"
    return Response(text, content_type=media_type + charset)


def _form() -> str:
    """Return which form of citation the client wants.

    Raises:
        NotAcceptable: `format` names none.
    """
    asked = request.values.get("format", "").lower()
    if asked not in WRITERS:
        refuse_format(*WRITERS)
    by_type = {media_type: name for name, media_type in WRITERS.items()}
    accepted = request.accept_mimetypes
    best = accepted.best_match(list(by_type), default="application/yaml")
    return asked or ("text" if accepted.best == "text/html" else by_type[best])


def _dataset() -> Work:
    snapshot = requested_snapshot()
    said = _said().get(snapshot.namespace.dataset, {})
    address = f"{request.url_root}snapshots/{snapshot.path.name}/"
    title = said.get("title") or snapshot.manifest.dossier
    return Work(title, AUTHOR, snapshot.manifest.id, snapshot.manifest.created[:10], address)


def _ontology() -> Work:
    said = _said().get(TERM, {})
    version = said.get("version") or "0"
    date = said.get("date") or requested_snapshot().manifest.created[:10]
    return Work(said.get("title") or "Ontology", AUTHOR, version, date, f"{TERM}{version}")


def _said() -> dict[str, dict[str, str]]:
    text = TITLES % (requested_snapshot().namespace.dataset, TERM)
    body = engine().answer(engine().question(text, results="csv"), cancellation()).body
    return {row["what"]: row for row in csv.DictReader(io.StringIO(body.decode()))}
