"""The whole as files, and what machines look for first: robots.txt, sitemap.xml, llms.txt."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from xml.sax.saxutils import escape

import pyoxigraph as ox
from flask import Blueprint, Response, request, url_for

from comity.namespace import Namespace, is_claims
from comity.query.dataset import file_triples
from comity.reading.asking import Reader, listed, term, value
from comity.reading.home import glance
from comity.reading.kinds import KINDS
from comity.snapshot import Snapshot
from comity.vocabulary import TERM
from comity.web.addresses import local
from comity.web.negotiation import engine, requested_snapshot
from comity.web.pages.asking import reader

bp = Blueprint("downloads", __name__)
FORMATS = {"trig": ox.RdfFormat.TRIG, "nq": ox.RdfFormat.N_QUADS, "ttl": ox.RdfFormat.TURTLE}
MEMBERS = "SELECT DISTINCT ?s WHERE { VALUES ?class { %s } ?s a ?class FILTER(isIRI(?s)) } ORDER BY ?s LIMIT 40000"
TERMS = f'SELECT DISTINCT ?s WHERE {{ ?s rdfs:isDefinedBy ?module FILTER(STRSTARTS(STR(?s), "{TERM}")) }} ORDER BY ?s LIMIT 5000'
PAGES = ("/", "/timeline", "/map", "/api/", "/sparql", "/about/ontology/")


@bp.get("/dataset.<any(trig, nq, ttl):name>", defaults={"gz": ""})
@bp.get("/dataset.<any(trig, nq, ttl):name>.<any(gz):gz>")
def dataset(name: str, gz: str) -> Response:
    """Give all that the files state: graph by graph, or as one graph without what somebody only claims."""
    rdf_format = FORMATS[name]
    parts = _parts(requested_snapshot(), rdf_format)
    if gz:
        response = Response(_compressed(parts), content_type="application/gzip")
    else:
        response = Response(parts, content_type=f"{rdf_format.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="comity-{requested_snapshot().manifest.id}.{name}{"." + gz if gz else ""}"'
    )
    return response


def _parts(snapshot: Snapshot, rdf_format: ox.RdfFormat) -> Iterator[bytes]:
    """Yield the files of the snapshot, each as a part of one document; blank nodes of two are never one."""
    for name in sorted(snapshot.manifest.files):
        path = PurePosixPath(name)
        graph = snapshot.namespace.graph_of(path) if path.suffix != ".rq" else ""
        if graph and not (rdf_format == ox.RdfFormat.TURTLE and is_claims(graph)):
            triples = file_triples(snapshot.dossier / name, graph, fresh=True)
            if snapshot.manifest.aliases:
                triples = _meant(triples, snapshot.manifest.aliases)
            yield _written(triples, ox.NamedNode(graph), rdf_format, snapshot.namespace)


def _meant(triples: Iterable[ox.Triple], aliases: Mapping[str, str]) -> Iterator[ox.Triple]:
    """Yield *triples* with the names of states that they are read as."""
    names = {ox.NamedNode(iri): ox.NamedNode(meant) for iri, meant in aliases.items()}
    for s, p, o in triples:
        yield ox.Triple(names.get(s, s), p, names.get(o, o))


def _written(
    triples: Iterable[ox.Triple],
    graph: ox.NamedNode,
    rdf_format: ox.RdfFormat,
    namespace: Namespace,
) -> bytes:
    prefixes = None if rdf_format == ox.RdfFormat.N_QUADS else namespace.prefixes
    if rdf_format == ox.RdfFormat.TURTLE:
        return ox.serialize(triples, format=rdf_format, prefixes=prefixes) or b""
    quads = (ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    return ox.serialize(quads, format=rdf_format, prefixes=prefixes) or b""


def _compressed(parts: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    for part in parts:
        yield packer.compress(part)
    yield packer.flush()


@bp.get("/robots.txt")
def robots() -> Response:
    """Tell robots what is worth reading: pages, and neither each view of each nor the past."""
    lines = [
        "User-agent: *",
        "Disallow: /sparql?",
        "Disallow: /why",
        "Disallow: /evidence",
        "Disallow: /snapshots/",
        "Disallow: /*?*perspective=",
        "Disallow: /*?*format=",
    ]
    return _text([*lines, "", f"Sitemap: {_address(url_for('downloads.sitemap'))}"])


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """List the pages."""
    asked = reader()
    paths = [request.script_root + path for path in PAGES]
    paths += [request.script_root + f"/{kind.path}" for kind in KINDS if kind.path]
    paths += [address for iri in _members(asked) if (address := local(iri))]
    day = requested_snapshot().manifest.created[:10]
    rows = "".join(
        f"<url><loc>{escape(_address(path))}</loc><lastmod>{day}</lastmod></url>\n"
        for path in paths
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    return Response(text, content_type="application/xml; charset=utf-8")


@bp.get("/llms.txt")
def llms() -> Response:
    """Tell a language model what is here and how to ask it.

    Source: https://llmstxt.org
    """
    summary, queries = glance(reader()), engine().queries
    title = summary.title.text if summary.title else "A dossier"
    about = (
        summary.description.text if summary.description else "How two states deal with each other."
    )
    lines = [
        f"# Comity: {title}",
        "",
        f"> {about}",
        "",
        "Each statement leads to its evidence; what somebody only claims is kept apart from what is so. Cite the source first, and the snapshot.",
        "",
        "## Ask",
    ]
    lines += [
        f"- [{query.summary}]({_address(url_for('api.answer', name=query.name))}): {query.description}"
        for query in queries.values()
    ]
    lines += [
        "",
        "## Read",
        *(f"- [{name}]({_address('/' + path)}): {count}" for path, name, count in summary.counts),
    ]
    for label, path in (
        ("SPARQL 1.1", "/sparql"),
        (
            "What a row of any answer rests on, JSON with format=json; add columns=values",
            "/evidence?query=",
        ),
        ("Search, JSON with format=json", "/search?q="),
        ("OpenAPI", "/api/openapi.json"),
        ("Tools of the Model Context Protocol, by POST; /help/agents says how", "/mcp"),
        ("Everything as TriG", "/dataset.trig.gz"),
        ("Ontology", "/ontology/"),
    ):
        lines.append(f"- [{label}]({_address(path)})")
    return _text(lines)


def _members(asked: Reader) -> list[str]:
    classes = listed(term(name) for kind in KINDS if kind.path for name in kind.classes)
    found = [value(row, "s") for row in asked.rows(MEMBERS % classes)]
    return found + [value(row, "s") for row in asked.rows(TERMS)]


def _address(path: str) -> str:
    root = request.script_root
    return request.host_url.rstrip("/") + (
        path if path.startswith(f"{root}/") or not root else root + path
    )


def _text(lines: Iterable[str]) -> Response:
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
