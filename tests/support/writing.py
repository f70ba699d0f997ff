"""A writer, and what it writes."""

import shutil
import urllib.parse
import urllib.request

import pyoxigraph as ox

from comity.snapshot import current_snapshot
from comity.vocabulary import META
from conftest import TOKEN, run

GRAPH = "https://w3id.org/comity/graph/"


PACT = GRAPH + "treaties/pact-1905"


WORDS = """
PREFIX comity: <https://w3id.org/comity/ontology/>
PREFIX country: <https://w3id.org/comity/id/country/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX treaty: <https://w3id.org/comity/id/treaty/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


TREATY = f"{WORDS} treaty:pact-1905 a comity:Treaty ; comity:hasParty country:arcadia , country:ruritania ."


INSERT = f"{WORDS} INSERT DATA {{ GRAPH <{PACT}> {{ treaty:pact-1905 a comity:Treaty ; comity:hasParty country:arcadia , country:ruritania }} }}"


ALONE = f"{WORDS} INSERT DATA {{ GRAPH <{PACT}> {{ treaty:alone a comity:Treaty ; comity:hasParty country:arcadia }} }}"


class Writer:
    """Writes to a server as the bearer of a token."""

    def __init__(self, client, token=TOKEN):
        self.client, self.token = client, token

    def send(self, method, path, body=b"", content_type=None, **headers):
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            given["Authorization"] = f"Bearer {self.token}"
        if content_type:
            given["Content-Type"] = content_type
        url = self.client.base + path
        return self.client.send(urllib.request.Request(url, body, given, method=method))

    def update(self, text, **headers):
        return self.send("POST", "/sparql", text.encode(), "application/sparql-update", **headers)

    def put(self, text, graph=PACT, method="PUT", **headers):
        path = "/graph-store?" + urllib.parse.urlencode({"graph": graph})
        return self.send(method, path, text.encode(), "text/turtle", **headers)


def content(snapshot):
    """All quads of a snapshot but those about its making; blank nodes by what is said of them."""
    store = ox.Store.read_only(str(snapshot.store))
    dataset = ox.Dataset(
        quad
        for quad in store
        if quad.graph_name != ox.NamedNode(META) or "Partition" in str(quad) or "void#" in str(quad)
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0_SHA_256)
    return set(dataset)


def assert_as_built(home, tmp_path, counts=True):
    """What is published is what a build of its own files makes.

    Without *counts*, where values have several forms, which a build counts and a store does not.
    """
    committed, other = current_snapshot(home), tmp_path / "again"
    shutil.rmtree(other, ignore_errors=True)
    done = run("build", committed.dossier, home=other)
    assert done.returncode == 0, done.stderr
    built = current_snapshot(other)
    assert committed.manifest.id == built.manifest.id
    odd = {
        q
        for q in content(committed) ^ content(built)
        if counts or q.graph_name != ox.NamedNode(META)
    }
    assert not odd
    for name in ("asserted", "inferred", "claimed", "warnings", "classes", "files"):
        assert getattr(committed.manifest, name) == getattr(built.manifest, name), name
