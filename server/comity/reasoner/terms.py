"""Terms as numbers: one for each, and one for all literals of the same value."""

from decimal import Decimal, InvalidOperation

from pyoxigraph import BlankNode, Literal, NamedNode

from comity.vocabulary import XSD

Term = NamedNode | BlankNode | Literal
INTEGERS = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
TRUTH = {"true": True, "1": True, "false": False, "0": False}


def value(literal: Literal) -> object:
    """Return the value of *literal*; its own term where the datatype is none that we read.

    Raises:
        ValueError: the lexical form is none of its datatype.

    Source: XML Schema 1.1 part 2 §3 https://www.w3.org/TR/xmlschema11-2/#built-in-datatypes
    """
    name = literal.datatype.value.removeprefix(XSD)
    text = literal.value.strip()
    if name in INTEGERS or name == "decimal":
        return _number(name, text)
    if name == "boolean":
        if text not in TRUTH:
            raise ValueError(text)
        return TRUTH[text]
    return literal


def _number(name: str, text: str) -> tuple[str, Decimal]:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if "e" in text.lower() or not number.is_finite() or not _holds(name, number):
        raise ValueError(text)
    return "decimal", number


def _holds(name: str, number: Decimal) -> bool:
    if name == "decimal":
        return True
    least, most = INTEGERS[name]
    whole = number == number.to_integral_value()
    return whole and (least is None or number >= least) and (most is None or number <= most)


def is_member(literal: Literal, datatype: str) -> bool:
    """Say whether the value of *literal* is one of *datatype*, an IRI; where we cannot tell, it is."""
    name = datatype.removeprefix(XSD)
    found = value(literal)
    if isinstance(found, tuple):
        return (
            _holds(name, found[1])
            if name in INTEGERS or name == "decimal"
            else name not in ("string", "boolean", "date")
        )
    if isinstance(found, bool):
        return name not in {*INTEGERS, "decimal", "string", "date"}
    own = literal.datatype.value.removeprefix(XSD)
    return own == name or not {own, name} <= {
        *INTEGERS,
        "decimal",
        "string",
        "boolean",
        "date",
        "dateTime",
    }


class Terms:
    """A dictionary of terms: numbers from 0, in the order in which the terms come."""

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self._numbers: dict[object, int] = {}
        self.ill_typed: dict[int, str] = {}

    def __getitem__(self, term: Term) -> int:
        """Return the number of *term*; a literal has that of the first literal of the same value."""
        number = self._numbers.get(term)
        return self._add(term) if number is None else number

    def _add(self, term: Term) -> int:
        key: object = term
        if isinstance(term, Literal):
            try:
                key = value(term)
            except ValueError:
                self.ill_typed[len(self.terms)] = str(term)
        number = self._numbers.get(key)
        if number is None:
            number = len(self.terms)
            self.terms.append(term)
            self._numbers[key] = number
        self._numbers[term] = number
        return number
