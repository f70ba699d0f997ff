"""Sixty-four costly requests of each kind at once: how long a sign of life and an ordinary query take beside them.

    python tests/bench/bench_hostile.py [KIND …] [--seconds 10]

For each kind: the slowest `/live` and the slowest query whose text is new, in seconds, while the requests run; how many
of those queries were answered; and how much more memory the server holds five seconds after, in MiB.
"""

import argparse
import gzip
import json
import multiprocessing
import socket
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import ROOT, TOKEN, serving

AT_ONCE = 64
CROSS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i) }"
SMALL = "SELECT * { ?s ?p ?o } LIMIT 5 #"


def query(text, accept="text/csv", method="POST"):
    body = text.encode()
    head = f"{method} /sparql HTTP/1.1\r\nHost: x\r\nAccept: {accept}\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def get(path, *fields, method="GET"):
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x", *fields, "", ""]).encode()


def asked(text, accept="text/csv", method="GET"):
    return get(
        "/sparql?" + urllib.parse.urlencode({"query": text}), f"Accept: {accept}", method=method
    )


def put(body, media_type, *fields):
    given = (f"Authorization: Bearer {TOKEN}", f"Content-Type: {media_type}", *fields)
    return get("/graph/x", *given, f"Content-Length: {len(body)}", method="PUT") + body


def kinds(past):
    """The requests by kind; each takes a number, so that no two are the same."""
    why = urllib.parse.urlencode(
        {"subject": "country:belarus", "predicate": "owl:sameAs", "object": "country:russia"}
    )
    return {
        "a construct said ten thousand times": lambda n: query(
            f"ASK{{}} #{n}" + "CONSTRUCT " * 100_000
        ),
        "a name of a million parts": lambda n: query(f"#SERVICE{n}\nASK{{}} #\n " + "a." * 500_000),
        "a megabyte of comment": lambda n: query(f"ASK{{}} #{n}" + "x" * 1_000_000),
        "a nest a hundred thousand deep": lambda n: query(f"ASK {{ #{n}\n" + "{" * 100_000),
        "endless queries": lambda n: query(f"{ENDLESS} #{n}"),
        "endless queries of past snapshots": lambda n: query(f"{ENDLESS} #{n}").replace(
            b"/sparql", f"/snapshots/{past[n % len(past)]}/sparql".encode(), 1
        ),
        "endless answers": lambda n: query(f"{CROSS} #{n}"),
        "endless answers asked for by HEAD": lambda n: asked(f"{CROSS} #{n}", method="HEAD"),
        "queries that want all memory": lambda n: query(
            f"SELECT * {{ ?a ?b ?c . ?d ?e ?f }} ORDER BY ?f #{n}"
        ),
        "regular expressions": lambda n: query(
            f'SELECT * {{ ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(.*a){{20}}")) }} #{n}'
        ),
        "pages of large answers": lambda n: asked(
            f"SELECT * {{ ?s ?p ?o }} LIMIT 4500 #{n}", "text/html"
        ),
        "pages of triples": lambda n: asked(
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }} LIMIT 9000 #{n}", "text/html"
        ),
        "pages of the report": lambda n: get(f"/report?n={n}", "Accept: text/html"),
        "pages of things": lambda n: get(f"/about/id/country/russia?n={n}", "Accept: text/html"),
        "lists of snapshots": lambda n: get(f"/snapshots?n={n}", "Accept: application/json"),
        "proofs that do not exist": lambda n: get(f"/why?{why}&n={n}", "Accept: text/html"),
        "Accept headers of four thousand bytes": lambda n: get(
            f"/limits?n={n}", "Accept: " + "a1/b1;q=0.5," * 330
        ),
        "Accept headers of sixty thousand bytes": lambda n: get(
            f"/limits?n={n}", "Accept: " + "a1/b1;q=0.5," * 5000
        ),
        "If-None-Match of four thousand bytes": lambda n: get(
            f"/limits?n={n}", "If-None-Match: " + '"a",' * 1000
        ),
        "two thousand requests in a row": lambda n: get(f"/limits?n={n}") * 2000,
        "heads of sixty thousand bytes": lambda n: get(f"/limits?n={n}", "X: " + "x" * 60_000),
        "five thousand header fields": lambda n: get(f"/limits?n={n}", *["X: 1"] * 5000),
        "paths of thirty thousand parts": lambda n: get("/about/id" + "/a" * 30_000 + str(n)),
        "forms of four hundred thousand fields": lambda n: query(
            f"n={n}" + "&a=1" * 240_000
        ).replace(b"application/sparql-query", b"application/x-www-form-urlencoded"),
        "forms of three hundred thousand escapes": lambda n: query(
            f"n={n}&query=" + "%20" * 340_000
        ).replace(b"application/sparql-query", b"application/x-www-form-urlencoded"),
        "bodies of nine thousand parts": lambda n: put(
            b'--b\r\nContent-Disposition: form-data; name="g"; filename="g.ttl"\r\nContent-Type: text/turtle\r\n\r\n\r\n'
            * 9_000
            + b"--b--\r\n",
            "multipart/form-data; boundary=b",
        ),
        "bodies that unpack to very much": lambda n: put(
            gzip.compress(b"\n" * 100_000_000), "text/turtle", "Content-Encoding: gzip"
        ),
        "bodies of fifty thousand members": lambda n: put(
            gzip.compress(b"") * 50_000, "text/turtle", "Content-Encoding: gzip"
        ),
        "updates that take for ever": lambda n: (
            query(
                f"INSERT {{ GRAPH <x:g> {{ ?a ?b ?i }} }} WHERE {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} #{n}"
            )
            .replace(b"sparql-query", b"sparql-update")
            .replace(b"Host: x", f"Host: x\r\nAuthorization: Bearer {TOKEN}".encode())
        ),
        "half a head": lambda n: get(f"/limits?n={n}")[:-2],
    }


def crowd(port, requests, end):
    """Send all *requests* at once and read their answers until time is up; in a process that only does this."""
    senders = [threading.Thread(target=send, args=(port, r, end), daemon=True) for r in requests]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()


def send(port, request, end):
    """Send one request and read its answer until time is up, then leave."""
    with (
        suppress(OSError),
        socket.create_connection(("127.0.0.1", port), timeout=5) as connection,
    ):
        connection.sendall(request)
        while (left := end - time.monotonic()) > 0:
            connection.settimeout(left)
            if not connection.recv(65536):
                return


def timed(client, path, data=None):
    """Return how long an answer took, in seconds, and whether it was one."""
    start = time.monotonic()
    headers = {"Content-Type": "application/sparql-query"} if data else {}
    try:
        reply = client.send(urllib.request.Request(client.base + path, data, headers))
        return time.monotonic() - start, reply.status == 200
    except OSError:
        return time.monotonic() - start, False


def memory(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def attack(client, process, make, seconds):
    port = int(client.base.rsplit(":", 1)[1])
    requests = [make(number) for number in range(AT_ONCE)]
    before, end = memory(process), time.monotonic() + seconds
    attackers = multiprocessing.Process(target=crowd, args=(port, requests, end))
    attackers.start()
    lives, queries = [], []
    while not lives or (attackers.is_alive() and time.monotonic() < end):
        lives.append(timed(client, "/live"))
        queries.append(timed(client, "/sparql", f"{SMALL}{time.monotonic()}".encode()))
        time.sleep(0.1)
    attackers.join(10)
    time.sleep(5)
    return {
        "live_s": round(max(t for t, _ in lives), 2),
        "query_s": round(max(t for t, _ in queries), 2),
        "answered": f"{sum(ok for _, ok in queries)} of {len(queries)}",
        "memory_mib": round(memory(process) - before),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*")
    parser.add_argument("--seconds", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        tokens = Path(name, "tokens")
        tokens.write_text(f"alice {TOKEN}\n")
        tokens.chmod(0o600)
        with serving(ROOT, Path(name, "home"), "--writable", "--token-file", str(tokens)) as (
            client,
            process,
        ):
            for number in range(5):
                body = (
                    f'<x:s{number}> <http://www.w3.org/2000/01/rdf-schema#label> "x"@en .'.encode()
                )
                client.send(
                    urllib.request.Request(
                        client.base + f"/graph/n{number}",
                        body,
                        {"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/turtle"},
                        method="PUT",
                    )
                )
            past = [
                row["name"]
                for row in json.loads(client.get("/snapshots", "application/json").body)[1:]
            ]
            for kind, make in kinds(past).items():
                if not options.kinds or kind in options.kinds:
                    print(
                        json.dumps(
                            {"kind": kind, **attack(client, process, make, options.seconds)}
                        ),
                        flush=True,
                    )


if __name__ == "__main__":
    main()
