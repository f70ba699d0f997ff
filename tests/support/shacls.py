"""Random shapes and data over every constraint component of SHACL Core, its paths and its targets."""

import random

EX = "http://e/"
PREFIXES = """@prefix : <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
NODES = [":a", ":b", ":c", ":d", ":e"]
BLANK = ["_:x", "_:y"]
CLASSES = [":C", ":D", ":E"]
PROPERTIES = [":p", ":q", ":r"]
LITERALS = [
    *("1", "2", "3", "-1", "1.5", "2.0", "1e0", "true", "false"),
    *('"a"', '"b"', '"abc"', '""', '"a b"', '"1"', '"A"'),
    *('"a"@en', '"b"@en', '"a"@en-GB', '"c"@EN', '"a"@fr', '"ж"@ru'),
    *('"2020-01-01"^^xsd:date', '"2021-01-01"^^xsd:date', '"2020-13-01"^^xsd:date'),
    *('"2020-01-01T00:00:00"^^xsd:dateTime', '"2020-01-01T00:00:00Z"^^xsd:dateTime', '"x"^^xsd:integer'),
    *('"01"^^xsd:integer', '"5"^^xsd:byte', '"2020"^^xsd:gYear', '"http://e/a"^^xsd:anyURI', '"z"^^:own'),
]  # fmt: skip
DATATYPES = ["xsd:integer", "xsd:string", "xsd:date", "xsd:boolean", "rdf:langString", "xsd:decimal", "xsd:dateTime", ":own", "xsd:byte", "xsd:double"]  # fmt: skip
KINDS = ["sh:IRI", "sh:BlankNode", "sh:Literal", "sh:BlankNodeOrIRI", "sh:BlankNodeOrLiteral", "sh:IRIOrLiteral"]  # fmt: skip
PATTERNS = ['"^a"', '"b$"', '"^[A-Z]"', '"."', '"^(?!a)"', '"a.b"', '"http"', '"^a b$"']
LANGUAGES = ['"en"', '"fr"', '"en-GB"', '"ru"', '"EN"']
BOUNDS = ["1", "2", "1.5", "2.0", "1e0"]
NUMBERS = ["1", "2", "3", "-1", "1.5", "2.0", "1e0", '"5"^^xsd:byte', '"01"^^xsd:integer']
LETTERS = "pq"
FLAG = ' ; sh:flags "i"'
SEVERITIES = ["sh:Warning", "sh:Info", "sh:Violation", ":Grave"]


class Case:
    """A random graph of data and a random graph of shapes, as Turtle."""

    def __init__(self, seed, without_blank=False):
        self.chance = random.Random(seed)
        self.blank = [] if without_blank else BLANK
        self.data = PREFIXES + "\n".join(self._data())
        self.count = 0
        self.extra, self.classes = [], []
        shapes = [self._target_shape() for _ in range(self.chance.randint(1, 3))]
        self.shapes = PREFIXES + "\n".join([*shapes, *self.extra])

    def _data(self):
        pick = self.chance.choice
        for node in [*NODES, *self.blank]:
            for _ in range(self.chance.choice([0, 1, 1, 2])):
                yield f"{node} a {pick(CLASSES)} ."
            for _ in range(self.chance.randint(0, 6)):
                value = pick([*NODES, *self.blank]) if self.chance.random() < 0.4 else pick(LITERALS)  # fmt: skip
                yield f"{node} {pick(PROPERTIES)} {value} ."
            for _ in range(self.chance.choice([0, 0, 1, 2])):
                yield f"{node} {pick([':n', ':m'])} {pick(NUMBERS)} ."
        if self.chance.random() < 0.6:
            yield f"{pick(CLASSES)} rdfs:subClassOf {pick(CLASSES)} ."

    def _name(self):
        self.count += 1
        return f":S{self.count}"

    def _target(self):
        pick = self.chance.choice
        return pick(
            [
                f"sh:targetClass {pick(CLASSES)}",
                f"sh:targetClass {pick(CLASSES)}",
                f"sh:targetNode {pick(NODES)}, {pick(NODES)}",
                f"sh:targetNode {pick(LITERALS)}",
                f"sh:targetSubjectsOf {pick(PROPERTIES)}",
                f"sh:targetObjectsOf {pick(PROPERTIES)}",
                f'sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE {{ ?this <http://e/{pick(LETTERS)}> ?any }}" ]',
            ]
        )

    def _target_shape(self):
        if self.chance.random() < 0.12:
            name, kind = self.chance.choice(CLASSES), self.chance.choice(["rdfs:Class", "owl:Class"])  # fmt: skip
            if name in self.classes:  # a shape has each list once
                name = next(one for one in CLASSES if one not in self.classes)
            self.classes.append(name)
            body = self._node_body(0)
            return f"{name} a {kind}, sh:NodeShape ; {body} ."
        name = self._name()
        extra = self._modifiers()
        if self.chance.random() < 0.3:
            return f"{name} a sh:PropertyShape ; {self._target()} ; {self._property_body(0)}{extra} ."  # fmt: skip
        return f"{name} a sh:NodeShape ; {self._target()} ; {self._node_body(0)}{extra} ."

    def _modifiers(self):
        told = ""
        if self.chance.random() < 0.2:
            told += f" ; sh:severity {self.chance.choice(SEVERITIES)}"
        if self.chance.random() < 0.05:
            told += f" ; sh:deactivated {self.chance.choice(['true', 'false'])}"
        if self.chance.random() < 0.2:
            told += ' ; sh:message "A message."@en'
        return told

    def _node_body(self, depth):
        return " ; ".join(self._constraints(depth, False))

    def _constraints(self, depth, is_property):
        """Return one constraint or two, of different components."""
        found = {}
        for _ in range(self.chance.randint(1, 2)):
            told = self._constraint(depth, is_property)
            found.setdefault(told.split()[0].replace("Min", "").replace("Max", ""), told)
        return list(found.values())

    def _property_body(self, depth):
        return " ; ".join([f"sh:path {self._path(0)}", *self._constraints(depth, True)])

    def _path(self, depth):
        pick = self.chance.choice
        kind = self.chance.random()
        if kind < 0.55 or depth > 2:
            return pick([*PROPERTIES, *PROPERTIES, "rdf:type"])
        one, two = self._path(depth + 1), self._path(depth + 1)
        return pick(
            [
                f"[ sh:inversePath {self._reversible()} ]",
                f"( {one} {two} )",
                f"[ sh:alternativePath ( {one} {two} ) ]",
                f"[ sh:zeroOrMorePath {one} ]",
                f"[ sh:oneOrMorePath {one} ]",
                f"[ sh:zeroOrOnePath {one} ]",
            ]
        )

    def _reversible(self):
        """Return a path without a sequence in it: pySHACL follows the steps of an inverse one in the wrong order."""
        pick = self.chance.choice
        one, two = pick(PROPERTIES), pick(PROPERTIES)
        ways = ["zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath", "inversePath"]
        return pick(
            [one, two, f"[ sh:alternativePath ( {one} {two} ) ]", f"[ sh:{pick(ways)} {one} ]"]
        )

    def _shape(self, depth, of_node=False):
        """Return a shape that another refers to: nested, or by name."""
        if not of_node and self.chance.random() < 0.4:
            return f"[ {self._property_body(depth + 1)} ]"
        if self.chance.random() < 0.3:
            name = self._name()
            body, extra = self._node_body(depth + 1), self._modifiers()
            self.extra.append(f"{name} a sh:NodeShape ; {body}{extra} .")
            return name
        return f"[ {self._node_body(depth + 1)} ]"

    def _list(self, depth):
        return f"( {' '.join(self._shape(depth) for _ in range(self.chance.randint(1, 3)))} )"

    def _constraint(self, depth, is_property):
        pick, chance = self.chance.choice, self.chance
        plain = [
            lambda: f"sh:class {pick(CLASSES)}",
            lambda: f"sh:datatype {pick(DATATYPES)}",
            lambda: f"sh:nodeKind {pick(KINDS)}",
            lambda: f"sh:{pick(['min', 'max'])}Length {chance.randint(1, 4)}",
            lambda: f"sh:pattern {pick(PATTERNS)}" + pick(["", "", FLAG]),
            lambda: f"sh:languageIn ( {' '.join(chance.sample(LANGUAGES, chance.randint(1, 2)))} )",
            lambda: f"sh:equals {pick(PROPERTIES)}",
            lambda: f"sh:disjoint {pick(PROPERTIES)}",
            lambda: f"sh:hasValue {pick([*NODES, *LITERALS])}",
            lambda: f"sh:in ( {' '.join(chance.sample([*NODES, *LITERALS], chance.randint(0, 4)))} )",
            lambda: f"sh:property [ sh:path {pick([':n', ':m'])} ; sh:{pick(['min', 'max'])}{pick(['Inclusive', 'Exclusive'])} {pick(BOUNDS)} ]",
            lambda: f"sh:property [ sh:path :n ; sh:{pick(['lessThan', 'lessThanOrEquals'])} :m ]",
            lambda: f"sh:closed {pick(['true', 'true', 'false'])}" + pick(["", f" ; sh:ignoredProperties ( {pick(['rdf:type', ':q', 'rdf:type :q'])} )"]),
        ]  # fmt: skip
        of_property = [
            lambda: f"sh:minCount {chance.randint(0, 3)}",
            lambda: f"sh:maxCount {chance.randint(0, 3)}",
            lambda: f"sh:uniqueLang {pick(['true', 'true', 'false'])}",
        ]
        nested = [
            lambda: f"sh:node {self._shape(depth, of_node=True)}",
            lambda: f"sh:property [ {self._property_body(depth + 1)}{self._modifiers()} ]",
            lambda: f"sh:property [ {self._property_body(depth + 1)}{self._modifiers()} ]",
            lambda: f"sh:not {self._shape(depth)}",
            lambda: f"sh:and {self._list(depth)}",
            lambda: f"sh:or {self._list(depth)}",
            lambda: f"sh:xone {self._list(depth)}",
        ]
        qualified = [
            lambda: (
                f"sh:qualifiedValueShape {self._shape(depth)} ; sh:qualified{pick(['Min', 'Max'])}Count {chance.randint(0, 2)}"
                + pick(["", "", " ; sh:qualifiedValueShapesDisjoint true"])
            )
        ]
        rows = plain + (of_property if is_property else [])
        if depth < 2:
            rows = rows + nested + nested[:3] + (qualified * 2 if is_property else [])
        return pick(rows)()
