"""Follows every link of a served dossier, without a browser."""

import re
from collections import deque
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

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
