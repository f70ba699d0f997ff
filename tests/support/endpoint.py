"""What is asked of a server, and how it is looked at."""

import json
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from contextlib import suppress

STATE = "https://w3id.org/comity/id/country/arcadia"


ROWS = "PREFIX c: <https://w3id.org/comity/ontology/> SELECT ?s ?o { ?s c:sharesBorderWith ?o } ORDER BY ?s"


GREEDY = "SELECT ?x { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o BIND(CONCAT(STR(?a), STR(?d), STR(RAND())) AS ?x) } ORDER BY ?x"


ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(8)) + " }"


def assert_problem(reply, status, *words):
    assert reply.status == status, reply.text
    assert reply.headers["Content-Type"] == "application/problem+json"
    content = json.loads(reply.body)
    assert content["status"] == status
    assert content["detail"].count("\n") == 0
    for word in words:
        assert word in content["detail"]


def listener():
    return _Listener()


class _Listener:
    """A socket on loopback that must stay silent."""

    def __enter__(self):
        self.arrived = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}/", self.arrived

    def _accept(self):
        try:
            self.arrived.append(self.socket.accept()[0])
        except OSError:
            return

    def __exit__(self, *_):
        time.sleep(0.05)
        self.socket.close()
        for connection in self.arrived:
            connection.close()


def children(pid):
    """The processes below a server's."""
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout
    return set(found.split())


def raw(client, request):
    """Send bytes as they are, and return all that comes back."""
    received = b""
    with connected(client) as connection, suppress(TimeoutError):
        connection.settimeout(3)
        connection.sendall(request)
        while chunk := connection.recv(65536):
            received += chunk
    return received


def post(client, query, **headers):
    kept = {"Content-Type": "application/sparql-query", "Accept": "text/csv", **headers}
    body = query if isinstance(query, bytes) else query.encode()
    return client.send(urllib.request.Request(client.base + "/sparql", data=body, headers=kept))


def connected(client):
    """A bare connection to the server of *client*."""
    return socket.create_connection(("127.0.0.1", int(client.base.rsplit(":", 1)[1])), timeout=20)


def get(client, path, **headers):
    kept = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.send(urllib.request.Request(client.base + path, headers=kept))


PREFIX = "PREFIX comity: <https://w3id.org/comity/ontology/> PREFIX oa: <http://www.w3.org/ns/oa#> "
