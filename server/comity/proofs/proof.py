"""A proof: a triple, the rule it follows by, and the proofs of what the rule needs, down to what is asserted.

What several steps rest on is one object that they share, so that a proof is as large as what it rests on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from comity.namespace import Namespace
from comity.vocabulary import OWL, RDF, RDFS

COMITY = Namespace()
Names = tuple[str, str, str]
"""Subject, predicate and object in N-Triples."""
THING, NOTHING = f"<{OWL}Thing>", f"<{OWL}Nothing>"
TYPE = f"<{RDF}type>"
CELLS = (f"<{RDF}first>", f"<{RDF}rest>")
ITSELF = {
    f"<{OWL}sameAs>": "eq-ref",
    f"<{RDFS}subClassOf>": "scm-cls",
    f"<{OWL}equivalentClass>": "scm-cls",
    f"<{RDFS}subPropertyOf>": "scm-op",
    f"<{OWL}equivalentProperty>": "scm-op",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One step: the rule, and the triples that it needs.

    Attributes:
        trivial: the places of those premises that hold of everything, and have no reason recorded.
    """

    rule: str
    premises: tuple[Names, ...]
    trivial: tuple[int, ...] = ()


@dataclass(slots=True)
class Proof:
    """Why a triple holds.

    Attributes:
        triple: subject, predicate and object in N-Triples; empty for a contradiction.
        rule: the W3C name of the rule it follows by; None where it is asserted.
        trivial: whether it holds of everything.
        file, line: where it stands, if asserted and known; the line counts from 1.
        premises: the proofs of what the rule needs.
        evidence: claims that say an asserted one, each with its statement and its source, and with its passage and
            where that starts and ends, in characters, if it has one.
        members: of an axiom that leads to a list, what is in the list.
    """

    triple: Names | tuple[()]
    rule: str | None = None
    trivial: bool = False
    file: str = ""
    line: int = 0
    premises: list["Proof"] = field(default_factory=list)
    evidence: list[dict[str, str]] = field(default_factory=list)
    members: tuple[str, ...] = ()

    @property
    def location(self) -> str:
        """File and line as a reader is told them; empty where they are not known."""
        return f"{self.file}, line {self.line}" if self.file else ""

    def steps(self) -> Iterator["Proof"]:
        """Yield each step once, this one first, then those it rests on."""
        seen, waiting = set(), [self]
        while waiting:
            step = waiting.pop()
            if id(step) not in seen:
                seen.add(id(step))
                yield step
                waiting += reversed(step.premises)

    def leaves(self) -> Iterator["Proof"]:
        """Yield each asserted triple it rests on, once."""
        return (step for step in self.steps() if step.rule is None)

    def walk(self, folded: bool = True) -> Iterator[tuple[int, "Proof", bool]]:
        """Yield each step with its depth and whether it has been told before; what it rests on is told once.

        Folded, a list is told with the axiom that leads to it, and its cells are left out.
        """
        seen: set[int] = set()
        waiting = [(0, self)]
        while waiting:
            depth, step = waiting.pop()
            is_repeated = id(step) in seen
            yield depth, step, is_repeated
            seen.add(id(step))
            if not is_repeated:
                rests = [p for p in step.premises if not (folded and p._is_cell())]
                waiting += [(depth + 1, premise) for premise in reversed(rests)]

    def _is_cell(self) -> bool:
        triple = self.triple
        return len(triple) == 3 and triple[1] in CELLS and triple[0].startswith("_:")

    @property
    def terms(self) -> list[str]:
        """The terms of the triple; in the place of a list, what is in it, between parentheses."""
        terms = list(self.triple)
        return [*terms[:2], "(", *self.members, ")"] if self.members else terms

    def lines(self, namespace: Namespace = COMITY) -> Iterator[str]:
        """Yield it as text, a step a line, premises indented; *namespace* is that of its dossier."""
        for depth, step, is_repeated in self.walk():
            indent = "  " * depth
            yield f"{indent}{step.statement(namespace)}  [{step.reason()}{', as above' if is_repeated and step.premises else ''}]"
            for row in () if is_repeated else step.evidence:
                yield f"{indent}  ← {_cited(row, namespace)}"

    def statement(self, namespace: Namespace = COMITY) -> str:
        """Return the triple as a reader is told it."""
        return " ".join(short(term, namespace) for term in self.terms) or "a contradiction"

    def reason(self) -> str:
        """Return in a few words why it holds."""
        if self.trivial:
            return f"holds of everything, by {self.rule}"
        return f"by {self.rule}" if self.rule else f"asserted in {self.location or 'the data'}"

    def as_dict(self) -> dict[str, Any]:
        """Return it as nested mappings, as JSON has it; a step told before has `above` instead of its premises."""
        root: dict[str, Any] = {}
        path: list[dict[str, Any]] = [root]
        for depth, step, is_repeated in self.walk(folded=False):
            node = step._as_node(is_repeated)
            del path[depth + 1 :]
            if depth:
                path[depth]["premises"].append(node)
            else:
                root.update(node)
                node = root
            path.append(node)
        return root

    def _as_node(self, is_repeated: bool) -> dict[str, Any]:
        node: dict[str, Any] = {"triple": list(self.triple), "rule": self.rule}
        if self.trivial:
            node["trivial"] = True
        if self.rule is None:
            node |= {
                "file": self.file,
                "line": self.line,
                "place": self.location,
                "evidence": self.evidence,
            }
        above = is_repeated and bool(self.premises)
        return {**node, "above": True} if above else {**node, "premises": []}


def _cited(row: dict[str, str], namespace: Namespace) -> str:
    """Write a claim for a reader: what it says, and where that stands."""
    source = f" ({namespace.shortened(row['source'])})" if "source" in row else ""
    if "start" in row:
        source = f"{source[:-1]}, characters {row['start']} to {row['end']})"
    says = f": {row['statement']}" if "statement" in row else ""
    return f"{namespace.shortened(row['claim'])}{says}{source}"


def prove(triple: Names, reason: Callable[[Names], Reason | None]) -> Proof:
    """Return the proof of *triple*.

    Args:
        triple: one that holds.
        reason: gives the step by which a triple follows, None for an asserted one.
    """
    return _proved(Proof(triple), reason)


def refute(found: Reason, reason: Callable[[Names], Reason | None]) -> Proof:
    """Return the proof of a contradiction, from what clashes in it; *reason* as for `prove`."""
    root, known = Proof((), found.rule), dict[Names, Proof]()
    _rest(root, found, known)
    for premise in root.premises:
        if not premise.trivial:
            _proved(premise, reason, known)
    return root


def _proved(
    root: Proof, reason: Callable[[Names], Reason | None], known: dict[Names, Proof] | None = None
) -> Proof:
    known = {} if known is None else known
    waiting = [root]
    while waiting:
        step = waiting.pop()
        if step.rule is not None or step.premises or not step.triple:
            continue
        found = reason(step.triple)
        if found is not None:
            step.rule = found.rule
            waiting += _rest(step, found, known)
    return root


def _rest(step: Proof, found: Reason, known: dict[Names, Proof]) -> list[Proof]:
    """Give *step* its premises; return those that are new."""
    fresh = []
    for index, premise in enumerate(found.premises):
        if index in found.trivial:
            step.premises.append(trivially(premise) or Proof(premise, "eq-ref", True))
        else:
            if premise not in known:
                known[premise] = Proof(premise)
                fresh.append(known[premise])
            step.premises.append(known[premise])
    _list(step.premises)
    return fresh


def _list(premises: list[Proof]) -> None:
    """Give the axiom among *premises* that leads to a list the list's members."""
    triples = [premise.triple for premise in premises if premise.triple]
    heads = {s: o for s, p, o in triples if p == CELLS[0]}
    tails = {s: o for s, p, o in triples if p == CELLS[1]}
    for premise in premises:
        if premise.triple and premise.triple[1] not in CELLS and premise.triple[2] in heads:
            cell, members = premise.triple[2], []
            while cell in heads:
                members.append(heads[cell])
                cell = tails[cell]
            premise.members = tuple(members)


def trivially(triple: Names) -> Proof | None:
    """Return the proof of a triple that holds of everything, None where *triple* is not of that kind."""
    s, p, o = triple
    if s == o and p in ITSELF:
        return Proof(triple, ITSELF[p], True)
    if p == TYPE and o == THING:
        return Proof(triple, "cax-sco", True)
    if (p, o) == (f"<{RDFS}subClassOf>", THING) or (s, p) == (NOTHING, f"<{RDFS}subClassOf>"):
        return Proof(triple, "scm-cls", True)
    return None


def short(term: str, namespace: Namespace = COMITY) -> str:
    """Write a term in N-Triples for a reader."""
    return namespace.shortened(term[1:-1]) if term.startswith("<") else term
