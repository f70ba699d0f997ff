"""The shared fixtures: a sample dossier to spoil, a published snapshot, a server started as a user starts it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import pyoxigraph as ox
import pytest
import rdflib

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests" / "sample"
TOKEN = "a-token-of-some-length"
PLAYWRIGHT = "playwright-core@1.65.1"
CHROMIUM = shutil.which("chromium")
LAUNCH = """
import {chromium} from "playwright-core";
const browser = await chromium.launch({executablePath: process.argv[2], args: ["--no-sandbox", "--disable-gpu",
  "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]});
"""
COMITY = [str(Path(sys.executable).with_name("comity"))]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()


class Client:
    """Speaks HTTP to a server on loopback; follows no redirect."""

    def __init__(self, base):
        self.base = base
        self.opener = urllib.request.build_opener(_Stay)

    def get(self, path, accept=None, **params):
        query = "?" + urllib.parse.urlencode(params, doseq=True) if params else ""
        return self.send(
            urllib.request.Request(self.base + path + query, headers=_accepting(accept))
        )

    def post(self, path, body, content_type, accept=None):
        headers = {"Content-Type": content_type, **_accepting(accept)}
        return self.send(urllib.request.Request(self.base + path, data=body, headers=headers))

    def sparql(self, query, accept="text/csv", **params):
        return self.get("/sparql", accept, query=query, **params)

    def send(self, request):
        try:
            with self.opener.open(request, timeout=60) as answer:
                return Reply(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, error.headers, error.read())


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def _accepting(accept):
    return {} if accept is None else {"Accept": accept}


def plain(rows):
    """Yield rows of terms as rows of texts: IRIs and lexical forms; triples as they are."""
    for row in rows:
        yield (
            {n: getattr(v, "value", str(v)) for n, v in row.items()}
            if isinstance(row, dict)
            else row
        )


def read(*paths):
    """Parse Turtle files into one rdflib graph."""
    graph = rdflib.Graph()
    for path in paths:
        graph.parse(path)
    return graph


def triples(*paths):
    """Parse Turtle files into one list of triples."""
    return [
        quad.triple
        for path in paths
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    ]


def found(report):
    """Count the results of a report by what SHACL says must be told of each; a blank node is like any other."""

    def plain(term):
        return "blank" if isinstance(term, ox.BlankNode) else term

    return Counter(
        (
            plain(r.focus),
            plain(r.path),
            frozenset((t.predicate, plain(t.object)) for t in r.route),
            plain(r.value),
            plain(r.shape),
            r.component,
            r.severity,
        )
        for r in report.results
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(*arguments, home=None, **options):
    """Run the command line as a user does, and return what became of it."""
    env = {**os.environ, **({"COMITY_HOME": str(home)} if home else {})}
    return subprocess.run(
        [*COMITY, *map(str, arguments)],
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        **options,
    )


@contextmanager
def serving(dossier, home, *options):
    """Start `comity serve` on a free port of loopback; yield a client and the process."""
    port = free_port()
    command = [*COMITY, "serve", str(dossier), "--home", str(home), "--port", str(port), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        assert line.startswith("Comity answers at"), process.stderr.read()
        yield Client(f"http://127.0.0.1:{port}"), process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


@pytest.fixture
def dossier(tmp_path):
    """A copy of the sample that a test may spoil."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "dossier"))


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """A home in which the sample is published."""
    folder = tmp_path_factory.mktemp("home")
    done = run("build", SAMPLE, home=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """A home in which the dossier of the repository is published; nobody writes to it."""
    folder = tmp_path_factory.mktemp("whole")
    done = run("build", ROOT, home=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def client(home):
    """A client of a server that serves the sample, with tight limits."""
    limits = (
        "--query-seconds",
        "2",
        "--query-bytes",
        str(300 * 2**20),
        "--result-bytes",
        "200000",
        "--request-bytes",
        "100000",
    )
    with serving(SAMPLE, home, *limits) as (client, _):
        yield client


@pytest.fixture(scope="session")
def node_package():
    """A function that installs a package of npm into a folder that is kept, and returns the folder."""
    if not shutil.which("npm"):
        pytest.skip("node and npm are absent")
    root = Path(platformdirs.user_cache_dir("comity-tests", appauthor=False))

    def install(package):
        name, _, version = package.rpartition("@")
        folder = root / version
        if not (folder / "node_modules" / name).is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, package]
            done = subprocess.run(command, capture_output=True, text=True, timeout=500)
            if done.returncode:
                pytest.skip(f"npm could not install {package}: {done.stderr[-200:]}")
        return folder

    return install


@pytest.fixture
def browse(node_package):
    """A function that runs a script in Chromium, and returns what it prints as JSON."""
    if not CHROMIUM:
        pytest.skip("chromium is absent")
    file = node_package(PLAYWRIGHT) / f"browse-{os.getpid()}.mjs"

    def run(script, *arguments):
        file.write_text(LAUNCH + script)
        command = ["node", file, CHROMIUM, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=580)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    yield run
    file.unlink(missing_ok=True)


@pytest.fixture
def token_file(tmp_path):
    path = tmp_path / "tokens"
    path.write_text(f"# who may write\nalice {TOKEN}\nbob another-token-of-some-length\n")
    path.chmod(0o600)
    return path


@pytest.fixture
def homes(home, tmp_path):
    """A home of one's own, in which the sample is published."""
    return shutil.copytree(home, tmp_path / "home", symlinks=True)
