"""What things are called: by language, with the fallback told, and what has no name by what it is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from comity.reading.asking import Reader, listed, value
from comity.vocabulary import BASE

LABELS = """
SELECT ?s ?rank ?name WHERE {
  VALUES ?s { %s }
  VALUES (?p ?rank) { (rdfs:label 1) (skos:prefLabel 2) (comity:statement 3) (dcterms:title 4) (schema:name 5) }
  ?s ?p ?name
} ORDER BY ?rank ?name"""
CLASSES = """
SELECT ?s ?label WHERE {
  VALUES ?s { %s }
  ?s a ?class . ?class rdfs:label ?label
  FILTER NOT EXISTS { ?s a ?narrower . ?narrower rdfs:subClassOf ?class FILTER(?narrower != ?class) }
}"""
WITHIN = """
SELECT ?s ?o ?name WHERE {
  VALUES ?s { %s }
  { ?s ?p ?o . ?o rdfs:label ?name FILTER(STRSTARTS(STR(?o), "https://w3id.org/comity/id/")) } UNION { ?s rdfs:label|dcterms:title ?name }
} ORDER BY ?s ?o ?name"""
CHARACTERS = re.compile(r"(\d+)-(\d+)")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Name:
    """What something is called.

    Attributes:
        text: the name.
        language: the tag of its language; empty where it has none.
        is_fallback: whether there is none in the language that was asked for.
        is_made: whether it is no name that the data give, but made from what the thing is.
    """

    text: str
    language: str = ""
    is_fallback: bool = False
    is_made: bool = False

    @property
    def opening(self) -> str:
        """The name as a sentence begins with it."""
        return self.text[:1].upper() + self.text[1:]


def names(reader: Reader, iris: Iterable[str], *, is_made: bool = True) -> dict[str, Name]:
    """Return what each of *iris* is called for the reader.

    Args:
        is_made: whether what has no name gets one that is made of what it is; otherwise it is left out.
    """
    wanted = [iri for iri in dict.fromkeys(iris) if iri]
    found: dict[str, list[Name]] = {}
    for row in reader.rows(LABELS % listed(wanted)) if wanted else ():
        name = row["name"]
        found.setdefault(value(row, "s"), []).append(Name(name.value, name.language))
    chosen = {iri: chosen_of(found[iri], reader.language) for iri in wanted if iri in found}
    missing = [iri for iri in wanted if iri not in chosen] if is_made else []
    return chosen | (_made(reader, missing) if missing else {})


def chosen_of(offered: list[Name], language: str) -> Name:
    """Return the name of *offered* that fits *language*: its own, one of no language, English, any."""
    for tag in (language, "", "en"):
        for name in offered:
            if name.language.partition("-")[0] == tag:
                return Name(name.text, name.language, is_fallback=tag not in (language, ""))
    return Name(offered[0].text, offered[0].language, is_fallback=True)


def _made(reader: Reader, iris: list[str]) -> dict[str, Name]:
    """Make names of what the things are: a situation is known by those that it is of."""
    ours = [iri for iri in iris if iri.startswith(f"{BASE}id/")]
    if not ours:
        return {iri: Name(name_from_iri(iri), is_made=True) for iri in iris}
    classes = _grouped(reader, CLASSES % listed(ours), "label")
    owners = {iri: owner for iri in ours if (owner := owner_of(iri))}
    rows = reader.rows(WITHIN % listed([*ours, *owners.values()]))
    within: dict[str, list[Name]] = {}
    own: dict[str, list[Name]] = {}
    for row in rows:
        name = Name(row["name"].value, row["name"].language)
        (within if "o" in row else own).setdefault(
            value(row, "s") + "\n" + value(row, "o"), []
        ).append(name)
    made = {}
    for iri in iris:
        kind = chosen_of(classes[iri], reader.language).text if iri in classes else ""
        keys = [key for key in within if key.startswith(iri + "\n")]
        others = [chosen_of(within[key], reader.language).text for key in keys[:2]]
        of = own.get(f"{owners.get(iri)}\n")
        if of and (called := chosen_of(of, reader.language).text) not in others:
            others.append(called)
        made[iri] = Name(name_from_iri(iri, kind, others), "", is_made=True)
    return made


def _grouped(reader: Reader, question: str, variable: str) -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = {}
    for row in reader.rows(question):
        node = row[variable]
        found.setdefault(value(row, "s"), []).append(Name(node.value, node.language))
    return found


def owner_of(iri: str) -> str:
    """Return the thing that *iri* is a part of by its name; nothing where it is none."""
    parts = iri.removeprefix(BASE).split("/")
    return BASE + "/".join(parts[:3]) if len(parts) > 4 else ""


def name_from_iri(iri: str, kind: str = "", others: Sequence[str] = ()) -> str:
    """Make a name for what has none: what kind of thing it is, and what it is of or the last words of its IRI."""
    path = iri.removeprefix(BASE)
    last = re.split(r"[/#]", iri.rstrip("/#"))[-1]
    if path == iri:
        host = urlsplit(iri).netloc.removeprefix("www.")
        return f"{words(last)} ({host})" if host and last and last != host else iri
    if found := CHARACTERS.fullmatch(last):
        return " · ".join(filter(None, (kind, f"characters {found[1]}–{found[2]}", *others)))
    if others:
        return " · ".join((kind or words(last), *others))
    return f"{kind} {words(last)}".strip() if kind else words(last) or iri


def words(part: str) -> str:
    """Return a part of an IRI as words."""
    return CAMEL.sub(" ", unquote(part).replace("-", " ").replace("_", " "))
