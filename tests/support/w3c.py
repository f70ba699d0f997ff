"""The W3C's SPARQL 1.1 protocol suites, read from their manifests and run over HTTP."""

import http.client
import json
import re
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import rdflib
from rdflib import RDF, Namespace
from rdflib.collection import Collection
from rdflib.compare import isomorphic

HT = Namespace("http://www.w3.org/2011/http#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SUITES = {
    "protocol": (MF.ProtocolTest, ["protocol/manifest.ttl"]),
    "graph store": (
        MF.GraphStoreProtocolTest,
        [f"graph-store-protocol/manifest-{name}.ttl" for name in ("direct", "indirect")],
    ),
    "service description": (MF.ServiceDescriptionTest, ["service-description/manifest.ttl"]),
}
PATHS = {"/sparql/": "/sparql/", "/gsp/": "/graph/", "/gsp": "/graph-store"}
STATUSES = {
    f"{status.phrase.title().replace(' ', '')}": range(status, status + 1) for status in HTTPStatus
} | {f"StatusCode{n}xx": range(100 * n, 100 * n + 100) for n in range(1, 6)}
STATUSES["OK"] = range(200, 201)
KINDS = {"boolean": "sparql-results", "tabular": "sparql-results", "RDF": "turtle"}


@dataclass(frozen=True)
class Case:
    """One test of a manifest: its IRI, its name, and what it asks for, in order."""

    iri: str
    name: str
    suite: str
    requests: tuple

    @property
    def id(self):
        return self.iri.split("#")[1]


@dataclass(frozen=True)
class Asked:
    """One request, and what its answer must be."""

    method: str
    path: str
    headers: dict
    body: bytes | None
    statuses: tuple
    boolean: bool | None
    kind: str | None
    triples: str | None
    location: str | None


def read(folder):
    """Return the cases of all suites, and the graphs their data need, by IRI."""
    cases, data = [], {}
    for suite, (kind, names) in SUITES.items():
        for name in names:
            graph = rdflib.Graph().parse(folder / name)
            for test in sorted(graph.subjects(RDF.type, kind)):
                cases.append(
                    Case(str(test), str(graph.value(test, MF.name)), suite, _requests(graph, test))
                )
                for node in graph.objects(test, UT.graphData):
                    label = str(graph.value(node, rdflib.RDFS.label))
                    data[label] = Path(str(graph.value(node, UT.graph)).removeprefix("file://"))
    return cases, data


def _requests(graph, test):
    connection = graph.value(test, MF.action)
    if connection is None:
        return ()
    return tuple(
        _asked(graph, node) for node in Collection(graph, graph.value(connection, HT.requests))
    )


def _asked(graph, node):
    reply = graph.value(node, HT.resp)
    boolean = graph.value(reply, MF.expectedBoolean)
    kind, location = graph.value(reply, MF.expectedFormat), graph.value(reply, MF.expectedLocation)
    body, triples = graph.value(node, HT.body), graph.value(reply, HT.body)
    return Asked(
        method=str(graph.value(node, HT.methodName)),
        path=_path(str(graph.value(node, HT.absolutePath))),
        headers=_headers(graph, node),
        body=None if body is None else _chars(graph, body).encode(_encoding(graph, body)),
        statuses=tuple(status.split("#")[1] for status in graph.objects(reply, MF.expectedStatus)),
        boolean=None if boolean is None else bool(boolean.value),
        kind=None if kind is None else str(kind),
        triples=None if triples is None else _chars(graph, triples),
        location=None if location is None else str(location),
    )


def _path(path):
    start = next(start for start in PATHS if path.startswith(start))
    return PATHS[start] + path.removeprefix(start)


def _headers(graph, node):
    found = graph.value(node, HT.headers)
    return {
        str(graph.value(header, HT.fieldName)): str(graph.value(header, HT.fieldValue))
        for header in (Collection(graph, found) if found else ())
    }


def _chars(graph, body):
    return str(graph.value(body, CNT.chars))


def _encoding(graph, body):
    return str(graph.value(body, CNT.characterEncoding) or "UTF-8")


def run(case, host, port):
    """Run a case.

    Returns:
        None if it passes, else a sentence that says what was wrong.
    """
    if case.suite == "service description":
        return DESCRIPTION[case.id](*_description(host, port))
    known = {}
    for asked in case.requests:
        try:
            _check(asked, _send(asked, host, port, known), known)
        except AssertionError as error:
            return f"{asked.method} {asked.path}: {error}"
    return None


def _send(asked, host, port, known):
    def filled(text):
        return re.sub(r"\$\w+\$", lambda match: known.get(match[0], match[0]), text)

    connection = http.client.HTTPConnection(host, port, timeout=30)
    body = None if asked.body is None else filled(asked.body.decode("latin-1")).encode("latin-1")
    connection.putrequest(asked.method, filled(asked.path))
    for name, value in asked.headers.items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    reply = connection.getresponse()
    content = reply.read()
    connection.close()
    return reply, content


def _check(asked, answer, known):
    reply, content = answer
    expected = " or ".join(asked.statuses)
    assert any(reply.status in STATUSES[name] for name in asked.statuses), (
        f"the status is {reply.status}, not {expected}"
    )
    media_type = reply.headers.get("Content-Type", "")
    if asked.kind:
        assert KINDS[asked.kind] in media_type, f"{media_type} is not {asked.kind}"
    if asked.boolean is not None:
        assert json.loads(content)["boolean"] is asked.boolean, "the truth value is wrong"
    if asked.triples is not None and asked.method != "HEAD":
        got = rdflib.Graph().parse(data=content, format=media_type.split(";")[0])
        wanted = rdflib.Graph().parse(data=asked.triples, format="turtle")
        assert isomorphic(got, wanted), "the triples are others"
    if asked.location:
        known[asked.location] = reply.headers.get("Location") or ""
        assert known[asked.location], "there is no Location"


def _description(host, port):
    connection = http.client.HTTPConnection(host, port, timeout=30)
    connection.request("GET", "/sparql")
    reply = connection.getresponse()
    content = reply.read()
    media_type = reply.headers["Content-Type"].split(";")[0]
    connection.close()
    graph = rdflib.Graph().parse(data=content, format=media_type)
    return graph, rdflib.URIRef(f"http://{host}:{port}/sparql")


def _returns_rdf(graph, _):
    return None if len(graph) else "there are no triples"


def _has_endpoint(graph, endpoint):
    return None if (None, SD.endpoint, endpoint) in graph else f"no sd:endpoint {endpoint}"


def _conforms(graph, _):
    """Check the classes at both ends of each property of the vocabulary that is used."""
    ends = {
        SD.endpoint: (SD.Service, None),
        SD.supportedLanguage: (SD.Service, None),
        SD.resultFormat: (SD.Service, None),
        SD.defaultEntailmentRegime: (SD.Service, None),
        SD.defaultSupportedEntailmentProfile: (SD.Service, None),
        SD.defaultDataset: (SD.Service, SD.Dataset),
        SD.defaultGraph: (SD.Dataset, SD.Graph),
        SD.namedGraph: (SD.Dataset, SD.NamedGraph),
        SD.name: (SD.NamedGraph, None),
        SD.entailmentRegime: (SD.NamedGraph, None),
        SD.feature: (SD.Service, None),
    }
    for s, p, o in graph:
        if p in SD:
            if p not in ends:
                return f"{p} is no property of the vocabulary"
            for node, kind in zip((s, o), ends[p], strict=True):
                if kind is not None and (node, RDF.type, kind) not in graph:
                    return f"{node} is no {kind}"
    services = list(graph.subjects(RDF.type, SD.Service))
    return None if len(services) == 1 else f"there are {len(services)} services"


DESCRIPTION = {
    "returns-rdf": _returns_rdf,
    "has-endpoint-triple": _has_endpoint,
    "conforms-to-schema": _conforms,
}


def report(cases, outcomes, reasons):
    """Return the outcomes as an EARL report in Turtle, one line a case."""
    lines = [
        "@prefix dcterms: <http://purl.org/dc/terms/> .",
        "@prefix earl: <http://www.w3.org/ns/earl#> .",
        "",
    ]
    for case in sorted(cases, key=lambda case: (case.suite, case.id)):
        assertion = f"https://w3id.org/comity/conformance/{case.suite.replace(' ', '-')}/{case.id}"
        told = "passed" if outcomes[case.iri] is None else "failed"
        why = f" ; dcterms:description {json.dumps(reasons[case.id])}" if case.id in reasons else ""
        lines.append(
            f"<{assertion}> a earl:Assertion ; earl:subject <https://w3id.org/comity/> ;"
            f" earl:test <{case.iri}> ; earl:mode earl:automatic ;"
            f" dcterms:title {json.dumps(case.name)} ;"
            f" earl:result <{assertion}/result> . <{assertion}/result> a earl:TestResult ;"
            f" earl:outcome earl:{told}{why} ."
        )
    return "\n".join(lines) + "\n"
