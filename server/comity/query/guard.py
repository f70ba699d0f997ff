"""What a stranger's query may not say: SERVICE and LOAD, in whatever disguise.

The first of two walls. The second is the query process, which can open no socket at all (see `worker`).
"""

import re

from comity.errors import BadQuery, Refused

ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
TOKEN = re.compile(
    rf"""(?P<iri>{IRI})
    |(?P<comment>\#[^\r\n]*)
    |(?P<string>\"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<variable>[?$]\w+)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?:[\w][\w.-]*)?:(?:[\w.:%-]|\\.)*)
    |(?P<word>\w+)""",
    re.VERBOSE | re.DOTALL,
)
FORBIDDEN = {"SERVICE": "a SERVICE clause", "LOAD": "a LOAD operation"}
UNSURE = re.compile(IRI)
ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")


def decode(text: str) -> str:
    r"""Resolve the codepoint escapes \uXXXX and \UXXXXXXXX, which SPARQL decodes before it parses.

    Raises:
        BadQuery: an escape names no character.

    Source: SPARQL 1.1 §19.2 https://www.w3.org/TR/sparql11-query/#codepointEscape
    """
    try:
        return ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
    except (ValueError, OverflowError) as error:
        raise BadQuery(
            "The query has a codepoint escape beyond U+10FFFF; write the character itself."
        ) from error


def check(text: str) -> None:
    """Refuse a query that would make the server fetch something.

    `<` opens an IRI or is less-than, and only a parser knows which. It matters where the
    would-be IRI holds a quote or a hash: such a text is refused if a forbidden word is anywhere in it.

    Raises:
        Refused: it says SERVICE or LOAD, or cannot be told from one that does.
    """
    plain = decode(text)
    spoken = {
        word for word in FORBIDDEN if re.search(rf"(?<!\w){word}(?!\w)", plain, re.IGNORECASE)
    }
    if not spoken:
        return
    if any(re.search(r"['#]", iri) and not ABSOLUTE.match(iri) for iri in UNSURE.findall(plain)):
        raise Refused(
            "The query uses the word SERVICE or LOAD beside a relative IRI with a quote or hash; write that IRI in full."
        )
    for token in TOKEN.finditer(plain):
        word = token["word"]
        if word and word.upper() in FORBIDDEN:
            raise Refused(
                f"The query has {FORBIDDEN[word.upper()]}, which this server does not follow; ask each endpoint by itself."
            )
