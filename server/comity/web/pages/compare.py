"""Claims side by side, with what each rests on."""

from flask import Blueprint, Response, request

from comity.errors import BadQuery, NotFound
from comity.query.term_syntax import read_term
from comity.reading.evidence import Account, Evidence
from comity.reading.names import names
from comity.reading.words import say
from comity.web.pages import layout
from comity.web.pages.asking import reader
from comity.web.representation import represent

bp = Blueprint("compare", __name__)
MOST = 6


@bp.get("/compare")
def compare() -> Response:
    """Show claims side by side, equal, in the order of the alphabet of who makes them."""
    given = [read_term(f"<{iri}>")[1:-1] for iri in request.args.getlist("claim")]
    if not 2 <= len(given) <= MOST:
        raise BadQuery(
            f"The parameter claim is given {len(given)} times; give from two to {MOST} claims."
        )
    asked = reader()
    evidence = Evidence(asked, (), given)
    for iri in given:
        if not evidence.accounts[iri].statement:
            raise NotFound(f"No claim is called {iri[:200]} here; /claims lists the claims.")
    accounts = [evidence.accounts[iri] for iri in given]
    called = names(asked, [by for account in accounts for by in account.by])
    accounts.sort(key=lambda account: ", ".join(called[by].text for by in account.by))
    marks = {account.iri: evidence.marks([account.iri]) for account in accounts}
    return represent(
        page=lambda: layout.page(
            "compare.html", title=say("Side by side"), accounts=accounts, names=called, marks=marks,
            standings={a.iri: evidence.standing([a.iri]) for a in accounts}, sources=evidence.sources(),
        ),
        data=lambda: [_told(account, given) for account in accounts],
    )  # fmt: skip


def _told(account: Account, given: list[str]) -> dict[str, object]:
    return {
        "claim": account.iri,
        "statement": account.statement,
        "by": account.by,
        "sources": list(dict.fromkeys([*account.sources, *(p.source for p in account.places)])),
        "contradicts": [iri for iri in account.against if iri in given],
    }
