"""What is not known here: said, so that nobody takes silence for an answer."""

from comity.reading.facts import Said
from comity.reading.kinds import Kind
from comity.reading.sequence import Step
from comity.reading.words import say

MISSING = {
    "treaty": (("signedOn", "the day of signature"), ("inForceFrom", "the day of entry into force"), ("covers", "what it covers, in words")),
    "facility": (("nearestTown", "where it stands"), ("hostCountry", "in which country it lies"), ("governedBy", "under which agreement it stands")),
    "source": (("publishedOn", "the day on which it came out"), ("publisherName", "who published it"), ("webAddress", "an address")),
    "event": (("initiator", "who acted"),),
    "dispute": (("settledBy", "what settled it"), ("concerns", "what it was about, as a good")),
    "person": (("heldOffice", "which office was held"),),
}  # fmt: skip


def silences(about: Said, kind: Kind, steps: list[Step]) -> list[str]:
    """Return what a reader would want to know of a thing and is not recorded, as parts of a sentence."""
    found = []
    if kind.name in ("dispute", "event"):
        span = about.span
        if not span.is_known:
            found.append(say("when it was"))
        elif span.begin_earliest != span.begin_latest:
            found.append(say("the day on which it began"))
        if kind.name == "dispute" and span.is_known and not span.end_latest:
            found.append(say("when it ended"))
    found += [say(word) for term, word in MISSING.get(kind.name, ()) if not about.all(term)]
    undated = [step.name.text for step in steps if not step.span.is_known]
    found += [say("when “{name}” was", name=name) for name in undated]
    return found
