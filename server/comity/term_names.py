"""Terms as Turtle writes them: by the prefixes that there are, of which those that are used are known."""

import re
from collections.abc import Mapping

from pyoxigraph import BlankNode, Literal, NamedNode

from comity.vocabulary import XSD

LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9_-]))*")
BARE = {
    XSD + "integer": re.compile(r"-?(?:0|[1-9][0-9]*)"),  # as every reader writes it back
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}


class TermNames:
    """Writes terms with the prefixes there are, and knows which it has used."""

    def __init__(self, known: Mapping[str, str]) -> None:
        """Take namespaces by their prefix."""
        self.prefixes = {namespace: prefix for prefix, namespace in known.items()}
        self.used: dict[str, str] = {}
        self.blank: dict[str, str] = {}

    def declared(self) -> str:
        """Return the declarations of the prefixes that were used, a line each."""
        lines = [f"@prefix {prefix}: <{self.used[prefix]}> ." for prefix in sorted(self.used)]
        return "\n".join(lines) + "\n"

    def of(self, term: object) -> str:
        """Return a term as Turtle writes it."""
        match term:
            case NamedNode():
                return self._iri(term)
            case BlankNode():
                return "_:" + self.blank.setdefault(term.value, f"b{len(self.blank) + 1}")
            case Literal() if not term.language:
                return self._literal(term)
        return str(term)

    def _iri(self, iri: NamedNode) -> str:
        start = max(iri.value.rfind("/"), iri.value.rfind("#")) + 1
        namespace, local = iri.value[:start], iri.value[start:]
        if namespace not in self.prefixes or not LOCAL.fullmatch(local):
            return str(iri)
        prefix = self.prefixes[namespace]
        self.used[prefix] = namespace
        return f"{prefix}:{local}"

    def _literal(self, literal: Literal) -> str:
        datatype = literal.datatype.value
        if datatype == XSD + "string":
            return str(literal)
        if datatype in BARE and BARE[datatype].fullmatch(literal.value):
            return literal.value
        return f"{Literal(literal.value)}^^{self._iri(literal.datatype)}"
