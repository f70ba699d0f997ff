"""The engines of the SHACL gate: shacl, the fast one, and pySHACL, the reference it is held to."""

import re
from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, Literal, Quad, RdfFormat, Triple, parse, serialize

from comity.builder import load
from comity.errors import SourceError
from comity.vocabulary import SH

Triples = Sequence[Quad | Triple]

SUBQUERY = re.compile(r"\{\s*SELECT\b", re.I), "it takes a subquery without $this for a good one"

# What shacl 0.3.4 leaves to pySHACL: the values of a parameter that are meant, and the reason.
BEYOND = {
    SH + "pattern": (
        re.compile(r"\\[1-9]|\(\?<?[=!]"),
        "it knows no back-reference and no look-around",
    ),
    SH + "select": SUBQUERY,
    SH + "ask": SUBQUERY,
}
LONGEST = 200
ABOUT = tuple(SH + name for name in ("focusNode", "value"))


def report(data: Triples, shapes: Triples, validator: str) -> list[Triple]:
    """Validate *data* against *shapes* and return the W3C report.

    Args:
        data, shapes: the two graphs; names of graphs are passed over.
        validator: shacl, or pyshacl, the reference. What shacl cannot do goes to pyshacl: the constraints
            of BEYOND, results about a blank node, which it renames, and machines it has no wheel for.

    Raises:
        SourceError: the shapes are not well formed.

    Source: SHACL §3.6 https://www.w3.org/TR/shacl/#validation-report
    """
    _require_paths(shapes)
    if validator == "shacl" and not any(beyond(shapes)):
        fast = _by_shacl(data, shapes)
        if fast is not None and not any(map(_is_about_a_blank_node, fast)):
            return fast
    return _by_pyshacl(data, shapes)


def beyond(shapes: Triples) -> Iterator[str]:
    """Say why each constraint of *shapes* that shacl cannot do is left to pySHACL."""
    for triple in shapes:
        if triple.predicate.value in BEYOND and isinstance(triple.object, Literal):
            meant, reason = BEYOND[triple.predicate.value]
            if meant.search(triple.object.value):
                yield f"{triple.object}: {reason}"


def _is_about_a_blank_node(triple: Triple) -> bool:
    return triple.predicate.value in ABOUT and isinstance(triple.object, BlankNode)


def _require_paths(shapes: Triples) -> None:
    """Refuse a property shape without a path, which shacl would pass over.

    Source: SHACL §2.3 https://www.w3.org/TR/shacl/#property-shapes
    """
    pathed = {t.subject for t in shapes if t.predicate.value == SH + "path"}
    for triple in shapes:
        if triple.predicate.value == SH + "property" and triple.object not in pathed:
            raise _malformed(f"{triple.object} is a property shape without sh:path")


def _malformed(reason: object) -> SourceError:
    told = " ".join(str(reason).split())[:LONGEST].rstrip(".")
    return SourceError(f"ontology/shapes: the shapes are not well formed ({told}); mend them.")


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
