"""Every page that a link leads to is there: all of them are followed, without a browser."""

import re
from collections import deque
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from conftest import ROOT, serving

LINK = re.compile(r'<(?:a|form|link)(?! rel="nofollow")[^>]*? (?:href|action)="([^"]*)"')
"""Links to another view of the same page are not followed: each would double the whole."""


def crawl(client, most):
    """Follow links from the home page, each kind of page in turn; return the statuses, and how many are left."""
    root = client.base + "/"
    waiting, seen, statuses = {"": deque([root])}, {root}, {}
    while waiting and len(statuses) < most:
        kind = next(iter(waiting))
        addresses = waiting.pop(kind)
        address = addresses.popleft()
        if addresses:
            waiting[kind] = addresses
        statuses[address], links = followed(client, address)
        for other in links:
            if other.startswith(root) and "/snapshots/" not in other and other not in seen:
                seen.add(other)
                waiting.setdefault(kind_of(other, root), deque()).append(other)
    return statuses, sum(map(len, waiting.values()))


def kind_of(address, root):
    """Return what the pages below one folder have in common: the path's first two parts."""
    return "/".join(urlsplit(address.removeprefix(root)).path.split("/")[:2])


def followed(client, address):
    """Return the status of *address*, and the addresses that its page or its redirection leads to."""
    reply = client.get(address.removeprefix(client.base), "text/html")
    links = []
    if reply.status in (303, 308):
        links = [reply.headers["Location"]]
    elif reply.headers["Content-Type"].startswith("text/html"):
        links = LINK.findall(reply.text)
    return reply.status, [urldefrag(urljoin(address, unescape(link)))[0] for link in links]


def assert_whole(statuses, least, *kinds):
    assert [a for a, status in statuses.items() if status not in (200, 303, 308)] == []
    assert len(statuses) >= least
    for kind in (
        "/api/",
        "/about/id/",
        "/about/ontology/",
        "/report",
        "/limits",
        *kinds,
    ):
        assert any(kind in address for address in statuses), kind


def test_every_link_of_the_sample_is_followed(client):
    statuses, left = crawl(client, 3000)
    assert_whole(statuses, 120, "/about/graph/", "/why?")
    assert left == 0


@pytest.mark.slow
def test_links_of_the_dossier_are_followed(tmp_path):
    with serving(ROOT, tmp_path / "home") as (client, _):
        assert_whole(crawl(client, 500)[0], 500)
