"""The value spaces of the datatypes of OWL 2 RL: what a literal's value is, and of which datatypes it is.

Source: XML Schema 1.1 part 2 §3 https://www.w3.org/TR/xmlschema11-2/#built-in-datatypes and OWL 2 §4
https://www.w3.org/TR/owl2-syntax/#Datatype_Maps
"""

import base64
import binascii
import math
import re
import struct
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from pyoxigraph import Literal

from comity.reasoner.calendar import FORMS, Moment, certainly_differ, moment
from comity.vocabulary import RDF, RDFS, XSD

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
NAME = r"[^\W\d][\w.\-]*"
STRINGS = {
    "string": r"(?s:.*)",
    "normalizedString": r"[^\r\n\t]*",
    "token": r"(?! )(?!.*  )[^\r\n\t]*(?<! )|",
    "language": r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
    "Name": rf"(:|{NAME})(:|[\w.\-])*",
    "NCName": NAME,
    "NMTOKEN": r"[\w:.\-]+",
}
TRUTH = {"true": True, "1": True, "false": False, "0": False}
CALENDAR = tuple(name for name in FORMS if name != "dateTime")
"""Datatypes beyond those of OWL 2 RL, each with a space of its own."""
KNOWN = {
    XSD + name
    for name in (
        *INTEGERS,
        *STRINGS,
        *CALENDAR,
        "decimal",
        "double",
        "float",
        "boolean",
        "dateTime",
        "dateTimeStamp",
        "anyURI",
        "hexBinary",
        "base64Binary",
    )
}
KNOWN |= {RDF + "langString", RDF + "PlainLiteral", RDF + "XMLLiteral", RDFS + "Literal"}


class Value(NamedTuple):
    """A value and the space it is of; two literals are the same where these are."""

    space: str
    value: object


def value(literal: Literal) -> Value | None:
    """Return the value of *literal*; None where its datatype is none that OWL 2 RL has.

    Raises:
        ValueError: the lexical form is none of its datatype.
    """
    if literal.language:
        return Value("langString", (literal.value, literal.language))
    name = literal.datatype.value.removeprefix(XSD)
    if name in STRINGS:
        if not re.fullmatch(STRINGS[name], literal.value):
            raise ValueError(literal.value)
        return Value("string", literal.value)
    read = READERS.get("integer" if name in INTEGERS else name)
    if read is None or not literal.datatype.value.startswith(XSD):
        return None
    found = read(literal.value.strip(" \t\r\n"))
    if name in INTEGERS and not _holds(name, found.value):
        raise ValueError(literal.value)
    return found


def is_member(literal: Literal, datatype: str) -> bool:
    """Say whether the value of *literal*, which is well-typed, is one of *datatype*, an IRI; where we cannot tell, it is."""
    found = value(literal)
    if found is None or datatype not in KNOWN or datatype == RDFS + "Literal":
        return True
    name = datatype.removeprefix(XSD)
    if found.space == "decimal":
        return name == "decimal" or (name in INTEGERS and _holds(name, found.value))
    if found.space == "string":
        plain = datatype == RDF + "PlainLiteral"
        return plain or (name in STRINGS and bool(re.fullmatch(STRINGS[name], str(found.value))))
    if found.space == "langString":
        return datatype in (RDF + "langString", RDF + "PlainLiteral")
    if name == "dateTimeStamp":
        return isinstance(found.value, Moment) and found.space == "dateTime" and found.value.zoned
    return found.space == name


def differ(one: Literal, other: Literal) -> bool:
    """Say whether two well-typed literals are certainly of different values."""
    a, b = value(one), value(other)
    if a is None or b is None or a == b:
        return False
    if a.space != b.space or not isinstance(a.value, Moment):
        return True
    assert isinstance(b.value, Moment)
    return certainly_differ(a.value, b.value, a.space)


def _holds(name: str, number: object) -> bool:
    assert isinstance(number, Decimal)
    least, greatest = INTEGERS[name]
    whole = number == number.to_integral_value()
    return whole and (least is None or number >= least) and (greatest is None or number <= greatest)


def _decimal(text: str) -> Value:
    if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", text):
        raise ValueError(text)
    return Value("decimal", Decimal(text))


def _integer(text: str) -> Value:
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise ValueError(text)
    return Value("decimal", Decimal(text))


def _floating(space: str) -> Callable[[str], Value]:
    def read(text: str) -> Value:
        if not re.fullmatch(
            r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN", text
        ):
            raise ValueError(text)
        number = float(text.replace("INF", "inf"))
        if space == "float" and math.isfinite(number):
            number = _single(number)
        return Value(space, "NaN" if math.isnan(number) else (number, math.copysign(1, number)))

    return read


def _single(number: float) -> float:
    """Return the nearest number of single precision; infinite where it is beyond those."""
    try:
        return float(struct.unpack("f", struct.pack("f", number))[0])
    except OverflowError:
        return math.copysign(math.inf, number)


def _boolean(text: str) -> Value:
    if text not in TRUTH:
        raise ValueError(text)
    return Value("boolean", TRUTH[text])


def _calendar(space: str) -> Callable[[str], Value]:
    return lambda text: Value(space, moment(text, space))


def _stamp(text: str) -> Value:
    found = moment(text, "dateTime")
    if not found.zoned:
        raise ValueError(text)
    return Value("dateTime", found)


def _hex(text: str) -> Value:
    return Value("hexBinary", binascii.unhexlify(text))


def _base64(text: str) -> Value:
    return Value("base64Binary", base64.b64decode(re.sub(r"\s", "", text), validate=True))


READERS: dict[str, Callable[[str], Value]] = {
    "integer": _integer,
    "decimal": _decimal,
    "double": _floating("double"),
    "float": _floating("float"),
    "boolean": _boolean,
    "dateTimeStamp": _stamp,
    "anyURI": lambda text: Value("anyURI", text),
    **{space: _calendar(space) for space in FORMS},
    "hexBinary": _hex,
    "base64Binary": _base64,
}
