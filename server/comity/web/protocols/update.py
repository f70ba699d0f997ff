"""Writing: SPARQL Update over the protocol, and the Graph Store HTTP Protocol, each request one commit.

Sources: https://www.w3.org/TR/sparql11-protocol/#update-operation, https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from uuid import uuid4

from flask import Blueprint, Response, current_app, jsonify, request
from pyoxigraph import NamedNode
from werkzeug.datastructures import ETags
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.formparser import FormDataParser

from comity.errors import BadQuery, Refused
from comity.query import waiting
from comity.query.commit_log import Commit, Committed, GraphWrite, Update, Write
from comity.query.formats import GRAPHS
from comity.web.addresses import names, sent, uri
from comity.web.negotiation import KEY, engine, requested_snapshot
from comity.web.parameters import body_text, require_charset
from comity.web.protocols import auth
from comity.web.transport.fields import FORM

bp = Blueprint("update", __name__)
UPDATES, PARTS = "application/sparql-update", "multipart/form-data"
WRITING = ("PUT", "POST", "DELETE")
MOST_PARTS = 100
NAMES = {media_type: one.name for one in GRAPHS[:4] for media_type in (one.media_type, *one.also)}


@dataclass(frozen=True, slots=True)
class Writing:
    """What a server that is written to has besides: whom to hand writes, and whose to take."""

    commit: Commit
    tokens: auth.Tokens


def is_update() -> bool:
    """Say whether this request is an update."""
    given = request.values if request.mimetype == FORM else request.args
    return request.mimetype == UPDATES or "update" in given


def update() -> Response:
    """Do the SPARQL Update of this request."""
    write = Update(
        _author(),
        _text(),
        tuple(request.values.getlist("using-graph-uri")),
        tuple(request.values.getlist("using-named-graph-uri")),
    )
    return _committed(waiting.apart(_commit, write))


@bp.route("/graph-store", methods=WRITING)
def indirect() -> Response:
    """Write the graph that the parameter graph names; POST without one makes a graph and names it."""
    named, default = request.args.getlist("graph"), "default" in request.args
    if request.method == "POST" and not named and not default:
        iri = f"{requested_snapshot().namespace.graph}new/{uuid4().hex}"
        response = _write(iri)
        response.headers["Location"] = uri(iri)
        return response
    if len(named) + default != 1:
        raise BadQuery("Name one graph: either graph=<its IRI>, or default.")
    return _write("" if default else named[0])


@bp.route("/graph/<path:name>", methods=WRITING)
def direct(name: str) -> Response:
    """Write the graph at whose address this request is."""
    namespace = requested_snapshot().namespace
    iris = [iri for found in names(sent("/graph/")) for iri in namespace.at(f"graph/{found}")]
    return _write(next(filter(namespace.file_of, iris), iris[0]))


def _write(iri: str) -> Response:
    who, deletes = _author(), request.method == "DELETE"
    try:
        graph = NamedNode(iri).value if iri else ""
    except ValueError as error:
        raise BadQuery(f"The graph {iri!r} is named by no IRI; write it in full.") from error
    done = _commit(
        GraphWrite(
            who,
            graph,
            () if deletes else tuple(_parts()),
            replaces=request.method != "POST",
            match=_tags(request.if_match) if "If-Match" in request.headers else None,
            none_match=_tags(request.if_none_match) if "If-None-Match" in request.headers else None,
            must_exist=deletes,
            context=request.url_root + "context.jsonld",
        )
    )
    response = _committed(done)
    response.status_code = 200 if done.existed or not done.added else 201
    return response


def _commit(write: Write) -> Committed:
    """Have *write* done, and be ready to answer from the snapshot that has it."""
    done = _writing().commit(write)
    engine()
    return done


def _committed(done: Committed) -> Response:
    return jsonify(asdict(done))


def _author() -> str:
    if KEY in request.environ:
        raise Refused("A past snapshot is not written to; write to the current one.")
    return auth.author(_writing().tokens)


def _writing() -> Writing:
    writing: Writing | None = current_app.extensions.get("comity.writing")
    if writing is None:
        raise Refused("This server takes no updates; it was started for reading only.")
    return writing


def _text() -> str:
    """Return the update of this request.

    Raises:
        BadQuery: it has several, or a query too, or is not UTF-8, or does not come by POST.
    """
    if request.method != "POST":
        raise BadQuery("An update is sent by POST.")
    if request.mimetype == UPDATES:
        return body_text("update")
    require_charset()
    texts = request.form.getlist("update")
    if len(texts) != 1 or request.mimetype != FORM or "query" in request.values:
        raise BadQuery(
            f"The request must have one update and no query; send it in a body of type {UPDATES}, or as the parameter update in one of type {FORM}."
        )
    return texts[0].removeprefix("\ufeff")


def _parts() -> Iterator[tuple[bytes, str]]:
    if request.mimetype != PARTS:
        yield request.get_data(), _format(request.mimetype)
        return
    parser = FormDataParser(max_form_parts=MOST_PARTS)
    try:
        _, _, files = parser.parse(request.stream, PARTS, None, request.mimetype_params)
    except RequestEntityTooLarge:
        raise BadQuery(f"The body has more than {MOST_PARTS} parts; send fewer.") from None
    if not files:
        raise BadQuery(
            "The body has no part that is a file; send each graph as one, with its type."
        )
    for _, part in files.items(multi=True):
        yield part.read(), _format(part.mimetype)


def _format(media_type: str) -> str:
    if media_type not in NAMES:
        raise UnsupportedMediaType(
            f"The body has the type {media_type or 'none'}; send one of {', '.join(NAMES)}."
        )
    return NAMES[media_type]


def _tags(given: ETags) -> tuple[str, ...]:
    return ("*",) if given.star_tag else tuple(one.split("-")[0] for one in given.as_set())
