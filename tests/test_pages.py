"""Every page that a link leads to is there: all of them are followed, without a browser."""

import re
from collections import deque
from html import unescape
from urllib.parse import urldefrag, urljoin

import pytest

from conftest import ROOT, serving

LINK = re.compile(r'<(?:a|form|link)[^>]*? (?:href|action)="([^"]*)"')


def crawl(client, most):
    """Follow links from the home page; return the statuses by address, and how many addresses are left."""
    root = client.base + "/"
    waiting, seen, statuses = deque([root]), {root}, {}
    while waiting and len(statuses) < most:
        address = waiting.popleft()
        reply = client.get(address.removeprefix(client.base), "text/html")
        statuses[address] = reply.status
        found = (
            LINK.findall(reply.text)
            if reply.headers["Content-Type"].startswith("text/html")
            else []
        )
        if reply.status in (303, 308):
            found = [reply.headers["Location"]]
        for link in found:
            other = urldefrag(urljoin(address, unescape(link)))[0]
            if other.startswith(root) and "/snapshots/" not in other and other not in seen:
                seen.add(other)
                waiting.append(other)
    return statuses, len(waiting)


def assert_whole(statuses, least):
    assert [a for a, status in statuses.items() if status not in (200, 303, 308)] == []
    assert len(statuses) >= least
    for kind in (
        "/api/",
        "/about/id/",
        "/about/ontology/",
        "/about/graph/",
        "/why?",
        "/report",
        "/limits",
    ):
        assert any(kind in address for address in statuses), kind


def test_every_link_of_the_sample_is_followed(client):
    statuses, left = crawl(client, 3000)
    assert_whole(statuses, 200)
    assert left == 0


@pytest.mark.slow
def test_links_of_the_dossier_are_followed(tmp_path):
    with serving(ROOT, tmp_path / "home") as (client, _):
        assert_whole(crawl(client, 500)[0], 500)
