"""Random small datasets and random queries over all that SPARQL 1.1 SELECT and ASK have, for a source of chance."""

import re

import pyoxigraph as ox

NAMES = [ox.NamedNode(f"http://x/{name}") for name in "abcde"]
PREDICATES = [ox.NamedNode(f"http://x/{name}") for name in "pqr"]
GRAPHS = [ox.NamedNode("http://x/g"), ox.NamedNode("http://x/h")]
LITERALS = [
    ox.Literal(1),
    ox.Literal(2),
    ox.Literal("тест", language="be"),
    ox.Literal("x"),
]
PATHS = (
    *("{p}/{q}", "^{p}", "{p}|{q}", "{p}*", "{p}+", "{p}?", "!{p}", "!(^{p}|{q})", "({p}/^{q})*"),
    *("^({p}/{q})", "({p}|^{q})+", "{p}*/{q}", "!({p}|{q})", "({p}?/{q})*", "!^{p}"),
)
TESTS = (
    *("?{v} = ?{w}", "?{v} != ?{w}", "ISIRI(?{v})", "BOUND(?{v})", "!BOUND(?{v})", "?{v} IN ({t}, {u})"),
    *("?{v} NOT IN ({t})", "STR(?{v}) < STR(?{w})", "?{v} > 1 || ISIRI(?{v})", "COALESCE(?{v} > 1, true)"),
    *("LANG(?{v}) = 'be'", "sameTerm(?{v}, {t})", "IF(BOUND(?{v}), ?{v} = {t}, true)", "!(?{v} = {t})"),
    *("REGEX(STR(?{v}), '[abc]$', 'i')", "?{v} + 1 = -2.0 * ?{w}", "BOUND(?{v}) && BOUND(?{w})"),
)  # fmt: skip
VALUES = (
    *("STR(?{v})", "IF(ISIRI(?{v}), 1, 2)", "COALESCE(?{v}, ?{w})", "?{v} + 1", "{t}"),
    *("CONCAT(STR(?{v}), SUBSTR('abc', 1, 2))", "?{v}", "IF(EXISTS {{ ?{v} {p} [] }}, 'some', 'none')"),
)  # fmt: skip
AGGREGATES = (
    *("COUNT(*)", "COUNT(?{v})", "COUNT(DISTINCT ?{v})", "MIN(?{v})", "MAX(?{v})", "SUM(?{v})"),
    *("AVG(?{v})", "COUNT(*) + 1", "COUNT(DISTINCT *)"),
)  # fmt: skip
ORDERED = ("SAMPLE(?{v})", "GROUP_CONCAT(?{v}; SEPARATOR=', ')")
"""What depends on an order that nobody knows; of a query within another, what is made of it would too."""


def dataset(chance):
    """Return a store with up to some 25 statements, in the default graph and two others."""
    store = ox.Store()
    blanks = [ox.BlankNode(), ox.BlankNode()]
    for _ in range(chance.randint(3, 25)):
        value = chance.choice([*NAMES, *NAMES, *LITERALS, *blanks])
        graph = chance.choice([*[ox.DefaultGraph()] * 4, *GRAPHS])
        subject = chance.choice([*NAMES, *NAMES, *blanks])
        store.add(ox.Quad(subject, chance.choice(PREDICATES), value, graph))
    return store


class Queries:
    """Writes queries; the deeper, the simpler."""

    def __init__(self, chance):
        self.chance, self.made = chance, 0

    def query(self):
        kind = self.chance.random()
        if kind < 0.06:
            return f"ASK {self.group(2)}"
        return self.select(2 if self.chance.random() < 0.6 else 1, is_top=True)

    def select(self, depth, is_top=False):
        where, chance = self.group(depth), self.chance
        tail, distinct = "", chance.choice(["", "", "DISTINCT "])
        if chance.random() < 0.3:
            head, tail = self.grouped(is_top)
        elif is_top and chance.random() < 0.3:
            head = "*"
        else:
            head = " ".join(f"?{v}" for v in self.some_variables())
            if chance.random() < 0.25:
                head += f" ({self.filled(chance.choice(VALUES))} AS ?{self.fresh()})"
        columns = " ".join(f"?{name}" for name in re.findall(r"(?:^| |AS )\?(\w+)", head))
        is_sliced = chance.random() < 0.2
        if is_top and not is_sliced and chance.random() < 0.3:
            tail += f" ORDER BY {chance.choice(['', 'DESC'])}(?{self.variable()})"
        if is_sliced:  # which rows are left must not depend on how it is run
            if columns and not (is_top and chance.random() < 0.5):
                tail += f" ORDER BY {columns}"
            tail += f" LIMIT {chance.randint(1, 4)}"
            tail += f" OFFSET {chance.randint(1, 2)}" if chance.random() < 0.4 else ""
        if chance.random() < 0.05:
            tail += f" VALUES ?{self.variable()} {{ {self.term()} {self.term()} }}"
        return f"SELECT {distinct}{head} WHERE {where}{tail}"

    def grouped(self, is_top):
        chance = self.chance
        told = self.filled(chance.choice(AGGREGATES + ORDERED if is_top else AGGREGATES))
        head, keys = f"({told} AS ?{self.fresh()})", self.some_variables()
        if chance.random() < 0.25:
            return head, ""
        shown = [key for key in keys if chance.random() < 0.8]
        by = " ".join(f"?{key}" for key in keys)
        if chance.random() < 0.2:
            by += f" (STR(?{self.variable()}) AS ?{self.fresh()})"
        having = " HAVING (COUNT(*) > 1)" if chance.random() < 0.25 else ""
        return " ".join([*(f"?{key}" for key in shown), head]), f" GROUP BY {by}{having}"

    def group(self, depth):
        parts = [self.triples()] if self.chance.random() < 0.9 else []
        for _ in range(
            self.chance.choice([0, 1, 1, 2, 3]) if depth else self.chance.choice([0, 0, 1])
        ):
            parts.append(self.part(depth))
        return f"{{ {' '.join(parts)} }}"

    def part(self, depth):
        chance, inner = self.chance, depth - 1
        kind = chance.choice(KINDS if depth > 0 else KINDS[:5])
        match kind:
            case "triples":
                return self.triples()
            case "filter":
                return f"FILTER({self.filled(chance.choice(TESTS))})"
            case "bind":
                return f"BIND({self.filled(chance.choice(VALUES))} AS ?{self.fresh()})"
            case "values":
                v, w = chance.sample("vwxyz", 2)
                return (
                    f"VALUES (?{v} ?{w}) {{ ({self.term()} UNDEF) ({self.term()} {self.term()}) }}"
                )
            case "optional":
                return f"OPTIONAL {self.group(inner)}"
            case "union":
                return f"{self.group(inner)} UNION {self.group(inner)}"
            case "nested":
                return self.group(inner)
            case "minus":
                return f"MINUS {self.group(inner)}"
            case "exists":
                return f"FILTER EXISTS {self.group(inner)}"
            case "not exists":
                return f"FILTER NOT EXISTS {self.group(inner)}"
            case "either":
                return f"FILTER({self.filled(chance.choice(TESTS))} || EXISTS {self.group(inner)})"
            case "graph":
                name = chance.choice(["?g", "<http://x/g>", "?v"])
                return f"GRAPH {name} {self.group(inner)}"
            case "select":
                return f"{{ {self.select(inner)} }}"

    def triples(self):
        return " ".join(self.triple() for _ in range(self.chance.choice([1, 1, 2])))

    def triple(self):
        chance = self.chance
        subject = (
            chance.choice([self.node(), self.node(), "[]", "_:n"])
            if chance.random() < 0.3
            else f"?{self.variable()}"
        )
        verb = chance.choice(["?z", *map(str, PREDICATES), *map(str, PREDICATES)])
        if chance.random() < 0.3:
            verb = self.filled(chance.choice(PATHS))
        value = self.term() if chance.random() < 0.15 else f"?{self.variable()}"
        return f"{subject} {verb} {value} ."

    def filled(self, form):
        p, q = self.chance.sample(PREDICATES, 2)
        v, w = self.variable(), self.variable()
        return form.format(v=v, w=w, p=p, q=q, t=self.term(), u=self.term())

    def variable(self):
        return self.chance.choice("vvwwxyz")

    def some_variables(self):
        return self.chance.sample("vwxyz", self.chance.randint(1, 3))

    def node(self):
        return str(self.chance.choice(NAMES))

    def term(self):
        return str(self.chance.choice([*NAMES, *LITERALS[:2], *LITERALS[2:3]]))

    def fresh(self):
        self.made += 1
        return f"n{self.made}"


KINDS = (
    *("triples", "filter", "filter", "bind", "values", "optional", "optional", "union", "nested"),
    *("minus", "exists", "not exists", "either", "graph", "graph", "select"),
)
