"""The Turtle files of a dossier in the house style, each held to what it said before."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from comity.authoring.changes import Change
from comity.builder.positions import Unplaced
from comity.builder.syntax import MARK
from comity.editing.layout import in_house_style
from comity.errors import SourceError
from comity.vocabulary import DOSSIER_FOLDERS

ENDING = ".ttl"
KEPT = ("releases",)
"""Folders whose files stay as they were published."""


def turtle_files(paths: tuple[Path, ...]) -> Iterator[Path]:
    """Yield the Turtle files among and below *paths*, hidden folders and releases left out; of a dossier, its own.

    Raises:
        SourceError: a path is not there, or is a file that is no Turtle.
    """
    for path in paths:
        if path.is_dir():
            own = [path / name for name in DOSSIER_FOLDERS if (path / name).is_dir()]
            below = sorted(p for folder in own or [path] for p in folder.rglob(f"*{ENDING}"))
            yield from (p for p in below if _is_meant(p.relative_to(path)))
        elif path.suffix.lower() == ENDING and path.is_file():
            yield path
        else:
            what = "no Turtle file" if path.exists() else "not there"
            raise SourceError(f"{path} is {what}; name a folder, or a file that ends in {ENDING}.")


def _is_meant(path: Path) -> bool:
    return not any(part.startswith(".") or part in KEPT for part in path.parts)


def formatted(path: Path) -> Change:
    """Return what the file at *path* would be in the house style.

    Raises:
        SourceError: it cannot be read, or is no Turtle as RDF 1.1 has it.
    """
    try:
        before = path.read_bytes()
        after = laid_out(before.removeprefix(MARK).decode())
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8; save it as UTF-8.") from error
    except SyntaxError as error:
        raise SourceError(f"{path}, line {error.lineno}: not valid Turtle ({error.msg}); mend it first.") from error  # fmt: skip
    except Unplaced as error:
        raise SourceError(f"{path}: {error}; such a file stays as it is written.") from error
    return Change(PurePosixPath(path.as_posix()), before, after.encode())


def laid_out(text: str) -> str:
    """Return *text*, a Turtle document, in the house style; it says the same, in the same order.

    Raises:
        SyntaxError: it is no Turtle.
        Unplaced: it has what RDF 1.1 has not.
    """
    said = _said(text)
    after = in_house_style(text)
    if _said(after) != said:
        raise Unplaced("it would say something else in the house style")
    return after


def _said(text: str) -> list[Triple]:
    """Return the triples of *text*, blank nodes by the order in which they come."""
    names: dict[BlankNode, BlankNode] = {}

    def plain(term: object) -> object:
        return (
            names.setdefault(term, BlankNode(f"b{len(names)}"))
            if isinstance(term, BlankNode)
            else term
        )

    quads = parse(input=text, format=RdfFormat.TURTLE, base_iri="x:")
    return [Triple(plain(q.subject), q.predicate, plain(q.object)) for q in quads]  # type: ignore[arg-type]
