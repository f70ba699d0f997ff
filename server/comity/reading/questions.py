"""Questions for people: a form made of the parameters of each, links, and the code that asks the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from comity.query.canned import CannedQuery
from comity.reading.asking import Reader, listed, term, value
from comity.reading.kinds import THING, kind_of
from comity.reading.names import Name, names
from comity.search.folding import fold

TYPES = "SELECT ?class WHERE { <%s> a ?class }"
MEMBERS = "SELECT DISTINCT ?s WHERE { VALUES ?class { %s } ?s a ?class FILTER(isIRI(?s)) } ORDER BY ?s LIMIT 301"
MOST = 300


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: for a thing with those to choose from, where they are not too many."""

    name: str
    label: str
    kind: str
    value: str
    is_required: bool
    choices: tuple[tuple[str, Name], ...] = ()


def fields(reader: Reader, query: CannedQuery, given: Mapping[str, str]) -> list[Field]:
    """Return the fields of the form of *query*, filled with what was given, else with what is sensible."""
    found = []
    for parameter in query.parameters:
        filled = given.get(parameter.name) or sensible(query, reader.today).get(parameter.name, "")
        default = parameter.default or query.example.get(parameter.name, "")
        choices = _choices(reader, filled or default) if parameter.type.name == "iri" else ()
        found.append(
            Field(
                parameter.name,
                parameter.about,
                parameter.type.input,
                filled,
                parameter.required,
                choices,
            )
        )
    return found


def sensible(query: CannedQuery, today: date) -> dict[str, str]:
    """Return arguments to begin with: the example, else the default; for the one day asked about, today."""
    days = [p for p in query.parameters if p.type.name == "date"]
    values = {p.name: p.default for p in query.parameters if p.default}
    if len(days) == 1 and days[0].name not in query.example:
        values[days[0].name] = today.isoformat()
    return {**values, **query.example}


def changed(query: CannedQuery, today: date) -> dict[str, str]:
    """Return the arguments that a link to *query* needs, since they are not its defaults."""
    defaults = {p.name: p.default for p in query.parameters}
    return {
        name: text for name, text in sensible(query, today).items() if defaults.get(name) != text
    }


def _choices(reader: Reader, like: str) -> tuple[tuple[str, Name], ...]:
    """Return the things of the kind that *like* is of, by their names."""
    if not like.startswith(("http://", "https://")) or not listed([like]):
        return ()
    kind = kind_of([value(row, "class") for row in reader.rows(TYPES % like)])
    if kind is THING:
        return ()
    classes = listed(term(name) for name in kind.classes)
    members = [value(row, "s") for row in reader.rows(MEMBERS % classes)]
    if len(members) > MOST:
        return ()
    called = names(reader, members)
    return tuple(sorted(called.items(), key=lambda one: one[1].text.casefold()))


def matching(queries: Sequence[CannedQuery], text: str, tag: str) -> list[CannedQuery]:
    """Return the questions that have all words of *text*, in any form they begin with, and *tag* if one is given."""
    words = fold(text).split()

    def fits(query: CannedQuery) -> bool:
        searched = fold(
            " ".join((query.name, query.summary, query.description, *query.tags))
        ).split()
        return all(any(one.startswith(word) for one in searched) for word in words)

    return [query for query in queries if fits(query) and (not tag or tag in query.tags)]


def commands(address: str) -> dict[str, str]:
    """Return the code that asks the same as the page at *address*, by the name of the tool."""
    joint = "&" if "?" in address else "?"
    return {
        "curl": f"curl -H 'Accept: text/csv' '{address}'",
        "Python": f'import pandas\n\nrows = pandas.read_csv("{address}{joint}format=csv")',
    }
