"""Tools that find: things by their names, what is known of one, terms of the ontology, questions."""

from collections.abc import Iterable

from comity.agents.naming import iri_of, short
from comity.agents.outputs import Description, Fact, Question, Questions, Term, Terms, Thing, Things
from comity.agents.paging import cursor, fitting, position
from comity.agents.published_graph import Graph, words_of
from comity.agents.sources import sources
from comity.errors import NotFound
from comity.namespace import Namespace
from comity.query.canned import CannedQuery
from comity.query.view import View
from comity.reading import page as pages
from comity.reading import search as searches
from comity.reading.ontology import SORTS, Ontology
from comity.reading.page import Page
from comity.reading.questions import matching
from comity.search.finding import nearest
from comity.search.folding import fold
from comity.vocabulary import SKOS, shortened

WHOLE = words_of(View())
FACTS, SOURCES = 6500, 4500
"""How large the facts and the sources of a description may be, in bytes of JSON."""
QUESTIONS = 11_000
"""How large a list of questions may be, in bytes of JSON."""


def search(graph: Graph, text: str, kind: str = "", at: str = "") -> Things:
    """Return what *text* finds, the best first.

    Raises:
        NotFound: nothing is called so; the sentence names what comes near.
    """
    call = {"text": text, "kind": kind}
    page = 1 + position(graph.snapshot, call, at)
    with graph.index() as index:
        found = searches.search(graph.reader(), index, text, kind, page)
        near = [] if found.results else nearest(index, text)
    if not found.results:
        where = f" among what is of the kind {kind}" if kind else ""
        hint = f"the nearest names are {', '.join(near)}" if near else "search for another word"
        raise NotFound(f"Nothing here{where} is called {text[:100]!r}; {hint}.")
    answer = Things(
        things=[_thing(result, graph.namespace) for result in found.results],
        view=WHOLE,
        link=graph.link("search", {"q": text, "kind": kind}),
        truncated=page < found.pages,
    )
    if answer["truncated"]:
        answer["cursor"] = cursor(graph.snapshot, call, page)
    return answer


def _thing(result: searches.Result, namespace: Namespace) -> Thing:
    told = Thing(iri=short(result.iri, namespace), name=result.name.text, kind=result.kind)
    matched = "".join(piece for piece, _ in result.matched)
    if matched != result.name.text:
        told["matched"] = matched[:160]
    return told


def describe(graph: Graph, thing: str, at: str = "") -> Description:
    """Return what is known of *thing*: a sentence, facts, what is not known, and the sources.

    Raises:
        BadQuery: it is no IRI.
        NotFound: nothing is known of it.
    """
    iri = iri_of(thing, graph.namespace)
    if not graph.engine().knows(iri):
        raise NotFound(
            f"Nothing here is known of {short(iri, graph.namespace)}; find its name with search."
        )
    begin = position(graph.snapshot, {"thing": iri}, at)
    page = pages.read(graph.reader(), iri, [])
    whole = [*_facts(page, graph.namespace)]
    facts = fitting(whole[begin:], FACTS)
    end = begin + len(facts)
    summary = "".join(piece.text + _marks(piece.marks) for piece in page.lead)
    answer = Description(
        iri=short(iri, graph.namespace), name=page.title.text, kind=page.kind.name, summary=summary, facts=facts, unknown=page.silences,
        sources=fitting(sources(page.sources, graph.namespace), SOURCES), view=WHOLE, link=graph.link_of(iri), truncated=end < len(whole),
    )  # fmt: skip
    if answer["truncated"]:
        answer["cursor"] = cursor(graph.snapshot, {"thing": iri}, end)
    return answer


def _facts(page: Page, namespace: Namespace) -> Iterable[Fact]:
    for fact in (*page.facts, *page.elsewhere):
        values = [
            " ".join(filter(None, (_called(v.node.value, v.name.text, namespace, is_iri=v.node.is_iri), v.note)))
            + _marks(v.marks)
            for v in fact.values
        ]  # fmt: skip
        yield Fact(heading=fact.heading, values=values)
    if page.steps:
        told = [
            f"{s.when}: {_called(s.iri, s.name.text, namespace)}{_marks(s.marks)}"
            for s in page.steps
        ]
        yield Fact(heading="What happened", values=told)
    for group in page.groups:
        told = [_called(iri, name.text, namespace) for iri, name in group.shown]
        yield Fact(heading=f"{group.heading} ({group.count})", values=told)


def _called(iri: str, name: str, namespace: Namespace, *, is_iri: bool = True) -> str:
    return f"{name} <{short(iri, namespace)}>" if is_iri else name


def _marks(numbers: Iterable[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def questions(graph: Graph, text: str = "", tag: str = "") -> Questions:
    """Return the canned queries that have the words of *text* and the tag.

    Raises:
        NotFound: none has; the sentence names the tags that there are.
    """
    known = graph.engine().queries
    found = matching(sorted(known.values(), key=lambda query: query.order), text, tag)
    if not found:
        tags = ", ".join(sorted({tag for query in known.values() for tag in query.tags}))
        raise NotFound(f"No question fits; give fewer words, or one of the tags {tags}.")
    told = fitting([_question(query) for query in found], QUESTIONS)
    return Questions(
        questions=told, view=WHOLE, link=graph.link("api/"), truncated=len(told) < len(found)
    )


def _question(query: CannedQuery) -> Question:
    takes = {
        p.name: f"{p.type.name}: {p.about}"
        + ("" if p.is_needed else f"; {p.default or 'may be left out'}")
        for p in query.parameters
    }
    return Question(name=query.name, asks=query.summary, takes=takes)


def terms(graph: Graph, text: str = "", at: str = "") -> Terms:
    """Return the terms of the ontology whose names or definitions have the words of *text*; all where it is empty.

    Raises:
        NotFound: there is none.
    """
    known, words = graph.ontology(), fold(text).split()
    begin = position(graph.snapshot, {"terms": text}, at)
    whole = [_term(known, iri) for iri in known.terms()]
    found = [term for term in whole if _has(term, words)]
    found.sort(key=lambda term: (not _has({**term, "definition": ""}, words), [*SORTS.values()].index(term["sort"])))  # fmt: skip
    if not found:
        raise NotFound(f"No term of the ontology is about {text[:100]!r}; give fewer words.")
    shown = fitting(found[begin:], FACTS)
    end = begin + len(shown)
    answer = Terms(
        terms=shown, view=WHOLE, link=graph.link("ontology/"), truncated=end < len(found)
    )
    if answer["truncated"]:
        answer["cursor"] = cursor(graph.snapshot, {"terms": text}, end)
    return answer


def _term(known: Ontology, iri: str) -> Term:
    return Term(
        term=shortened(iri),
        sort=known.sort(iri),
        name=known.name(iri).text,
        definition=known.text(iri, SKOS + "definition"),
    )


def _has(term: Term, words: list[str]) -> bool:
    told = fold(f"{term['term']} {term['name']} {term['definition']}").split()
    return all(any(one.startswith(word) for one in told) for word in words)
