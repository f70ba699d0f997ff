"""Everything that can be said about a dossier's files without publishing them, gathered instead of raised."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pyoxigraph import Quad

from comity.builder import dossier as dossiers
from comity.builder import faults, load, pipeline, profile
from comity.builder import reason as reasoner
from comity.builder.lines import Places
from comity.errors import ComityError, SourceError
from comity.query.canned import read_query
from comity.vocabulary import shortened


def findings(root: Path, texts: Sequence[Path] = (), validator: str = "shacl") -> list[str]:
    """List what is wrong with the dossier at *root*, each in one sentence with file, line and remedy.

    Passages are held against those of *texts* that their sources describe, shapes checked by *validator*.
    Later checks run only where the files can be read: a shape cannot be checked on half a graph.
    The ontology is held to the known faults and to the profile OWL 2 RL, and its classes to having members.
    """
    try:
        dossier = dossiers.read(root)
    except SourceError as error:
        return [str(error)]
    found = [*_unread(dossier)]
    if not found:
        found = [*_whole(dossier, pipeline.Options(texts=texts, validator=validator))]
    return found


def _unread(dossier: dossiers.Dossier) -> list[str]:
    found = []
    for file in dossier.files:
        try:
            if file.kind == "queries":
                read_query(file.path.stem, file.content.decode("utf-8"))
            else:
                load.quads(file)
        except SourceError as error:
            found.append(str(error))
        except UnicodeDecodeError:
            found.append(f"{file.path}: not UTF-8; save it as UTF-8.")
    return found


def _whole(dossier: dossiers.Dossier, options: pipeline.Options) -> Iterator[str]:
    try:
        quads = load.load(dossier)
        yield from _ontology(dossier, quads)
        work = pipeline.examine(dossier.root, options=options)
    except ComityError as error:
        yield str(error)
    else:
        yield from (warning for report in work.reports for warning in report.warnings)


def _ontology(dossier: dossiers.Dossier, quads: dict[str, list[Quad]]) -> Iterator[str]:
    written = quads["ontology"] + quads["data"] + quads["claims"]
    places = Places(dossier, written)
    ontology = load.to_rdflib(quads["ontology"])
    yield from faults.sentences(written, places)
    for term, reason in profile.outside(ontology):
        yield f"{places.of(term)}{shortened(term)}: {reason}."
    for term, contradiction in reasoner.unsatisfiable(quads["ontology"]):
        yield f"{places.of(term)}{shortened(term)} can have no member: {contradiction}"
