"""What stands under the cursor of a document that is being written, whole or not: Turtle, or a query."""

import re
from dataclasses import dataclass

NAME = re.compile(r"<[^<>\s]*>|[\w.-]*:(?:[\w:%~-]|\.(?=[\w:%~-])|\\.)*|[\w-]+")
PREFIX = re.compile(r"(?i)^[ \t]*@?prefix[ \t]+([\w.-]*):[ \t]*<([^<>\s]*)>", re.MULTILINE)
VERB = re.compile(r"(?:^|[;\s])(?:a|rdf:type)\s+(?:[^\s;,\[\]]+\s*,\s*)*$")
LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>]*>|#[^\n]*')


@dataclass(frozen=True, slots=True)
class Word:
    """A name as it is written, and where: character offsets from 0, the end exclusive."""

    text: str
    start: int
    end: int


def word_at(text: str, offset: int) -> Word | None:
    """Return the name that stands at *offset*, or ends there."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)]
    for found in NAME.finditer(line):
        if found.start() <= offset - start <= found.end():
            return Word(found[0], start + found.start(), start + found.end())
    return None


def prefixes(text: str) -> dict[str, str]:
    """Return the namespaces that *text* declares, by prefix; the last of several counts."""
    return dict(PREFIX.findall(text))


def iri_of(word: str, declared: dict[str, str]) -> str:
    """Return the IRI that a name is; empty where it is none."""
    if word.startswith("<"):
        return word.strip("<>")
    prefix, colon, local = word.partition(":")
    return declared[prefix] + local.replace("\\", "") if colon and prefix in declared else ""


def insertion(text: str, prefix: str) -> int:
    """Return where the declaration of *prefix* belongs: before the first that comes after it by name, else below all."""
    found = [*PREFIX.finditer(text)]
    after = [match for match in found if match[1] > prefix]
    if after:
        return after[0].start()
    return text.find("\n", found[-1].end()) + 1 or len(text) if found else 0


def place(text: str, offset: int) -> str:
    """Tell what belongs at *offset* of a Turtle document: subject, property, class or value."""
    before = LITERAL.sub("_", PREFIX.sub("", text[:offset]))
    statement = re.split(r"\.\s", before)[-1]
    part = re.split(r"[;\[]", statement)[-1]
    if VERB.search(f" {part.lstrip()}") or re.search(r"\sa\s+$", statement):
        return "class"
    words = part.split()
    is_typing = bool(before) and not before[-1].isspace()
    done = len(words) - is_typing
    if part is statement and done == 0 and ";" not in statement:
        return "subject"
    return "property" if done == (1 if part is statement else 0) else "value"
