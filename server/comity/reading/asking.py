"""How a page asks the graph: a question goes out as SPARQL, rows of terms come back."""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from comity.namespace import Namespace
from comity.vocabulary import PREFIXES, TERM, XSD

if TYPE_CHECKING:
    from comity.reading.names import Name

Made = TypeVar("Made")
Row = dict[str, "Node"]
Rows = list[Row]
Ask = Callable[[str], Rows]
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
LANGUAGES = {
    "en": "English", "ru": "Русский", "be": "Беларуская", "ar": "العربية", "bg": "Български", "cs": "Čeština",
    "da": "Dansk", "de": "Deutsch", "el": "Ελληνικά", "es": "Español", "et": "Eesti", "fi": "Suomi", "fr": "Français",
    "he": "עברית", "hi": "हिन्दी", "hr": "Hrvatski", "hu": "Magyar", "it": "Italiano", "ja": "日本語", "ko": "한국어",
    "lt": "Lietuvių", "lv": "Latviešu", "nb": "Norsk bokmål", "nl": "Nederlands", "nn": "Norsk nynorsk", "no": "Norsk",
    "pl": "Polski", "pt": "Português", "ro": "Română", "sk": "Slovenčina", "sl": "Slovenščina", "sr": "Српски",
    "sv": "Svenska", "tr": "Türkçe", "uk": "Українська", "zh": "中文",
}  # fmt: skip
"""What languages are called by those who speak them; one that is not here is shown by its tag."""
UNQUOTED = ("bnode", "triple")
FORBIDDEN = set('<>"{}|^`\\') | set(map(chr, range(33)))


class Node(NamedTuple):
    """An RDF term as an answer has it."""

    value: str
    kind: str = "uri"
    language: str = ""
    datatype: str = ""

    @property
    def is_iri(self) -> bool:
        """Whether it names something."""
        return self.kind == "uri"

    @property
    def n3(self) -> str:
        """The term as SPARQL and N-Triples write it."""
        if self.is_iri:
            return f"<{self.value}>"
        if self.kind in UNQUOTED:
            return self.value if self.kind == "triple" else f"_:{self.value}"
        text = json.dumps(self.value, ensure_ascii=False)
        if self.language:
            return f"{text}@{self.language}"
        plain = not self.datatype or self.datatype == XSD + "string"
        return text if plain else f"{text}^^<{self.datatype}>"


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads: how they ask, in which language, and which day it is for them.

    Attributes:
        ask: answers a question in the view that the reader has chosen.
        language: the tag of the language that names are wanted in.
        today: the day that "in force" and "goes on" are told of.
        claimants: the graphs of those whose claims have one of their own, by name.
        known: what things are called in this language and view, as far as it has been asked for.
        kept: what else is the same for whoever reads the same view in the same language.
        namespace: what the graphs and things of the dossier are called.
    """

    ask: Ask
    language: str = "en"
    today: date = field(default_factory=date.today)
    claimants: Mapping[str, str] = field(default_factory=dict)
    known: dict[str, "Name"] = field(default_factory=dict)
    kept: dict[Hashable, object] = field(default_factory=dict)
    namespace: Namespace = field(default_factory=Namespace)

    def rows(self, question: str) -> Rows:
        """Answer *question*, in which the prefixes of Comity need no declaration."""
        return self.ask(PROLOGUE + question)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what *make* returns, which is made once for whoever reads this view in this language."""
        if key not in self.kept:
            self.kept[key] = make()
        return cast("Made", self.kept[key])


def read_rows(body: bytes) -> Rows:
    """Read rows from an answer in the JSON format of SPARQL results."""
    bindings = json.loads(body)["results"]["bindings"]
    return [{name: node(term) for name, term in row.items()} for row in bindings]


def node(term: Mapping[str, Any]) -> Node:
    """Return a term of the JSON format of SPARQL results; of a triple its terms, one after another."""
    if term["type"] == "triple":
        parts = (node(term["value"][part]).n3 for part in ("subject", "predicate", "object"))
        return Node(" ".join(parts), "triple")
    return Node(
        term["value"], term["type"], term.get("xml:lang", "").lower(), term.get("datatype", "")
    )


def read_node(text: str) -> Node:
    """Read a term as N-Triples writes it."""
    if text.startswith("<<("):
        return Node(text[3:-3].strip(), "triple")
    if text.startswith("<"):
        return Node(text[1:-1])
    if text.startswith("_:"):
        return Node(text[2:], "bnode")
    quad = next(iter(parse(input=f"<a:a> <a:a> {text} .", format=RdfFormat.N_TRIPLES)))
    literal = quad.object
    assert isinstance(literal, Literal)
    return Node(literal.value, "literal", literal.language or "", literal.datatype.value)


def node_of(term: object) -> Node:
    """Return a term of the engine as an answer has it."""
    text = str(getattr(term, "value", term))
    if isinstance(term, Literal):
        return Node(text, "literal", (term.language or "").lower(), term.datatype.value)
    return Node(text) if isinstance(term, NamedNode) else Node(text, "bnode")


def value(row: Row, name: str) -> str:
    """Return the text of what *name* is bound to in *row*; nothing where it is not."""
    node = row.get(name)
    return node.value if node else ""


def listed(iris: Iterable[str]) -> str:
    """Write *iris* for a VALUES block, each once; what cannot stand in one is left out."""
    return " ".join(f"<{iri}>" for iri in dict.fromkeys(iris) if iri and not FORBIDDEN & set(iri))


def term(name: str) -> str:
    """Return the IRI of the term *name* of the ontology."""
    return TERM + name
