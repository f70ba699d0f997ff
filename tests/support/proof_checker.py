"""An independent check of proofs: it knows the table of rules and reads lists, and nothing of how the engine works."""

import re

from comity.reasoner.rules import RULES
from comity.vocabulary import OWL, RDF, RDFS, XSD

TYPE, SAME, BELOW = RDF + "type", OWL + "sameAs", RDFS + "subClassOf"
FIRST, REST, NIL = RDF + "first", RDF + "rest", RDF + "nil"
TABLE = {}
for each in RULES:
    TABLE.setdefault(each.name, []).append(each)


CLASS, THING, NOTHING = (OWL + name for name in ("Class", "Thing", "Nothing"))
NUMBER = re.compile(r'"([+-]?\d+)(\.0*)?"\^\^<http://www\.w3\.org/2001/XMLSchema#\w+>')


def plain(form):
    """An IRI without its brackets, a whole number as it counts, anything else as it is written."""
    if form.startswith("<"):
        return form[1:-1]
    number = NUMBER.fullmatch(form)
    return str(int(number[1])) if number else form


LISTED = ("prp-spo2", "prp-key", "cls-int1", "cls-int2", "cls-uni", "scm-int", "scm-uni", "cls-oo")


def unify(pattern, triple, bound):
    for word, value in zip(pattern, triple, strict=True):
        if word.startswith("?"):
            if bound.setdefault(word, value) != value:
                return False
        elif word != value:
            return False
    return True


def is_instance_of_table(rule, conclusion, premises):
    bound = {}
    return (
        len(rule.premises) == len(premises)
        and all(unify(p, t, bound) for p, t in zip(rule.premises, premises, strict=True))
        and any(unify(pattern, conclusion, dict(bound)) for pattern in rule.conclusions)
    )


def members_and_used(axiom, others):
    cells = [t for t in others if t[1] in (FIRST, REST)]
    first = {s: o for s, p, o in cells if p == FIRST}
    rest = {s: o for s, p, o in cells if p == REST}
    members, cell = [], axiom[2]
    while cell != NIL:
        members.append(first[cell])
        cell = rest[cell]
    return members, [t for t in others if t not in cells]


def is_instance_of_list(name, conclusion, premises):
    axiom, *others = premises
    members, used = members_and_used(axiom, others)
    c, (s, p, o) = axiom[0], conclusion
    match name:
        case "prp-spo2":
            ends = [t[0] for t in used] + [used[-1][2]]
            links = [(ends[i], link, ends[i + 1]) for i, link in enumerate(members)]
            return used == links and conclusion == (ends[0], c, ends[-1])
        case "prp-key":
            values = [t[2] for t in used[2::2]]
            shared = [(x, k, v) for k, v in zip(members, values, strict=True) for x in (s, o)]
            return p == SAME and used == [(s, TYPE, c), (o, TYPE, c), *shared]
        case "cls-int1":
            return {(s, TYPE, d) for d in members} == set(used) and (p, o) == (TYPE, c)
        case "cls-int2":
            return used == [(s, TYPE, c)] and p == TYPE and o in members
        case "cls-uni":
            return used == [(s, TYPE, used[0][2])] and used[0][2] in members and (p, o) == (TYPE, c)
        case "scm-int":
            return (s, p) == (c, BELOW) and o in members
        case "scm-uni":
            return s in members and (p, o) == (BELOW, c)
        case "cls-oo":
            return s in members and (p, o) == (TYPE, c)
    return False


def is_trivial(triple):
    s, p, o = triple
    return s == o and p == SAME


def check(closure):
    """Check every step of every proof, that it leads down to what is asserted, and return how many steps there are."""
    name = [plain(form) for form in closure.terms.forms]
    proved, counted = set(closure.asserted()), 0
    for goal in closure.derived():
        waiting = [(goal, False)]
        while waiting:
            triple, ready = waiting.pop()
            if triple in proved:
                continue
            step = closure.step(triple)
            needed = [p for i, p in enumerate(step.premises) if i not in step.trivial]
            if not ready:
                waiting += [(triple, True), *((p, False) for p in needed if p not in proved)]
                continue
            assert all(p in proved for p in needed), ("goes round", closure.written(triple))
            check_step(step, tuple(name[n] for n in triple), name)
            proved.add(triple)
            counted += 1
    return counted


def check_step(step, conclusion, name):
    premises = [tuple(name[n] for n in premise) for premise in step.premises]
    for place in step.trivial:
        assert is_trivial(premises[place]), premises[place]
    rules = TABLE.get(step.rule, [])
    assert (
        any(is_instance_of_table(rule, conclusion, premises) for rule in rules)
        or is_instance_of_literals(step.rule, conclusion, premises)
        or is_instance_of_trivial(step.rule, conclusion, premises)
        or (step.rule in LISTED and is_instance_of_list(step.rule, conclusion, premises))
    ), (step.rule, conclusion, premises)


def is_instance_of_trivial(name, conclusion, premises):
    """The rules with trivial conclusions, where others rest on these."""
    s, p, o = conclusion
    match name:
        case "eq-ref":
            return not premises and s == o and p == SAME
        case "cls-thing" | "cls-nothing1":
            class_ = THING if name == "cls-thing" else NOTHING
            return not premises and conclusion == (class_, TYPE, CLASS)
        case "prp-ap":
            kind = (TYPE, OWL + "AnnotationProperty")
            return not premises and (p, o) == kind and s.startswith((OWL, RDFS))
        case "dt-type1":
            return not premises and (p, o) == (TYPE, RDFS + "Datatype")
        case "scm-cls":
            c = premises[0][0]
            itself = (c, BELOW, c), (c, OWL + "equivalentClass", c)
            tops = (c, BELOW, THING), (NOTHING, BELOW, c)
            return premises == [(c, TYPE, CLASS)] and conclusion in (*itself, *tops)
        case "scm-op" | "scm-dp":
            kind = OWL + ("ObjectProperty" if name == "scm-op" else "DatatypeProperty")
            alike = (RDFS + "subPropertyOf", OWL + "equivalentProperty")
            return premises == [(s, TYPE, kind)] and s == o and p in alike
    return False


def is_instance_of_literals(name, conclusion, premises):
    literal, p, datatype = conclusion
    return (
        name == "dt-type2"
        and not premises
        and p == TYPE
        and literal[0] in '"0123456789-'
        and datatype.startswith((XSD, RDF, RDFS))
    )
