"""What a client gets: the form that it names, wherever it asks, or a refusal that says what there is."""

import json
import re
from urllib.parse import quote

import pytest

from comity.query.formats import BY_NAME, GRAPHS, RESULTS
from comity.settings import Settings
from comity.web import create_app

TRIPLE = "subject=country:ruritania&predicate=comity:sharesBorderWith&object=country:arcadia"
SELECT, CONSTRUCT = "SELECT ?s { ?s ?p ?o } LIMIT 2", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 2"
PAGE, JSON = ("html",), ("json",)
ROWS, TRIPLES = tuple(f.name for f in RESULTS), tuple(f.name for f in GRAPHS)
ROUTES = {
    "/": PAGE,
    "/threats": PAGE,
    "/report": PAGE + TRIPLES,
    "/help/": PAGE,
    "/help/dossier": PAGE,
    "/conformance": PAGE + TRIPLES,
    "/limits": PAGE + JSON,
    "/snapshots": PAGE + JSON,
    "/api/": PAGE + JSON,
    "/api/openapi.json": JSON,
    "/health": JSON,
    "/live": JSON,
    f"/why?{TRIPLE}": PAGE + JSON + TRIPLES,
    "/.well-known/void": TRIPLES,
    "/sparql": PAGE + TRIPLES,
    f"/sparql?query={quote(SELECT)}": PAGE + ROWS,
    f"/sparql?query={quote(CONSTRUCT)}": PAGE + TRIPLES,
    f"/evidence?query={quote(SELECT)}": PAGE + JSON + TRIPLES,
    "/api/neighbours/evidence": PAGE + JSON + TRIPLES,
    "/graph-store?default": TRIPLES,
    "/about/id/country/ruritania": PAGE + TRIPLES,
    "/graph/inferred": PAGE + TRIPLES,
    "/api/neighbours": PAGE + ROWS,
    "/metrics": (),
    "/context.jsonld": ("jsonld",),
    "/timemap/sparql": (),
    "/ontology": PAGE + TRIPLES,
    "/ontology/changes": JSON,
    "/ontology/competency-questions": JSON,
    "/ontology/alignments.sssom.tsv": ("tsv",),
    "/cite": (),
}
MEANT = {"json": "jsonld", "xml": "rdfxml"}
"""What a name of a format of rows means where there are triples."""


@pytest.mark.parametrize("format", ["html", *BY_NAME])
@pytest.mark.parametrize("route", ROUTES)
def test_a_format_is_given_or_refused_wherever_it_is_asked_for(client, route, format):
    there = ROUTES[route]
    given = format if format in there or format not in MEANT else MEANT[format]
    reply = client.get(f"{route}{'&' if '?' in route else '?'}format={format}")
    if given in there:
        assert reply.status in (200, 303), reply.text
        assert reply.status == 303 or is_of(reply, given, route)
    else:
        assert reply.status in (400, 406), (reply.status, reply.headers)
        assert json.loads(reply.body)["detail"].count(".") >= 1


def is_of(reply, format, route):
    sent = reply.headers["Content-Type"]
    if format == "html":
        return sent == "text/html; charset=utf-8" and "<!doctype" in reply.text.lower()
    if format == "json" and BY_NAME["csv"].name not in ROUTES[route]:
        return sent == "application/json"
    return sent == BY_NAME[format].media_type


OTHERWISE = {
    "/favicon.ico": "a picture",
    "/static/<path:filename>": "files as they are",
    "/change": "a past snapshot's patch",
    "/timegate/<path:path>": "sends on",
    "/snapshots/<name>/<path:path>": "refuses",
    "/ontology/": "as without the slash",
    "/ontology/alignments/<module>/<int:major>.<int:minor>.<int:patch>": "sends on",
    "/article/<path:name>": "a page and JSON",
    "/compare": "a page and JSON",
    "/graph-of": "pages, pictures and tables of their own",
    "/dataset.<any(trig, nq, ttl):name>": "files as they are",
    "/dataset.<any(trig, nq, ttl):name>.<any(gz):gz>": "files as they are",
    "/robots.txt": "a file as it is",
    "/sitemap.xml": "a file as it is",
    "/llms.txt": "a file as it is",
    "/words.json": "what the editor completes from",
    "/search": "pages, pictures and tables of their own",
    "/timeline": "pages, pictures and tables of their own",
    "/map": "pages, pictures and tables of their own",
}


def test_every_route_is_tried(home):
    app = create_app(home, Settings())
    rules = {rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    tried = [route.partition("?")[0] for route in ROUTES]
    missed = [
        rule
        for rule in rules - OTHERWISE.keys()
        if not any(one == rule or one.startswith(rule.partition("<")[0]) for one in tried)
    ]
    assert len(rules) > 20
    assert not missed
    app.extensions["comity"].close()


def test_a_place_is_a_feature_of_geojson(client):
    geo = "http://www.opengis.net/ont/geosparql#"
    point = f'"POINT(26.5 52.75)"^^<{geo}wktLiteral>'
    query = f'SELECT ?name ?where {{ VALUES (?name ?where) {{ ("a" {point}) ("b" UNDEF) ("c" "POINT(") }} }}'
    reply = client.get("/sparql", "application/geo+json", query=query)
    first, second, third = json.loads(reply.body)["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [26.5, 52.75]}
    assert first["properties"] == {"name": "a"}
    assert (second["geometry"], third["geometry"]) == (None, None)
    assert client.get("/sparql", query="ASK {}", format="geojson").status == 406


def test_a_table_of_html_says_nothing_of_its_own(client):
    query = 'SELECT * { VALUES (?a ?b) { ("<script>alert(1)</script>"@en <javascript:alert(1)>) } }'
    reply = client.get("/sparql", query=query, format="htmltable")
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert not {"<script", "href"} & set(re.findall("<script|href", reply.text))
    assert '<td lang="en">&lt;script&gt;' in reply.text
