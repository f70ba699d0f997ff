"""Texts from a stranger read as literals: by the lexical forms of XSD, and no value that the engine cannot compare.

Source: XSD 1.1 §3.3 https://www.w3.org/TR/xmlschema11-2/#built-in-primitive-datatypes
"""

import re
from calendar import monthrange

from pyoxigraph import Literal, NamedNode, Store

from comity.query.request import Term
from comity.vocabulary import XSD

ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
DAY = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01])"
TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
FORMS = {
    "boolean": re.compile(r"true|false|1|0"),
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"),
    "date": re.compile(DAY + ZONE),
    "dateTime": re.compile(f"{DAY}T{TIME}{ZONE}"),
}
"""The lexical form of each datatype that a parameter may have."""
NUMERIC = ("integer", "decimal")
CYCLE = 400
"""After so many years days and months are the same again."""


def read_literal(text: str, datatype: str) -> Term:
    """Return *text* as a literal of a datatype of XSD, given by its local name.

    Raises:
        ValueError: it is none, or one that the engine cannot compare with others.
    """
    found = FORMS[datatype].fullmatch(text)
    if not found or not _is_comparable(text, datatype) or not _is_in_calendar(found.groupdict()):
        raise ValueError(text)
    return Term(text, XSD + datatype)


def _is_comparable(text: str, datatype: str) -> bool:
    value = Literal(text, datatype=NamedNode(XSD + datatype))
    sound = "?value - ?value = 0" if datatype in NUMERIC else "?value <= ?value"
    answer = Store().query(f"ASK {{ VALUES ?value {{ {value} }} FILTER({sound}) }}")
    return bool(answer)


def _is_in_calendar(parts: dict[str, str]) -> bool:
    if "day" not in parts:
        return True
    year = int(parts["year"]) % CYCLE + CYCLE
    return int(parts["day"]) <= monthrange(year, int(parts["month"]))[1]


def is_same_value(one: str, other: str) -> bool:
    """Tell whether two literals, as N-Triples has them, have the same value: 5, "05"^^xsd:byte and 5.0 have."""
    return bool(Store().query(f"ASK {{ FILTER({one} = {other}) }}"))
