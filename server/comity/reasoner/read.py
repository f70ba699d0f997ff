"""Triples from files of any RDF syntax, from rdflib and from pyoxigraph, as numbers of terms.

N-Triples written a line a triple with single spaces, as programs write them, are taken apart at the spaces, and each
term is read by the parser once, however often it is written; any other file is read by the parser line by line.
"""

import gc
import gzip
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
from pyoxigraph import Quad, RdfFormat, parse
from pyoxigraph import Triple as RdfTriple

from comity.errors import BadInput, SourceError
from comity.owl_syntaxes import ENOUGH, REMEDY, owl_syntax
from comity.reasoner.conversion import all_names
from comity.reasoner.keys import Columns
from comity.reasoner.term_ids import Terms, check_forms, read_forms

FORMATS = {
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".n3": RdfFormat.N3,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
CHUNK = 2**18
END = " .\n"
Triples = Iterable[RdfTriple | Quad | tuple[Any, Any, Any]]
"""Of pyoxigraph, or three terms each: of rdflib or pyoxigraph, or texts."""


class Encoded:
    """Triples as numbers of terms.

    Attributes:
        terms: the dictionary.
        rows: three columns, shape (n, 3); a triple may stand there more than once.
        counts: how many rows each file has, in the order in which the parser tells them, where they are of files.
    """

    def __init__(self, terms: Terms, rows: Columns, counts: tuple[int, ...] = ()) -> None:
        self.terms, self.rows, self.counts = terms, rows, counts


def encode(triples: Triples, terms: Terms | None = None) -> Encoded:
    """Return *triples* as numbers, of *terms* or of a new dictionary; graph names are not looked at.

    Raises:
        BadInput: one of them is no triple.
    """
    terms = Terms() if terms is None else terms
    number = terms.numbers
    flat: list[int] = []
    for s, p, o in all_names(triples):
        flat += (number[s], number[p], number[o])
    terms.settle()
    return Encoded(terms, np.array(flat, np.int32).reshape(-1, 3))


def read(source: Any) -> Encoded:
    """Return the triples of *source* as numbers; graph names are not looked at.

    Args:
        source: an rdflib Graph or Dataset; a pyoxigraph Dataset or Store, or any triples of either; the path of a
            file, or several. A file's syntax is told by its suffix; it may be compressed with gzip.

    Raises:
        SourceError: a file cannot be read as what its suffix says, or a graph has a triple that is none of RDF.
        BadInput: it is none of these.
    """
    if isinstance(source, (str, Path)):
        return read_files([Path(source)])
    if hasattr(source, "serialize") and type(source).__module__.startswith("rdflib"):
        graphs = source.graphs() if hasattr(source, "graphs") else [source]
        return _from_rdflib(graphs)
    if not isinstance(source, Iterable) or isinstance(source, bytes | Mapping):
        raise BadInput(
            f"A {type(source).__name__} cannot be reasoned over; give a graph, triples, or the path of a file."
        )
    items = list(source)
    if items and all(isinstance(item, (str, Path)) for item in items):
        return read_files([Path(item) for item in items])
    return encode(items)


def _from_rdflib(graphs: Iterable[Any]) -> Encoded:
    text = b"".join(graph.serialize(format="nt", encoding="utf-8") for graph in graphs)
    try:
        return encode(parse(input=text, format=RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        line = text.decode().splitlines()[(error.lineno or 1) - 1]
        raise SourceError(
            f"The graph has a triple that is none of RDF: {line}; take it out."
        ) from error


def read_files(paths: Sequence[Path]) -> Encoded:
    """Return the triples of files as numbers.

    Raises:
        SourceError: a file cannot be read as what its suffix says.
    """
    terms, parts = Terms(), []
    for path in paths:
        rows = _written_plainly(path, terms, len(paths) > 1) if _suffix(path) == ".nt" else None
        parts.append(_parsed(path, terms) if rows is None else rows)
    terms.settle()
    rows = np.concatenate(parts) if parts else np.empty((0, 3), np.int32)
    return Encoded(terms, rows, tuple(map(len, parts)))


def _suffix(path: Path) -> str:
    return Path(path.stem).suffix if path.suffix == ".gz" else path.suffix


def _parsed(path: Path, terms: Terms) -> Columns:
    rdf_format = FORMATS.get(_suffix(path).lower())
    if rdf_format is None:
        raise SourceError(
            f"{path} has none of the suffixes {', '.join(FORMATS)}; name it after its syntax."
        )
    try:
        with _open(path) as file:
            if name := owl_syntax(file.peek(ENOUGH)[:ENOUGH]):
                raise SourceError(f"{path} is {name}, which is no RDF; {REMEDY}.")
            if file.peek(len(BOM_UTF8)).startswith(BOM_UTF8):
                file.read(len(BOM_UTF8))
            return encode(parse(input=file, format=rdf_format, rename_blank_nodes=True), terms).rows
    except SyntaxError as error:
        where = f", line {error.lineno}" if error.lineno else ""
        raise SourceError(
            f"{path}{where}: not valid {rdf_format.name} ({str(error.msg).rstrip('.')}); mend it there."
        ) from error
    except (OSError, EOFError, ValueError) as error:
        raise SourceError(f"{path} cannot be read ({error}); name a file that can.") from error


def _open(path: Path) -> Any:
    """Open a file whose beginning can be looked at before it is read."""
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb", 2 * ENOUGH)


class _Forms(dict[str, int]):
    """Numbers by what a file writes for a term, with or without what ends the line."""

    def __init__(self, terms: Terms, end: str, named_only: bool) -> None:
        super().__init__()
        self.terms, self.end, self.named_only = terms, end, named_only

    def __missing__(self, written: str) -> int:
        term = written.removesuffix(self.end)
        if (self.end and term == written) or (self.named_only and term.startswith("_:")):
            raise SyntaxError
        if "\\" in term or (term[:1] == '"' and term[-1] != '"'):
            term = str(read_forms([term])[0])
        self[written] = number = self.terms.numbers[term]
        return number


def _written_plainly(path: Path, terms: Terms, several: bool) -> Columns | None:
    """Return the triples of a file of N-Triples; None where the parser has to read it."""
    ends, forms = _Forms(terms, END, several), _Forms(terms, "", several)
    try:
        with _open(path) as file, _uncollected():
            parts = list(_chunks(file, forms, ends))
        rows = np.concatenate(parts, axis=1).T if parts else np.empty((0, 3), np.int32)
        _check(terms, rows)
    except (SyntaxError, ValueError, SourceError, OSError, EOFError):
        return None
    return np.ascontiguousarray(rows)


def _chunks(file: IO[bytes], forms: _Forms, ends: _Forms) -> Iterator[Columns]:
    while lines := file.readlines(CHUNK):
        text = [line.split(" ", 2) for line in map(bytes.decode, lines)]
        columns = zip(*text, strict=True)
        rows = np.empty((3, len(lines)), np.int32)
        for index, (column, numbers) in enumerate(zip(columns, (forms, forms, ends), strict=True)):
            rows[index] = np.fromiter(map(numbers.__getitem__, column), np.int32, len(lines))
        yield rows


def _check(terms: Terms, rows: Columns) -> None:
    """Have the parser read each term once in each place where it stands."""
    forms = list(terms.numbers)
    subjects, predicates, objects = ([forms[n] for n in np.unique(column)] for column in rows.T)
    check_forms(subjects, predicates)
    read_forms(objects)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector away from the many lists of a chunk, which have no circles."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
