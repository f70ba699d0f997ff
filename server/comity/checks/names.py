"""Names and sentences: that there is something in them that a reader can see, and that they are no longer than a page."""

import unicodedata
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from comity.builder.work import Work
from comity.finding import Check, Finding, Severity
from comity.vocabulary import DCTERMS, RDFS, SKOS, TERM, shortened

UNREADABLE = Check(
    "unreadable-name", Severity.ERROR, "a name has nothing that can be seen, or a control character"
)
LONG = Check("long-name", Severity.ERROR, "a name or a statement is too long to be read as one")
CHECKS = (UNREADABLE, LONG)
NAMES = {
    NamedNode(iri)
    for iri in (RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel", DCTERMS + "title", TERM + "statement")
}  # fmt: skip
MOST = 2000
SEEN = ("L", "N", "P", "S")
"""The categories of characters that leave ink: letters, numbers, punctuation, symbols."""
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""What turns the direction of all that comes after it.

Source: Unicode Technical Report 36 §2.5 https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
"""


def look(work: Work) -> Iterator[Finding]:
    """Find names that nobody can read: empty, of blanks and control characters, or enormous."""
    for quad in work.written:
        if quad.predicate in NAMES and isinstance(quad.object, Literal):
            text = quad.object.value
            if not is_readable(text):
                problem = f"{_term(quad)} is {text[:40]!r}, in which {_fault(text)}"
                remedy = "write a name, or take the statement away"
                yield UNREADABLE.finding(problem, remedy, work.places.at(quad), _thing(quad))
            elif len(text) > MOST:
                problem = f"{_term(quad)} has {len(text):,} characters, and a name at most {MOST:,}"
                remedy = "write a short name, and the rest as a definition or a passage"
                yield LONG.finding(problem, remedy, work.places.at(quad), _thing(quad))


def _thing(quad: Quad) -> str:
    return shortened(str(quad.subject).strip("<>"))


def _term(quad: Quad) -> str:
    return shortened(quad.predicate.value)


def is_readable(text: str) -> bool:
    """Tell whether something of *text* can be seen, and nothing in it is meant for a machine."""
    return any(unicodedata.category(c)[0] in SEEN for c in text) and not _controls(text)


def _controls(text: str) -> bool:
    return any(
        c in TURNING or (unicodedata.category(c) == "Cc" and c not in "\t\n\r") for c in text
    )


def _fault(text: str) -> str:
    return "a control character stands" if _controls(text) else "nothing can be seen"
