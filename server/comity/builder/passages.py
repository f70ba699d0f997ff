"""Passages held against the text of their source, where the text is at hand."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from comity.errors import NotConforming, SourceError
from comity.vocabulary import OA, TERM, shortened

Facts = Mapping[tuple[str, str], str]


def texts(paths: Iterable[Path]) -> dict[str, str]:
    """Read texts by the SHA-256 of their bytes, in hexadecimal.

    Raises:
        SourceError: a file cannot be read as UTF-8.
    """
    found = {}
    for path in paths:
        try:
            content = path.read_bytes()
            found[hashlib.sha256(content).hexdigest()] = content.decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(
                f"{path} cannot be read as a UTF-8 text ({error}); name the text that passages point into."
            ) from error
    return found


def verify(quads: Sequence[Quad], known: Mapping[str, str]) -> int:
    """Hold each passage against the text that its source's comity:sha256 names.

    Args:
        quads: what the data files assert.
        known: texts by the SHA-256 of their bytes.

    Returns:
        How many passages were held against a text; the others' texts are not in *known*.

    Raises:
        SourceError: a text in *known* is no source's.
        NotConforming: passages lie outside their text or have another digest; the sentence has both.

    Source: Web Annotation §4.2.4 https://www.w3.org/TR/annotation-model/#text-position-selector
    """
    facts = {
        (q.subject.value, q.predicate.value): q.object.value
        for q in quads
        if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode | Literal)
    }
    sources = {
        digest: iri for (iri, predicate), digest in facts.items() if predicate == TERM + "sha256"
    }
    for digest in known:
        if digest not in sources:
            raise SourceError(
                f"No source has the comity:sha256 {digest}, which is that of the text given; name the text that a source describes."
            )
    passages = [iri for (iri, predicate) in facts if predicate == TERM + "passageOf"]
    held = [(iri, text) for iri in passages if (text := known.get(_digest(facts, iri))) is not None]
    faults = [fault for iri, text in held if (fault := _fault(facts, iri, text))]
    if faults:
        raise NotConforming(
            f"{len(faults)} passage(s) are not in their text: " + " ".join(faults[:5])
        )
    return len(held)


def _digest(facts: Facts, passage: str) -> str:
    return facts.get((facts[passage, TERM + "passageOf"], TERM + "sha256"), "")


def _fault(facts: Facts, passage: str, text: str) -> str | None:
    selector = facts.get((passage, OA + "hasSelector"), "")
    start, end = (int(facts.get((selector, OA + key), -1)) for key in ("start", "end"))
    name = shortened(passage)
    if not 0 <= start < end <= len(text):
        return f"{name}: characters {start} to {end} lie outside the {len(text)} of its source."
    found = hashlib.sha256(text[start:end].encode()).hexdigest()
    stated = facts.get((passage, TERM + "sha256"), "none")
    if found != stated:
        return f"{name}: characters {start} to {end} have the SHA-256 {found}, the file says {stated}; mend the offsets or the digest."
    return None
