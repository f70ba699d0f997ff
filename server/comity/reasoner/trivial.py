"""The consequences that hold of everything: what a closure leaves out, and what gives them where they are asked for.

Source: OWL 2 Profiles §4.3, the rules eq-ref, prp-ap, cls-thing, cls-nothing1, dt-type1, scm-cls, scm-op and scm-dp
https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
"""

from collections.abc import Iterator

from comity.proofs.proof import THING, TYPE, Names, trivially
from comity.reasoner.closure import Closure
from comity.reasoner.tautology import axiomatic
from comity.vocabulary import OWL, RDFS

CLASS, NOTHING = f"<{OWL}Class>", f"<{OWL}Nothing>"
BELOW, SAME = f"<{RDFS}subClassOf>", f"<{OWL}sameAs>"
KINDS = {
    CLASS: (BELOW, f"<{OWL}equivalentClass>"),
    f"<{OWL}ObjectProperty>": (f"<{RDFS}subPropertyOf>", f"<{OWL}equivalentProperty>"),
    f"<{OWL}DatatypeProperty>": (f"<{RDFS}subPropertyOf>", f"<{OWL}equivalentProperty>"),
}


def is_trivial(names: Names) -> bool:
    """Say whether a triple is of a kind that holds of everything."""
    return trivially(names) is not None


def trivial(closure: Closure) -> Iterator[Names]:
    """Yield the trivial consequences of what *closure* is of, each in N-Triples forms."""
    kept = [closure.written(t) for t in closure.derived() if closure.is_rdf(t)]
    given = [*_axiomatic(), *_declared(closure), *filter(is_trivial, kept)]
    yield from given
    used = {number for t in closure.triples() if closure.is_rdf(t) for number in t}
    names = {closure.terms.forms[number] for number in used} | {SAME, TYPE, THING}
    for name in sorted(names | {name for triple in given for name in triple}):
        if name[0] != '"':
            yield name, SAME, name
            yield name, TYPE, THING


def _axiomatic() -> Iterator[Names]:
    yield from ((f"<{iri}>", TYPE, f"<{class_}>") for iri, _, class_ in axiomatic())


def _declared(closure: Closure) -> Iterator[Names]:
    """Yield scm-cls, scm-op and scm-dp."""
    for kind, itself in KINDS.items():
        for name in [*closure.members(kind), *((THING, NOTHING) if kind == CLASS else ())]:
            yield from ((name, predicate, name) for predicate in itself)
            if kind == CLASS:
                yield name, BELOW, THING
                yield NOTHING, BELOW, name
