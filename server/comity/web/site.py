"""The whole as plain files for any web server: pages, pictures, dumps; links that lead to one another or out.

Forms and answers to new questions need the server: what leads to them is text there. All names stand on one page,
which takes the place of the search and finds them in any spelling.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from flask import Flask
from flask.testing import FlaskClient

from comity.errors import SnapshotError
from comity.namespace import Namespace
from comity.query.published import Published
from comity.search.folding import fold
from comity.search.index import FILE
from comity.web.site_names import SCRIPT, names_page, sounds

SEEDS = (
    *("/", "/timeline", "/map", "/search", "/api/", "/report", "/limits", "/threats", "/help/"),
    *("/about/ontology/", "/sitemap.xml"),
)
FILES = {
    "/static/comity.css": "static/comity.css",
    "/static/comity.svg": "static/comity.svg",
    f"/{SCRIPT}": SCRIPT,
    "/dataset.trig.gz": "dataset.trig.gz",
    "/dataset.nq.gz": "dataset.nq.gz",
    "/.well-known/void": "void.ttl",
    "/llms.txt": "llms.txt",
    "/timeline?format=svg": "timeline.svg",
    "/map?format=svg": "map.svg",
}
LINK = re.compile(r'(<(?:a|link|form)\b[^>]*?\s)(href|action)="([^"]*)"')
TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
TAG = re.compile(r"<small.*?</small>|<[^>]*>", re.DOTALL)
MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
FORM = re.compile(r"<form\b.*?</form>|<details><summary>Change the view.*?</details>", re.DOTALL)
LOCATION = re.compile(r"<loc>([^<]*)</loc>")
KINDS = ("/id/", "/ontology/")
NEVER = (
    "/snapshots",
    "/why",
    "/evidence",
    "/sparql",
    "/conformance",
    "/timegate",
    "/timemap",
    "/graph",
    "/shape",
)


def write_site(app: Flask, folder: Path, limit: int = 20_000) -> tuple[int, list[str]]:
    """Write the pages of what *app* serves into *folder*; return how many, and the paths that could not be made.

    Raises:
        SnapshotError: the folder has something in it already, or a page cannot be made.
    """
    if folder.exists() and any(folder.iterdir()):
        raise SnapshotError(f"{folder} has something in it; name an empty or a new folder.")
    client = app.test_client()
    left_out: list[str] = []
    pages = dict(_pages(client, limit, left_out))
    pages["/search"] = _index(app, pages)
    published: Published = app.extensions["comity"]
    namespace = published.engine().namespace
    for path, html in pages.items():
        file = folder / file_of(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_linked(html, path, pages, namespace), encoding="utf-8")
    for address, name in FILES.items():
        reply = client.get(address)
        if reply.status_code == 200:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(reply.data)
    return len(pages), left_out


def _index(app: Flask, pages: dict[str, str]) -> str:
    """Return the page that stands for the search: all names in the order of the alphabet, each with its page."""
    published: Published = app.extensions["comity"]
    snapshot = published.engine().snapshot
    heard = sounds(snapshot.path / FILE)
    titles = {
        path: TITLE.search(html) for path, html in pages.items() if path.startswith("/about/")
    }
    named = {
        path: (
            name := TAG.sub("", title[1]).strip(),
            f"{fold(unescape(name))} {_sound(heard, snapshot.namespace.at(unquote(path).removeprefix('/about/')))}",
        )
        for path, title in titles.items()
        if title
    }
    return MAIN.sub(lambda _: names_page(named), pages["/search"])


def _sound(heard: Mapping[str, str], iris: Iterable[str]) -> str:
    """Return how the names of the first of *iris* that has some sound."""
    return next((heard[iri] for iri in iris if iri in heard), "")


def file_of(path: str) -> str:
    """Return the file that a page is."""
    name = unquote(path).strip("/")
    return f"{name}/index.html" if name else "index.html"


def _pages(client: FlaskClient, limit: int, left_out: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the pages that links lead to, each by its path; those that are refused go to *left_out*."""
    waiting, seen = deque(SEEDS), set(SEEDS)
    while waiting and limit:
        path = waiting.popleft()
        reply = client.get(path, headers={"Accept": "text/html"})
        if path == "/" and reply.status_code != 200:
            raise SnapshotError(f"The home page cannot be made: {reply.status}.")
        if reply.status_code >= HTTPStatus.BAD_REQUEST:
            left_out.append(path)
        found = LOCATION.findall(reply.text) if path.endswith(".xml") else []
        if reply.status_code == 200 and reply.mimetype == "text/html":
            limit -= 1
            yield path, reply.text
            found = [unescape(link) for _, _, link in LINK.findall(reply.text)]
        for link in found:
            other = page_of(link)
            if other and other not in seen:
                seen.add(other)
                waiting.append(other)


def page_of(link: str) -> str:
    """Return the path of the page that *link* leads to; nothing where it leads to none of the site."""
    parts = urlsplit(link)
    is_here = not parts.netloc or parts.hostname == "localhost"
    if not is_here or not parts.path.startswith("/") or parts.query:
        return ""
    path = next(
        (f"/about{parts.path}" for kind in KINDS if parts.path.startswith(kind)), parts.path
    )
    wanted = (
        not path.startswith(NEVER)
        and not path.endswith("/evidence")
        and "." not in path.rsplit("/", 1)[-1]
    )
    return path if wanted and not path.startswith("/about/graph") else ""


def _linked(html: str, path: str, pages: dict[str, str], namespace: Namespace) -> str:
    """Return a page whose links lead to files of the site; what needs the server leads to the lasting IRI, or nowhere."""
    up = "../" * file_of(path).count("/")
    html = FORM.sub(f'<a href="{up}search/index.html">All names</a>', html, count=1)
    html = FORM.sub("", html)

    def relative(found: re.Match[str]) -> str:
        head, name, link = found[1], found[2], unescape(found[3])
        if link.startswith("?"):
            return f"{head}data-needs-server"
        fragment = f"#{urlsplit(link).fragment}" if urlsplit(link).fragment else ""
        if not link.startswith("/") or link.startswith("//"):
            return found[0]
        file = FILES.get(link.partition("#")[0])
        if file is None and (target := page_of(link)) in pages:
            file = quote(file_of(target))
        if file:
            return f'{head}{name}="{escape(up + file + fragment)}"'
        if urlsplit(link).path.startswith(KINDS):
            return f'{head}{name}="{escape(namespace.at(urlsplit(link).path[1:])[-1])}"'
        return f"{head}data-needs-server"

    return LINK.sub(relative, html)
