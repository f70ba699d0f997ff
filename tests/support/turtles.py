"""Random Turtle documents in every layout that the grammar allows, each term written down with where it begins."""

import random
import re

import pyoxigraph as ox

SPACES = [
    " ",
    "  ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    " # a [ comment ( \"'<> ;\n",
    "\n#\u2028\x0c :a :b :c .\r",
    "\n\n",
]
NAMESPACES = {
    "": "http://e/",
    "a": "http://e/a/",
    "ab": "http://e/a/b#",
    "a.b": "http://e/b/",
    "д": "http://e/д/",
    "prefix": "http://e/p/",
}
LOCALS = ["x", "x.y", "a", "true", "мінск", "1", "x-y", "a:b", "x\\-y", "a%2Fb", "e\\~\\.", "_", "-x"[1:], "", "p\u00b7q"]  # fmt: skip
RELATIVE = ["x", "../y", "#z", "?q", "", "//other/w"]
TEXTS = [
    *("", "x", "two words", "# no comment", "a ; b . [ ( {", "it's", 'say "so"', "\\", "ends with \\"),
    *("line\nbreak", "cr\rlf\r\n", "u\u2028\u2029\x85", "form\x0cfeed\x1c", "<http://e/x>", "'''", '""'),
    *("\U0001f600", "@prefix a: <b> .", ":a :b :c .", "tab\t"),
]  # fmt: skip
ESCAPES = {
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    '"': '\\"',
    "'": "\\'",
    "\\": "\\\\",
    "\x0c": "\\f",
}
NUMBERS = {
    "integer": ["1", "-7", "+0", "007"],
    "decimal": ["1.5", "-.5", "+3.0"],
    "double": ["1e3", "1.e3", "-.5E-2", "1.5e+1"],
}
XSD = "http://www.w3.org/2001/XMLSchema#"
LANGUAGES = ["en", "en-GB", "ru-Latn", "prefix"]


class Document:
    """One document: its *text*, and the *terms* by the offset at which their tokens begin; None for a blank one, a label or
    a first cell where it has one."""

    def __init__(self, seed, triples_alone=False):
        self.chance = random.Random(seed)
        self.text, self.terms, self.labels = "", {}, []
        self.plain = triples_alone
        if not self.plain:
            self._declare()
        for _ in range(self.chance.randint(1, 8)):
            self._statement()
        self._space()

    def _space(self, must=False):
        chosen = self.chance.choices(SPACES, k=self.chance.choice([0, 1, 1, 1, 2]))
        self.text += "".join(chosen) or (" " if must else "")

    def _write(self, token, must=True):
        self._space(must)
        self.text += token

    def _mark(self, token):
        self._write(token, must=token == "." and self.text[-1:] not in '>")]')

    def _term(self, token, term):
        self._space(must=True)
        self.terms[len(self.text)] = term
        self.text += token

    def _declare(self):
        self.base = "http://base/one/two"
        for prefix, namespace in [("", None), *NAMESPACES.items()]:
            sparql = self.chance.random() < 0.5
            word = "base" if namespace is None else "prefix"
            if sparql:
                word = "".join(self.chance.choice([c, c.upper()]) for c in word)
            self._write(word if sparql else "@" + word)
            if namespace is not None:
                self._write(prefix + ":")
            self._write(f"<{namespace or self.base}>")
            if not sparql:
                self._mark(".")

    def _iri(self):
        from urllib.parse import urljoin

        kind = self.chance.choice(["full", "name", "name", "relative", "escape"])
        if self.plain or kind == "full":
            iri = f"http://e/{self.chance.choice(['x', 'y#z', 'д', 'p(q)', 'a;b', 'x.'])}"
            self._term(f"<{iri}>", ox.NamedNode(iri))
        elif kind == "escape":
            self._term("<http://e/\\u0434\\U00000041>", ox.NamedNode("http://e/дA"))
        elif kind == "relative":
            name = self.chance.choice(RELATIVE)
            self._term(f"<{name}>", ox.NamedNode(urljoin(self.base, name) if name else self.base))
        else:
            prefix, local = self.chance.choice(list(NAMESPACES)), self.chance.choice(LOCALS)
            meant = re.sub(r"\\(.)", r"\1", local)
            self._term(f"{prefix}:{local}", ox.NamedNode(NAMESPACES[prefix] + meant))

    def _quoted(self, text):
        long = not self.plain and self.chance.random() < 0.5
        quote = '"' if self.plain else self.chance.choice("\"'")
        written = ""
        for place, sign in enumerate(text):
            must = sign == "\\" or (sign in "\n\r" and not long)
            must |= sign == quote and (not long or place == len(text) - 1 or text[place:place + 3] == 3 * quote or text[place - 2:place] == 2 * quote)  # fmt: skip
            if must or (sign in ESCAPES and self.chance.random() < 0.3):
                written += ESCAPES[sign]
            elif self.chance.random() < 0.1:
                written += f"\\U{ord(sign):08X}"
            else:
                written += sign
        return (quote * 3 if long else quote).join(["", written, ""])

    def _literal(self):
        kind = self.chance.choice(["plain", "language", "typed", "typed", "number", "boolean"])
        if not self.plain and kind == "number":
            name = self.chance.choice(list(NUMBERS))
            text = self.chance.choice(NUMBERS[name])
            self._term(text, ox.Literal(text, datatype=ox.NamedNode(XSD + name)))
        elif not self.plain and kind == "boolean":
            text = self.chance.choice(["true", "false"])
            self._term(text, ox.Literal(text, datatype=ox.NamedNode(XSD + "boolean")))
        else:
            text = self.chance.choice(TEXTS)
            suffix, term = self._suffix(kind, text)
            self._term(self._quoted(text) + suffix, term)

    def _suffix(self, kind, text):
        if kind == "language":
            language = self.chance.choice(LANGUAGES)
            return f"@{language}", ox.Literal(text, language=language)
        if kind == "typed":
            between = "" if self.plain else self.chance.choice(["", " ", "\n"])
            if self.plain or self.chance.random() < 0.5:
                return f"{between}^^{between}<http://e/d>", ox.Literal(text, datatype=ox.NamedNode("http://e/d"))  # fmt: skip
            return f"{between}^^{between}a:d", ox.Literal(text, datatype=ox.NamedNode("http://e/a/d"))  # fmt: skip
        return "", ox.Literal(text)

    def _label(self):
        label = self.chance.choice(["b", "b.c", "1", "д", "b-1"])
        self._term("_:" + label, ("label", label))

    def _resource(self, depth, is_subject=False):
        kinds = ["iri", "iri", "iri", "label"] + ([] if self.plain else ["empty", "list", "properties"])  # fmt: skip
        kind = self.chance.choice(kinds if depth < 4 else kinds[:4])
        if kind == "iri":
            self._iri()
        elif kind == "label":
            self._label()
        elif kind == "empty":
            self._term("[", None)
            self._space()
            self.text += "]"
        elif kind == "list":
            self._list(depth)
        else:
            self._term("[", None)
            self._properties(depth + 1)
            self._mark("]")
            return is_subject
        return False

    def _list(self, depth):
        self._term("(", RDF_NIL)
        begin = len(self.text) - 1
        for place in range(self.chance.choice([0, 1, 2, 3])):
            before = set(self.terms)
            self._object(depth + 1)
            if place == 0:
                self.terms[begin] = ("cell", min(set(self.terms) - before))
        self._mark(")")
        self.terms[len(self.text) - 1] = RDF_NIL

    def _object(self, depth):
        if self.chance.random() < 0.4:
            self._literal()
        else:
            self._resource(depth)

    def _properties(self, depth):
        count = 1 if self.plain else self.chance.randint(1, 3)
        for place in range(count):
            if place:
                self._mark(";")
                if self.chance.random() < 0.2:
                    self._mark(";")
            if not self.plain and self.chance.random() < 0.2:
                self._term("a", ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"))
            else:
                self._iri()
            for more in range(1 if self.plain else self.chance.choice([1, 1, 2])):
                if more:
                    self._mark(",")
                self._object(depth)
        if not self.plain and self.chance.random() < 0.2:
            self._mark(";")

    def _statement(self):
        may_end = self._resource(0, is_subject=True)
        if not (may_end and self.chance.random() < 0.5):
            self._properties(0)
        self._mark(".")


RDF_NIL = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#nil")
