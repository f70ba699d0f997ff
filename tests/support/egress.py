"""Run inside a network namespace: ask a server for everything that might leave it, and count the packets that do.

    unshare --net python tests/support/egress.py SAMPLE HOME

The namespace has one interface besides the loopback, with the default route; whatever is sent
to any address, a name server's included, is counted there. Prints one JSON object: the packets
that the requests caused, and those that a control datagram caused.
"""

import json
import subprocess
import sys
import urllib.parse
from contextlib import suppress
from pathlib import Path
from socket import AF_INET, SOCK_DGRAM, socket

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import serving

AWAY = "http://192.0.2.7:8080/"
NAMED = "http://leak.example/"
SETUP = """
ip link set lo up
ip link add out type veth peer name far
sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip address add 192.0.2.1/24 dev out
ip link set out up
ip link set far up
ip route add default dev out
"""
QUERIES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service silent <URL> { ?s ?p ?o } }",
    "SELECT * { SERVI\\u0043E <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE#\n<URL> { ?s ?p ?o } }",
    "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "SELECT * { VALUES ?g { <URL> } SERVICE ?g { ?s ?p ?o } }",
    "ASK FROM <URL> { ?s ?p ?o }",
    "ASK FROM NAMED <URL> { GRAPH <URL> { ?s ?p ?o } }",
    "DESCRIBE <URL>",
    "SELECT * { GRAPH <URL> { ?s ?p ?o } }",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <x:y>",
]
JSONLD = '{"@context": "URL", "@id": "x:a", "name": "b"}'
DTD = '<!DOCTYPE r SYSTEM "URL"><r/>'
ENTITY = '<!DOCTYPE r [<!ENTITY x SYSTEM "URL">]><r>&x;</r>'
LAUGHS = (
    '<!DOCTYPE r [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><r>&i;</r>"
)
IMPORT = "<x:o> a <http://www.w3.org/2002/07/owl#Ontology> ; <http://www.w3.org/2002/07/owl#imports> <URL> ."
BODIES = [
    (JSONLD, "application/ld+json"),
    (DTD, "application/rdf+xml"),
    (ENTITY, "application/rdf+xml"),
    (LAUGHS, "application/rdf+xml"),
    (IMPORT, "text/turtle"),
    ("LOAD <URL>", "application/sparql-update"),
]


def sent():
    """Count the packets that have left by the outer interface."""
    line = next(line for line in Path("/proc/net/dev").read_text().splitlines() if "out:" in line)
    return int(line.split(":")[1].split()[9])


def provoke(client):
    """Send everything, and return the statuses."""
    statuses = []
    for url in (AWAY, NAMED, "file:///etc/passwd"):
        for query in QUERIES:
            statuses.append(client.sparql(query.replace("URL", url)).status)
            form = urllib.parse.urlencode({"update": query.replace("URL", url)}).encode()
            form_type = "application/x-www-form-urlencoded"
            statuses.append(client.post("/sparql", form, form_type).status)
        for name in ("default-graph-uri", "named-graph-uri", "using-graph-uri"):
            statuses.append(client.sparql("ASK { ?s ?p ?o }", **{name: url}).status)
        statuses.append(client.get("/graph-store", "text/turtle", graph=url).status)
        statuses.append(client.get("/why", subject=url, predicate=url, object=url).status)
        for body, media_type in BODIES:
            for path in ("/sparql", "/graph-store?default", "/graph/x"):
                content = body.replace("URL", url).encode()
                statuses.append(client.post(path, content, media_type).status)
    return statuses


def main(sample, home):
    for command in SETUP.strip().splitlines():
        subprocess.run(command.split(), check=True)
    with serving(sample, home) as (client, _):
        before = sent()
        statuses = provoke(client)
        caused = sent() - before
        healthy = client.get("/health").status
    with suppress(OSError), socket(AF_INET, SOCK_DGRAM) as control:
        control.sendto(b"x", ("192.0.2.7", 9))
    print(
        json.dumps(
            {
                "caused": caused,
                "control": sent() - before - caused,
                "statuses": statuses,
                "healthy": healthy,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
