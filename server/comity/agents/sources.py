"""The claims and sources behind what an answer says, numbered in the order in which it names them."""

from collections.abc import Iterable

from comity.agents.naming import short
from comity.agents.outputs import Claim, Source, Statement
from comity.namespace import Namespace
from comity.query.term_syntax import read_term
from comity.reading import evidence as accounts
from comity.reading.evidence import Evidence
from comity.reading.names import names


def claims(evidence: Evidence, iris: Iterable[str]) -> list[Claim]:
    """Return what the claims *iris* say, by whom, and in which sources."""
    known = [evidence.accounts[iri] for iri in dict.fromkeys(iris) if iri in evidence.accounts]
    called = names(evidence.reader, [by for account in known for by in account.by])
    return [_claim(evidence, account, [called[by].text for by in account.by]) for account in known]


def _claim(evidence: Evidence, account: accounts.Account, by: list[str]) -> Claim:
    told = Claim(
        claim=short(account.iri, evidence.reader.namespace),
        says=account.statement,
        sources=list(evidence.marks([account.iri])),
    )
    if by:
        told["by"] = by
    return told


def sources(found: Iterable[accounts.Source], namespace: Namespace) -> list[Source]:
    """Return the sources that an answer has named, by their numbers."""
    return [_source(source, namespace) for source in found]


def _source(source: accounts.Source, namespace: Namespace) -> Source:
    told = Source(n=source.number, iri=short(source.iri, namespace), name=source.name.text)
    places = [f"characters {place.start} to {place.end}" for place in source.places]
    if where := ", ".join(filter(None, (source.published, source.address, *places[:6]))):
        told["where"] = where
    return told


class Grounds:
    """The statements of an answer as they are added, each claim behind them once."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.statements: list[Statement] = []
        self._claims: dict[str, int] = {}
        self.size = 0

    def add(self, statement: str, standing: str, behind: Iterable[str]) -> int:
        """Add a statement with the IRIs of the claims behind it; return its place."""
        fresh = [iri for iri in behind if iri in self.evidence.accounts]
        numbers = [self._claims.setdefault(iri, len(self._claims)) for iri in dict.fromkeys(fresh)]
        told = Statement(statement=statement, standing=standing, claims=numbers)
        self.statements.append(told)
        self.size += len(str(told).encode())
        return len(self.statements) - 1

    def given(self) -> tuple[list[Statement], list[Claim], list[Source]]:
        """Return the statements, their claims, and the sources of these, as an answer has them."""
        told = claims(self.evidence, self._claims)
        return (
            self.statements,
            told,
            sources(self.evidence.sources(), self.evidence.reader.namespace),
        )


def term(text: str, namespace: Namespace) -> str:
    """Return *text* as a term in N-Triples; nothing where nothing is given.

    Raises:
        BadQuery: it is no term.
    """
    return read_term(text, namespace) if text else ""
