"""Several dossiers as one: the others in folders below `.beside/`, a state of two of them one thing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Quad

from comity.builder.description import Description
from comity.builder.source_file import SourceFile
from comity.builder.syntax import quads
from comity.finding import Check, Finding, Location, Severity, Unsound
from comity.namespace import BESIDE
from comity.vocabulary import RDF, SKOS, TERM

APART = Check("beside", Severity.ERROR, "two dossiers cannot be published together")
STATES = {NamedNode(TERM + name) for name in ("State", "Country", "Polity")}
TYPE, MATCH = NamedNode(RDF + "type"), NamedNode(SKOS + "exactMatch")
WIKIDATA, ENTITY = NamedNode(TERM + "wikidataId"), "http://www.wikidata.org/entity/"
Other = tuple[str, Description, Sequence[SourceFile]]
"""Another dossier: its name, what it says of itself, and its files."""


def beside(first: Description, own: Sequence[SourceFile], others: Sequence[Other], found: list[Finding]) -> tuple[list[SourceFile], tuple[tuple[str, str], ...]]:  # fmt: skip
    """Return the files of dossiers that are published together, and the names of states as the first to speak of them has them.

    Args:
        found: takes up why they cannot be.
    """
    files = list(own)
    states, aliases = _states(own), dict[str, str]()
    bases = {first.base: "the first"}
    for name, said, theirs in others:
        if said.base in bases:
            found.append(APART.finding(f"its base {said.base} is that of {bases[said.base]} too", "give it a base of its own in data/dataset.ttl, or serve them apart", Location(f"{BESIDE}/{name}/data")))  # fmt: skip
        bases[said.base] = name
        mine = _states(theirs)
        aliases |= {mine[key]: states[key] for key in mine.keys() & states.keys() if mine[key] != states[key]}  # fmt: skip
        states = mine | states
        files += _kept(name, files, theirs, found)
    named = tuple(sorted(aliases.items()))
    return [replace(file, aliases=named) if _is_beside(file) else file for file in files], named


def _is_beside(file: SourceFile) -> bool:
    return file.path.is_relative_to(BESIDE)


def _kept(name: str, files: Sequence[SourceFile], theirs: Iterable[SourceFile], found: list[Finding]) -> Iterator[SourceFile]:  # fmt: skip
    """Yield the files of the dossier *name*, without those of the ontology and the questions that are there already."""
    graphs = {file.graph: file for file in files if file.graph}
    questions = {file.path.stem for file in files if file.kind == "queries"}
    for file in theirs:
        path = BESIDE / name / file.path
        known = graphs.get(file.graph)
        if known and known.content != file.content:
            found.append(APART.finding(f"it is the graph <{file.graph}>, and so is {known.path}, which says something else", "give one another name, or serve them apart", Location(str(path))))  # fmt: skip
        elif not known and not (file.kind == "queries" and file.path.stem in questions):
            yield replace(file, path=path)


def _states(files: Iterable[SourceFile]) -> dict[str, str]:
    """Return the states that *files* describe, by their number at Wikidata."""
    facts = [quad for file in files if file.kind == "data" for quad in _quads(file)]
    states = {q.subject for q in facts if q.predicate == TYPE and q.object in STATES}
    numbers = ((q.subject, _number(q)) for q in facts if q.subject in states)
    return {number: subject.value for subject, number in numbers if number and isinstance(subject, NamedNode)}  # fmt: skip


def _number(quad: Quad) -> str:
    if quad.predicate == WIKIDATA and isinstance(quad.object, Literal):
        return quad.object.value
    if quad.predicate == MATCH and isinstance(quad.object, NamedNode):
        number = quad.object.value.removeprefix(ENTITY)
        return number if number != quad.object.value else ""
    return ""


def _quads(file: SourceFile) -> list[Quad]:
    try:
        return quads(file)
    except Unsound:  # whoever parses it says so
        return []
