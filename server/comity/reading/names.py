"""What things are called: by language, with the fallback told, and what has no name by what it is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from comity.namespace import Namespace
from comity.reading.asking import Reader, listed, value
from comity.reading.classes import particular
from comity.reading.words import say
from comity.vocabulary import DCTERMS, RDFS, SCHEMA, SKOS, TERM

NAMING = (
    RDFS + "label",
    SKOS + "prefLabel",
    TERM + "statement",
    DCTERMS + "title",
    SCHEMA + "name",
)
"""The relations that give a name, the best first."""
LABELS = f"""
SELECT ?s ?p ?name WHERE {{
  VALUES ?s {{ %s }} ?s ?p ?name FILTER(?p IN ({", ".join(f"<{iri}>" for iri in NAMING)}))
}}"""
AROUND = """
SELECT DISTINCT ?s ?o WHERE {{ VALUES ?s {{ {things_asked} }} ?s ?p ?o FILTER(isIRI(?o) && ({is_thing})) }}"""
LABELLED = "SELECT ?s ?name WHERE { VALUES ?s { %s } ?s %s ?name }"
MOST = 600
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
    known = reader.known
    fresh = [iri for iri in wanted if iri not in known]
    known |= _given(reader, fresh)
    missing = [iri for iri in wanted if iri not in known] if is_made else []
    known |= _made(reader, missing) if missing else {}
    return {
        iri: known[iri] for iri in wanted if iri in known and (is_made or not known[iri].is_made)
    }


def _given(reader: Reader, iris: list[str]) -> dict[str, Name]:
    """Return the names that the data give."""
    rows = reader.rows(LABELS % listed(iris)) if iris else []
    found: dict[str, list[Name]] = {}
    for row in sorted(rows, key=lambda row: (NAMING.index(value(row, "p")), value(row, "name"))):
        if text := readable(value(row, "name")):
            found.setdefault(value(row, "s"), []).append(Name(text, row["name"].language))
    return {iri: chosen_of(offered, reader.language) for iri, offered in found.items()}


def readable(text: str) -> str:
    """Return *text* as a page can show it: without control characters, on one line, no longer than a paragraph."""
    seen = " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())
    return seen if len(seen) <= MOST else f"{seen[: MOST - 2].rsplit(' ', 1)[0]} …"


def chosen_of(offered: list[Name], language: str) -> Name:
    """Return the name of *offered* that fits *language*: its own, one of no language, English, any."""
    for tag in (language, "", "en"):
        for name in offered:
            if name.language.partition("-")[0] == tag:
                return Name(name.text, name.language, is_fallback=tag not in (language, ""))
    return Name(offered[0].text, offered[0].language, is_fallback=True)


def _made(reader: Reader, iris: list[str]) -> dict[str, Name]:
    """Make names of what the things are: a situation is known by those that it is of."""
    namespace = reader.namespace
    ours = [iri for iri in iris if namespace.space_of(iri)]
    if not ours:
        return {iri: Name(name_from_iri(namespace, iri), is_made=True) for iri in iris}
    classes = particular(reader, ours)
    called = names(reader, {iri for found in classes.values() for iri in found}, is_made=False)
    owners = {iri: owner for iri in ours if (owner := owner_of(namespace, iri))}
    around: dict[str, list[str]] = {}
    for row in reader.rows(
        AROUND.format(is_thing=namespace.is_thing("?o"), things_asked=listed(ours))
    ):
        around.setdefault(value(row, "s"), []).append(value(row, "o"))
    others = _labelled(reader, {o for found in around.values() for o in found}, "rdfs:label")
    own = _labelled(reader, owners.values(), "rdfs:label|dcterms:title")
    made = {}
    for iri in iris:
        kind = next((called[c].text for c in classes.get(iri, ()) if c in called), "")
        near = [others[o].text for o in sorted(around.get(iri, ())) if o in others][:2]
        of = own.get(owners.get(iri, ""))
        if of and of.text not in near:
            near.append(of.text)
        made[iri] = Name(name_from_iri(namespace, iri, kind, near), "", is_made=True)
    return made


def _labelled(reader: Reader, iris: Iterable[str], path: str) -> dict[str, Name]:
    """Return the names that *path* leads to from those of *iris* that have one."""
    wanted = listed(iris)
    found: dict[str, list[Name]] = {}
    for row in reader.rows(LABELLED % (wanted, path)) if wanted else ():
        found.setdefault(value(row, "s"), []).append(Name(row["name"].value, row["name"].language))
    ordered = {iri: sorted(offered, key=lambda name: name.text) for iri, offered in found.items()}
    return {iri: chosen_of(offered, reader.language) for iri, offered in ordered.items()}


def owner_of(namespace: Namespace, iri: str) -> str:
    """Return the thing that *iri* is a part of by its name; nothing where it is none."""
    space = namespace.space_of(iri)
    parts = iri.removeprefix(space).split("/") if space else []
    return space + "/".join(parts[:2]) if len(parts) > 3 else ""


def name_from_iri(
    namespace: Namespace, iri: str, kind: str = "", others: Sequence[str] = ()
) -> str:
    """Make a name for what has none: what kind of thing it is, and what it is of or the last words of its IRI."""
    last = re.split(r"[/#]", iri.rstrip("/#"))[-1]
    if not namespace.path_of(iri):
        host = urlsplit(iri).netloc.removeprefix("www.")
        return f"{words(last)} ({host})" if host and last and last != host else iri
    if found := CHARACTERS.fullmatch(last):
        return " · ".join(
            filter(
                None, (kind, say("characters {start}–{end}", start=found[1], end=found[2]), *others)
            )
        )
    if others:
        return " · ".join((kind or words(last), *others))
    return f"{kind} {words(last)}".strip() if kind else words(last) or iri


def words(part: str) -> str:
    """Return a part of an IRI as words."""
    return CAMEL.sub(" ", unquote(part).replace("-", " ").replace("_", " "))
