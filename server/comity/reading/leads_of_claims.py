"""The first sentences about claims and sources."""

from comity.reading.asking import Reader, value
from comity.reading.evidence import Evidence
from comity.reading.facts import Said
from comity.reading.kinds import Kind
from comity.reading.lead_parts import iris
from comity.reading.sentences import Sentence, counted, opened


def claim(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    """Say who says it, and how many speak against it or for it."""
    account = evidence.accounts.get(about.iri)
    speakers = iris(about, "allegedBy")
    if speakers:
        s.all(speakers).say(" said so" if len(speakers) < 2 else " say so")
    else:
        s.say("This is said")
    if sources := iris(about, "statedIn") or (evidence.sources_of([about.iri])):
        named = [iri for iri in sources if iri in about.names]
        if named:
            s.say(", as reported in " if speakers else " by ").all(named, limit=3)
        s.mark(evidence.marks([about.iri]))
    s.say(".")
    if account and account.against:
        s.say(
            f" {counted(len(account.against), 'statement contradicts', 'statements contradict')} it."
        )
    elif account and account.agreeing:
        s.say(
            f" {counted(len(account.agreeing), 'other statement bears', 'other statements bear')} it out."
        )


RESTING = """
SELECT (COUNT(DISTINCT ?claim) AS ?all) (COUNT(DISTINCT ?alone) AS ?only) WHERE {
  { ?claim comity:statedIn <%(iri)s> } UNION { ?claim comity:supportedBy/comity:passageOf <%(iri)s> }
  OPTIONAL {
    BIND(?claim AS ?alone)
    FILTER NOT EXISTS { ?claim comity:statedIn ?second FILTER(?second != <%(iri)s>) }
    FILTER NOT EXISTS { ?other comity:confirms ?claim }
    FILTER NOT EXISTS { ?claim comity:confirms ?another }
  }
}"""


def source(
    reader: Reader, about: Said, evidence: Evidence, s: Sentence, called: str, kind: Kind
) -> None:
    """Say what kind of source it is, how much rests on it, and whose side it speaks for."""
    kinds = iris(about, "sourceKind")
    s.say(opened(about.names[kinds[0]].text) if kinds else "A source")
    if publisher := about.one("publisherName"):
        s.say(f", published by {publisher}")
    row = reader.rows(RESTING % {"iri": about.iri})[0]
    total, alone = int(value(row, "all")), int(value(row, "only"))
    if total == 0:
        s.say(". No statement rests on it.")
        return
    s.say(f". {counted(total, 'statement rests', 'statements rest')} on it; ")
    s.say(
        "others say the same of all of them."
        if not alone
        else "no other source says what it says."
        if alone == total
        else f"{alone:,} of them on it alone."
    )
    if sides := iris(about, "partisanFor"):
        s.say(" It speaks for ").all(sides).say(", a side of these matters.")
