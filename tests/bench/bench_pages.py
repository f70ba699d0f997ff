"""What a page costs: made for the first time, sent again, and how large it is.

    python tests/bench/bench_pages.py [--dossier DIR] [--again 50]

A server is started with the dossier; each page is asked for once cold, then again. Printed as JSON: by path the
first time and the median of the others in milliseconds, the size in kB, and that compressed.
"""

import argparse
import gzip
import http.client
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from conftest import ROOT, serving
from test_readers import PAGES


def timed(connection, path):
    begun = time.perf_counter()
    connection.request("GET", path, headers={"Accept": "text/html"})
    body = connection.getresponse().read()
    return 1000 * (time.perf_counter() - begun), body


def measured(port, path, again):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    cold, body = timed(connection, path)
    warm = [timed(connection, path)[0] for _ in range(again)]
    connection.close()
    size, packed = len(body) / 1000, len(gzip.compress(body, 6)) / 1000
    return {
        "cold_ms": round(cold, 1),
        "warm_ms": round(statistics.median(warm), 2),
        "kB": round(size, 1),
        "gz_kB": round(packed, 1),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dossier", default=str(ROOT))
    parser.add_argument("--again", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, serving(given.dossier, home) as (client, _):
        port = int(client.base.rpartition(":")[2])
        print(json.dumps({path: measured(port, path, given.again) for path in PAGES}, indent=1))


if __name__ == "__main__":
    main()
