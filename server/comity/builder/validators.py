"""The engines of the SHACL gate: shacl, the fast one, and pySHACL, the reference it is held to, shape by shape."""

from collections.abc import Sequence

from pyoxigraph import BlankNode, Quad, RdfFormat, Triple, parse, serialize

from comity.builder import load
from comity.builder.malformed import malformed
from comity.builder.routing import implied, routed
from comity.errors import SourceError
from comity.vocabulary import SH, shortened

Triples = Sequence[Quad | Triple]
LONGEST = 200
ABOUT = tuple(SH + name for name in ("focusNode", "value"))
NOT_RUN = {SH + name for name in ("rule", "js", "expression", "values")}


def report(data: Triples, shapes: Triples, validator: str) -> list[Triple]:
    """Validate *data* against *shapes* and return the W3C report.

    Args:
        data, shapes: the two graphs; names of graphs are passed over.
        validator: shacl, or pyshacl, the reference. What shacl cannot do goes to pyshacl: the shapes that lead to
            a constraint of `routing.BEYOND`, all of them where a result is about a blank node, which it renames,
            and on machines that it has no wheel for.

    Raises:
        SourceError: the shapes are not well formed.

    Source: SHACL §3.6 https://www.w3.org/TR/shacl/#validation-report
    """
    for triple, problem in malformed(shapes):
        name = (
            shortened(getattr(triple.subject, "value", ""))
            if not isinstance(triple.subject, BlankNode)
            else "a shape without a name"
        )
        raise _malformed(f"{name}: {problem}")
    shapes = implied([t for t in shapes if t.predicate.value not in NOT_RUN])
    if validator != "shacl":
        return _by_pyshacl(data, shapes)
    fast, others = routed(shapes)
    found = _by_shacl(data, fast)
    if found is None or any(map(_is_about_a_blank_node, found)):
        return _by_pyshacl(data, shapes)
    return found + (_by_pyshacl(data, others) if others else [])


def _is_about_a_blank_node(triple: Triple) -> bool:
    return triple.predicate.value in ABOUT and isinstance(triple.object, BlankNode)


def _malformed(reason: object) -> SourceError:
    problem = " ".join(str(reason).split())[:LONGEST].rstrip(".")
    return SourceError(f"ontology/shapes: the shapes are not well formed ({problem}); mend them.")


def _by_shacl(data: Triples, shapes: Triples) -> list[Triple] | None:
    try:
        import shacl  # only here: where it has no wheel, pySHACL validates
    except ImportError:
        return None
    try:
        gate = shacl.Shapes.from_text(_n_triples(shapes), "ntriples")
        found = gate.validate_text(_n_triples(data), "ntriples").serialize("ntriples")
    except ValueError as error:
        raise _malformed(error) from error
    return [quad.triple for quad in parse(input=found, format=RdfFormat.N_TRIPLES)]


def _by_pyshacl(data: Triples, shapes: Triples) -> list[Triple]:
    import pyshacl  # only here: it and rdflib take longer to load than shacl to validate

    try:
        _, found, _ = pyshacl.validate(
            load.to_rdflib(data),
            shacl_graph=load.to_rdflib(shapes),
            inference="none",
            inplace=True,
            advanced=True,
            do_owl_imports=False,
        )
    except Exception as error:  # it lets through what rdflib raises of a query, of no common class
        raise _malformed(error) from error
    if isinstance(found, Exception):
        raise _malformed(found)
    text = found.serialize(format="ntriples")
    return [quad.triple for quad in parse(input=text, format=RdfFormat.N_TRIPLES)]


def _n_triples(triples: Triples) -> str:
    plain = (Triple(t.subject, t.predicate, t.object) for t in triples)
    text = serialize(plain, format=RdfFormat.N_TRIPLES)
    assert text is not None, "without an output it is returned"
    return text.decode()
