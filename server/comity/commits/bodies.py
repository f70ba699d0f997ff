"""The content of a graph as a writer sends it, parsed; nothing that it names is ever fetched."""

import codecs
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from comity.errors import BadQuery
from comity.query.formats import BY_NAME


def parsed(
    text: bytes, name: str, graph: str, contexts: Mapping[str, object] = {}
) -> Iterator[ox.Quad]:
    """Yield the quads of *graph* that a body has; blank nodes are new ones.

    Args:
        text: the body, which may begin with a byte order mark.
        name: short name of its format.
        graph: IRI of the graph, which relative IRIs are relative to.
        contexts: JSON-LD contexts by the addresses under which they are known without being fetched.

    Raises:
        BadQuery: it is not of that format, or needs a context that is not known.
    """
    rdf_format, iri = BY_NAME[name].rdf, ox.NamedNode(graph)
    text = text.removeprefix(codecs.BOM_UTF8)
    if rdf_format == ox.RdfFormat.JSON_LD:
        text = _with_contexts(text, contexts)
    try:
        for quad in ox.parse(
            input=text, format=rdf_format, base_iri=graph, rename_blank_nodes=True
        ):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, iri)
    except SyntaxError as error:
        where = f", line {error.lineno}" if error.lineno else ""
        message = str(error.msg).rstrip(".")
        raise BadQuery(f"The body{where}: not valid {rdf_format.name} ({message}).") from None


def _with_contexts(text: bytes, contexts: Mapping[str, object]) -> bytes:
    """Put the contexts that are known in the place of their addresses.

    Raises:
        BadQuery: it is no JSON, or names a context that is not known.
    """
    try:
        document = json.loads(text, object_pairs_hook=_object)
        inlined = _inlined(document, contexts)
    except (ValueError, RecursionError) as error:
        raise BadQuery(
            f"The body is not read as JSON ({error}); mend it and send it again."
        ) from None
    return text if inlined == document else json.dumps(inlined).encode()


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make an object, in which each key may stand once: of two values one would be lost."""
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"it has the key {twice!r} twice in one object")
    return made


def _inlined(node: object, contexts: Mapping[str, object]) -> object:
    if isinstance(node, list):
        return [_inlined(item, contexts) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _context(value, contexts) if key == "@context" else _inlined(value, contexts)
        for key, value in node.items()
    }


def _context(named: object, contexts: Mapping[str, object]) -> object:
    if isinstance(named, list):
        return [_context(item, contexts) for item in named]
    if not isinstance(named, str):
        return named
    if named not in contexts:
        known = f"; {next(iter(contexts))} is known" if contexts else ""
        raise BadQuery(
            f"The body takes its JSON-LD context from {named}, and contexts are not fetched{known}; write the context into the body."
        )
    return contexts[named]


def own_contexts(document: Path, *addresses: str) -> dict[str, object]:
    """Return the dossier's own context, which stands in *document*, by each of its *addresses*."""
    return dict.fromkeys(addresses, json.loads(document.read_bytes())["@context"])
