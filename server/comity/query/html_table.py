"""Rows as an HTML table, to be laid into a page of one's own."""

from html import escape
from typing import IO

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples

from comity.namespace import Namespace

MEDIA_TYPE = "text/html; charset=utf-8"
LINKED = ("http://", "https://")


def write(
    found: QuerySolutions | QueryBoolean | QueryTriples, sink: IO[bytes], namespace: Namespace
) -> None:
    """Write rows as a table, a row at a time: IRIs as links, literals with their language; a truth value as one cell."""
    if isinstance(found, QueryBoolean):
        sink.write(f"<table>\n<tr><td>{str(bool(found)).lower()}</td></tr>\n</table>\n".encode())
        return
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    sink.write(f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n".encode())
    for row in found:
        sink.write(f"<tr>{''.join(_cell(row[name], namespace) for name in names)}</tr>\n".encode())
    sink.write(b"</tbody>\n</table>\n")


def _cell(value: object, namespace: Namespace) -> str:
    match value:
        case None:
            return "<td></td>"
        case NamedNode() if value.value.startswith(LINKED):
            return f'<td><a href="{escape(value.value)}">{escape(namespace.shortened(value.value))}</a></td>'
        case Literal() if value.language:
            return f'<td lang="{escape(value.language)}">{escape(value.value)}</td>'
        case NamedNode() | Literal() | BlankNode():
            return f"<td>{escape(value.value)}</td>"
    return f"<td>{escape(str(value))}</td>"
