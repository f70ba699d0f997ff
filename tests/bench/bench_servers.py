"""How the HTTP server was chosen: uvicorn with our front beside Granian, waitress and gunicorn, one run.

    python tests/bench/bench_servers.py [--seconds 4]

Each serves the same small WSGI application to 16 connections of `wrk`. Printed: requests per second
through the application, the same where the answer is kept in memory (uvicorn alone has that), whether
a client notices an answer that breaks off in the middle, and whether the application is told
when a client leaves in the middle of an endless one. The peers come from PyPI.
"""

import argparse
import contextlib
import http.client
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_queries import free_port

APP = """
BODY = b"x" * 3000

def app(environ, start):
    path = environ["PATH_INFO"]
    kept = [("ETag", '"x"')] if path == "/kept" else []
    sized = [("Content-Length", "3000"), *kept] if path in ("/", "/kept") else []
    start("200 OK", [("Content-Type", "text/plain"), *sized])
    return [BODY] if sized else endless(path == "/broken")

def endless(broken):
    try:
        while True:
            yield BODY
            if broken:
                raise RuntimeError("in the middle")
    finally:
        open("left", "w").close()
"""
RUN = {
    "uvicorn": """
import uvicorn
from comity.settings import Settings
from comity.web.front import Front
from comity.web.metrics import Metrics
front = Front(app, Settings(), lambda: "", Metrics())
uvicorn.run(front, port=PORT, lifespan="off", interface="asgi3", log_config=None)
""",
    "granian": """
from granian import Granian
Granian("app:app", port=PORT, interface="wsgi", blocking_threads=16, log_enabled=False).serve()
""",
    "waitress": "import waitress; waitress.serve(app, port=PORT, threads=16, _quiet=True)",
    "gunicorn": """
import sys
from gunicorn.app.wsgiapp import run
sys.argv = ["gunicorn", "-k", "gthread", "--threads", "16", "-b", f"127.0.0.1:{PORT}", "app:app"]
run()
""",
}


@contextlib.contextmanager
def running(name, folder):
    port = free_port()
    (folder / "app.py").write_text(APP)
    script = folder / f"serve_{name}.py"
    script.write_text(f"PORT = {port}\nfrom app import app\n{RUN[name]}")
    command = [sys.executable, script]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def rate(port, path, seconds):
    url = f"http://127.0.0.1:{port}{path}"
    done = subprocess.run(
        ["wrk", "-t1", "-c16", f"-d{seconds}s", url], capture_output=True, text=True, check=True
    )
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])


def notices_a_break(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/broken")
    try:
        connection.getresponse().read()
    except (http.client.HTTPException, OSError):
        return True
    return False


def is_told_of_leaving(port, folder):
    (folder / "left").unlink(missing_ok=True)
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
        client.recv(1000)
    for _ in range(60):
        if (folder / "left").exists():
            return True
        time.sleep(0.05)
    return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=4)
    seconds = parser.parse_args().seconds
    print(f"{'':12}{'requests/s':>12}{'kept':>12}{'break noticed':>16}{'leaving told':>14}")
    for name in RUN:
        with tempfile.TemporaryDirectory() as place, running(name, Path(place)) as port:
            plain, kept = rate(port, "/", seconds), rate(port, "/kept", seconds)
            broken, told = notices_a_break(port), is_told_of_leaving(port, Path(place))
            print(f"{name:12}{plain:12.0f}{kept:12.0f}{broken!s:>16}{told!s:>14}")


if __name__ == "__main__":
    main()
