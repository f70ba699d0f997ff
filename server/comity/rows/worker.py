"""What runs inside a process that tells the evidence of rows: as a query process, with rdflib's parser loaded before."""

import pyoxigraph as ox

from comity.errors import BadQuery, NotAcceptable
from comity.query import guard, worker
from comity.query.dataset import Datasets
from comity.query.request import Request, Trace
from comity.query.worker import Sink
from comity.rows.asked import Asked
from comity.rows.encoding import write_every, write_one
from comity.rows.evidence import Rows
from comity.rows.parsing import parse
from comity.rows.solutions import Wanted
from comity.rows.tree import Value

WARM = "ASK { ?s ?p ?o FILTER(?o > 1 && EXISTS { ?s ?p 'x'@en }) }"
"""A query that has the parser load what it needs before the right to open files is given up."""


def write_evidence(datasets: Datasets, request: Request, sink: Sink) -> None:
    """Write the evidence that *request* asks for; raises as `worker.write_answer` does."""
    trace = request.trace
    assert trace, "as whoever calls has seen"
    guard.check(request.text)
    datasets.query(request)  # what does not parse is refused by the engine
    if trace.row is None and request.results != "json":
        raise NotAcceptable("Rows with their evidence come as JSON only; ask for format=json.")
    parsed = parse(request.text, datasets.namespace.base)
    asked = Asked.of(datasets, request, parsed)
    rows = Rows(asked, request, parsed, trace.max_statements)
    if trace.row is None:
        write_every(rows, sink)
    else:
        write_one(rows, _wanted(rows, trace), sink)


def _wanted(rows: Rows, trace: Trace) -> Wanted:
    """Read the values of a row, as the engine has them: it knows numbers and days by what they mean."""
    given = {name: _read(name, text) for name, text in trace.row or () if text}
    names = " ".join(f"?{name}" for name in given)
    text = f"SELECT {names} {{ VALUES ({names}) {{ ({' '.join(['UNDEF'] * len(given))}) }} }}"
    known = next(rows.asked.solutions(text, given), given) if given else given
    return {name: known.get(name) for name, _ in trace.row or ()}


def _read(name: str, text: str) -> Value:
    try:
        quad = next(iter(ox.parse(input=f"<a:a> <a:a> {text} .", format=ox.RdfFormat.N_TRIPLES)))
        value: Value = quad.object
        return value
    except (SyntaxError, StopIteration) as error:
        raise BadQuery(
            f"The value of {name} is {text[:100]!r}, which is no term; write it as N-Triples does."
        ) from error


if __name__ == "__main__":
    parse(WARM)
    worker.main(write_evidence)
