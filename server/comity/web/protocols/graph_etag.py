"""Which version of a graph there is: its validator, which changes when the graph does and not with every snapshot.

Source: RFC 9110 §8.8.3 https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
"""

from comity.query.commit_log import version
from comity.web.negotiation import requested_snapshot


def tag(graph: str, format_name: str) -> str | None:
    """Return the entity tag of *graph* in *format_name*, a short name of a format; None where it is no file's."""
    path = requested_snapshot().namespace.file_of(graph)
    digest = requested_snapshot().manifest.files.get(str(path)) if path else None
    return f"{version(digest)}-{format_name}" if digest else None
