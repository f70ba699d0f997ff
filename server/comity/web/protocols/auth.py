"""Who may write: bearers of a token, from no other site than this one.

Sources: Bearer tokens, RFC 6750 §2.1 https://www.rfc-editor.org/rfc/rfc6750#section-2.1; Fetch Metadata
https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
"""

import hmac
import ipaddress
import socket
from collections.abc import Mapping
from pathlib import Path

from flask import request

from comity.errors import Refused, ServeError, Unauthenticated

SHORTEST = 16
LOCAL_AUTHOR = "local"
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")

Tokens = Mapping[str, str]
"""Tokens by the name of whoever bears them; none where whoever reaches the server may write."""


def read_tokens(path: Path) -> Tokens:
    """Read tokens from a file with lines of a name and a token; those that begin with # are comments.

    Raises:
        ServeError: it cannot be read, others can read it, or a line is none.
    """
    try:
        text, mode = path.read_text(encoding="utf-8-sig"), path.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        raise ServeError(f"The token file {path} cannot be read; name one that can.") from error
    if mode & 0o007:
        raise ServeError(f"The token file {path} is open to every user; run `chmod 600 {path}`.")
    lines = [line.split() for line in text.splitlines() if line.strip()]
    found = {words[0]: words[-1] for words in lines if not words[0].startswith("#")}
    if not found or any(
        len(words) != 2 or len(words[1]) < SHORTEST for words in lines if words[0] in found
    ):
        raise ServeError(
            f"The token file {path} must have lines `name token`, with tokens of {SHORTEST} characters or more."
        )
    return found


def require_loopback(host: str, why: str) -> None:
    """Refuse to listen anywhere but to this machine, for the reason *why*, the beginning of a sentence.

    Raises:
        ServeError: *host* is an address that others reach.
    """
    addresses = {info[4][0] for info in socket.getaddrinfo(host, None)}
    if not all(ipaddress.ip_address(str(address)).is_loopback for address in addresses):
        raise ServeError(
            f"{why}, and others reach {host}; leave the option out, or listen on 127.0.0.1."
        )


def author(tokens: Tokens) -> str:
    """Return the name of whoever sends this request.

    Raises:
        Refused: a page of another site sends it.
        Unauthenticated: it has no token, or a wrong one.
    """
    _require_same_site()
    if not tokens:
        if request.host.rsplit(":", 1)[0] not in LOCAL_NAMES:
            raise Refused("Without a token, writes are taken under the name localhost alone.")
        return LOCAL_AUTHOR
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    names = [
        name
        for name, token in tokens.items()
        if hmac.compare_digest(token.encode(), given.strip().encode())
    ]
    if kind.lower() != "bearer" or not names:
        raise Unauthenticated(
            "Writing needs a token; send it in the header Authorization: Bearer …."
        )
    return names[0]


def _require_same_site() -> None:
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    own = request.host_url.rstrip("/")
    if site not in (None, "same-origin", "none") or origin not in (None, own):
        raise Refused(
            "The request comes from a page of another site, from which nothing is written."
        )
