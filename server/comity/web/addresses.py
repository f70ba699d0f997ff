"""Where a thing is on this server, and which thing an address is about.

IRIs are compared as strings, so that an escape in one is part of its name: what was sent is looked up as it is first.

Sources: RDF 1.1 §3.2 https://www.w3.org/TR/rdf11-concepts/#section-IRIs, RFC 3987 §3 https://www.rfc-editor.org/rfc/rfc3987#section-3
"""

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote, unquote_to_bytes

from flask import request

from comity.web.negotiation import requested_snapshot

KINDS = ("id", "ontology", "graph", "shape")
SAFE = "/%:@!$&'()*+,;=~"
BEYOND_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


def local(iri: str) -> str | None:
    """Return the path at which this server answers for *iri*; None where it does not."""
    path = requested_snapshot().namespace.path_of(iri)
    if not path or path.split("/", 1)[0] not in KINDS:
        return None
    return f"{request.script_root}/{quote(path, safe=SAFE)}"


def uri(iri: str) -> str:
    """Return *iri* as the URI that a header may have: what is beyond ASCII in UTF-8 and percent-escaped."""
    return quote(iri, safe=SAFE + "#?[]")


def sent(prefix: str) -> str:
    """Return what stands behind *prefix* in the path of this request, as it was sent."""
    whole = request.environ.get("comity.raw_path", b"").decode("latin-1")
    return whole.partition(prefix)[2] or quote(request.path.partition(prefix)[2], safe=SAFE)


def names(path: str) -> Iterable[str]:
    """Yield what *path*, as it was sent, can be the name of, the likeliest first.

    That is the path itself, then with its escapes beyond ASCII undone, as an IRI has them, then with all undone.
    """
    return dict.fromkeys((path, BEYOND_ASCII.sub(_undone, path), unquote(path)))


def _undone(escapes: re.Match[str]) -> str:
    try:
        return unquote_to_bytes(escapes[0]).decode("utf-8")
    except UnicodeDecodeError:
        return escapes[0]
