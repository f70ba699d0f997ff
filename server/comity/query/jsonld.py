"""Triples as JSON-LD by the terms of the dataset's own context, of which an answer has as much as it uses.

What is longer than a program takes at once, or has what the context cannot say, the engine writes, in expanded form.

Source: JSON-LD 1.1 https://www.w3.org/TR/json-ld11/, of the context §3, of language maps §4.2.4
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import IO, Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from comity.namespace import Namespace
from comity.vocabulary import RDF, XSD

FEW = 2000
"""Up to so many triples are written by the terms of the context."""
_context: dict[str, Any] = {}
Entry = Mapping[str, str]


def use(context: Mapping[str, Any]) -> None:
    """Take the context of the dataset, terms by their name, for what this process writes."""
    _context.clear()
    _context.update({name: e if isinstance(e, dict) else {"@id": e} for name, e in context.items() if not name.startswith("@")})  # fmt: skip


def write(found: Iterable[Triple], sink: IO[bytes], namespace: Namespace) -> None:
    """Write triples, with the prefixes of *namespace*."""
    triples = iter(found)
    few = list(islice(triples, FEW + 1))
    if len(few) > FEW or not _context or not all(map(_is_sayable, few)):
        serialize(chain(few, triples), sink, format=RdfFormat.JSON_LD)
        return
    sink.write(json.dumps(_Document(_context, namespace).of(few), ensure_ascii=False).encode())


def _is_sayable(triple: Triple) -> bool:
    """Tell whether no term of *triple* is a triple, and no IRI would be read as a prefixed name."""
    terms = [t for t in triple if isinstance(t, NamedNode)]
    is_plain = not any(isinstance(term, Triple) for term in triple)
    return is_plain and not any(term.value.partition(":")[0] in _context for term in terms)


class _Document:
    """A document as it is made, and what of the context it has used."""

    def __init__(self, context: Mapping[str, Entry], namespace: Namespace) -> None:
        self._context, self._prefixes = context, namespace.prefixes
        self._terms = {entry["@id"]: name for name, entry in context.items() if name not in self._prefixes}  # fmt: skip
        self._used: dict[str, Entry | str] = {}

    def of(self, triples: Iterable[Triple]) -> dict[str, Any]:
        """Return the whole document."""
        facts: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            facts[self._node(triple.subject)][triple.predicate.value].append(triple.object)
        nodes = [{"@id": subject, **self._said(said)} for subject, said in facts.items()]
        context = {"@version": 1.1, **{n: self._used[n] for n in sorted(self._used)}}
        return {"@context": context, **(nodes[0] if len(nodes) == 1 else {"@graph": nodes})}

    def _said(self, said: Mapping[str, list[Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for predicate, values in said.items():
            if predicate == RDF + "type" and not any(isinstance(v, Literal) for v in values):
                found["@type"] = _one([self._node(value, is_term=True) for value in values])
            else:
                self._say(found, predicate, values)
        return found

    def _say(self, found: dict[str, Any], predicate: str, values: list[Any]) -> None:
        name = self._terms.get(predicate, "")
        entry = self._context.get(name, {})
        by_language = [v for v in values if entry.get("@container") and _language(v)]
        rest = [v for v in values if v not in by_language] if by_language else values
        if by_language:
            found[self._use(name)] = _by_language(by_language)
        if rest:
            is_open = not name or "@container" in entry
            key = self._prefixed(predicate) if is_open else self._use(name)
            found[key] = _one([self._value(value, {} if is_open else entry) for value in rest])

    def _value(self, value: Any, entry: Entry) -> Any:
        if not isinstance(value, Literal):
            node = self._node(value)
            return node if entry.get("@type") == "@id" else {"@id": node}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        datatype = value.datatype.value
        if entry.get("@type") == datatype or (datatype == XSD + "string" and "@type" not in entry):
            return value.value
        if datatype == XSD + "string":
            return {"@value": value.value}
        return {"@value": value.value, "@type": self._prefixed(datatype)}

    def _node(self, node: Any, *, is_term: bool = False) -> str:
        if isinstance(node, BlankNode):
            return str(node)
        if is_term and node.value in self._terms:
            return self._use(self._terms[node.value])
        return self._prefixed(str(node.value))

    def _prefixed(self, iri: str) -> str:
        for prefix, namespace in self._prefixes.items():
            local = iri.removeprefix(namespace)
            if local != iri and local and not local.startswith("//"):
                self._used[prefix] = namespace
                return f"{prefix}:{local}"
        return iri

    def _use(self, name: str) -> str:
        self._used[name] = self._context[name]
        return name


def _language(value: Any) -> str | None:
    return value.language if isinstance(value, Literal) else None


def _by_language(values: Iterable[Literal]) -> dict[str, Any]:
    told: dict[str, list[str]] = defaultdict(list)
    for value in values:
        told[value.language or ""].append(value.value)
    return {language: _one(texts) for language, texts in told.items()}


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
