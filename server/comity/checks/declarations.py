"""Terms and ontologies that are used: that something declares them."""

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from comity.builder.vocabularies import is_known, known_like, usual
from comity.builder.work import Work
from comity.checks.suggestions import near_term
from comity.finding import Check, Finding, Location, Severity
from comity.vocabulary import OWL, RDF, XSD, shortened

UNDECLARED = Check("undeclared-term", Severity.ERROR, "a class or property is declared nowhere")
UNKNOWN_DATATYPE = Check(
    "unknown-datatype", Severity.ERROR, "XML Schema has no such datatype as a literal's"
)
UNIMPORTED = Check("unknown-import", Severity.ERROR, "a file imports an ontology that is not there")
RULES = Check("swrl-rule", Severity.WARNING, "an ontology has rules of SWRL, which are passed over")
CHECKS = (UNDECLARED, UNKNOWN_DATATYPE, UNIMPORTED, RULES)

TYPE = NamedNode(RDF + "type")
IMPORTS, ONTOLOGY = NamedNode(OWL + "imports"), NamedNode(OWL + "Ontology")
SWRL = ("http://www.w3.org/2003/11/swrl#", "http://www.w3.org/2003/11/swrlb#")


def look(work: Work) -> Iterator[Finding]:
    """Find imports of what is not there, and terms that nothing declares."""
    using = [*work.written, *work.quads["shapes"]]
    yield from _unimported(work)
    yield from _undeclared(work, using)


def _unimported(work: Work) -> Iterator[Finding]:
    """Yield each import of an ontology that no file of the dossier is; none is ever fetched.

    Source: OWL 2 §3.4 https://www.w3.org/TR/owl2-syntax/#Imports
    """
    written = [quad for quads in work.quads.values() for quad in quads]
    there = {q.subject for q in written if q.predicate == TYPE and q.object == ONTOLOGY}
    elsewhere = {NamedNode(iri) for iri in work.dossier.configuration.imports}
    for quad in written:
        if quad.predicate == IMPORTS and quad.object not in there | elsewhere:
            names = [node.value for node in there if isinstance(node, NamedNode)]
            hint = near_term(str(quad.object).strip("<>"), frozenset(names))
            remedy = f"{hint}add that file, take the import away, or list it in .comity.toml"
            yield UNIMPORTED.finding(f"it imports {quad.object}, which no file of ontology/ is", remedy, work.places.at(quad), cause=str(quad.object))  # fmt: skip


def declared(work: Work) -> frozenset[str]:
    """Return the IRIs that the ontology gives a type, and those that most dossiers use of others'."""
    own = {
        q.subject.value
        for q in work.quads["ontology"]
        if q.predicate == TYPE and isinstance(q.subject, NamedNode)
    }
    return usual() | own


def _undeclared(work: Work, using: Sequence[Quad]) -> Iterator[Finding]:
    known, reported = declared(work), set[str]()
    elsewhere = (*work.dossier.configuration.imports, *work.dossier.configuration.vocabularies)
    for term, graph, what in dict.fromkeys(_uses(using)):
        if term in known or term.startswith(elsewhere) or is_known(term):
            continue
        location = _place(work, using, term, graph, what)
        if term.startswith(SWRL):
            if graph not in reported:
                reported.add(graph)
                yield RULES.finding("it has rules of SWRL; no triple follows from them", "say them as axioms of OWL, or leave them for other tools", Location(location.file))  # fmt: skip
        else:
            yield undeclared(term, what, location, known)


def _place(work: Work, using: Iterable[Quad], term: str, graph: str, what: str) -> Location:
    """Return where a term is first named; of a datatype, where the first literal that has it stands."""
    if what != "datatype":
        return work.places.named(term, graph)
    literals = (quad for quad in using if isinstance(quad.object, Literal))
    return next(work.places.at(q) for q in literals if q.object.datatype.value == term)  # type: ignore[union-attr]


def undeclared(
    term: str,
    what: str,
    location: Location,
    known: frozenset[str],
    severity: Severity | None = None,
) -> Finding:
    """Return the finding that nothing declares *term*, with what may be meant of *known* and of others' terms."""
    check = UNKNOWN_DATATYPE if what == "datatype" else UNDECLARED
    hint = near_term(term, known, known_like(term))
    problem = f"the {what} is not declared"
    remedy = (
        f"{hint}mend its name"
        if what == "datatype"
        else f"{hint}mend its name, or declare it in ontology/"
    )
    return check.finding(problem, remedy, location, shortened(term), term, severity)


def _uses(triples: Iterable[Quad]) -> Iterator[tuple[str, str, str]]:
    for quad in triples:
        graph = str(quad.graph_name).strip("<>")
        yield quad.predicate.value, graph, "property"
        if isinstance(quad.object, Literal):
            if (datatype := quad.object.datatype.value).startswith(XSD):
                yield datatype, graph, "datatype"
        elif quad.predicate == TYPE and isinstance(quad.object, NamedNode):
            yield quad.object.value, graph, "class"
