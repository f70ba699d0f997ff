"""What a dossier says of itself: the dataset that `data/dataset.ttl` describes, and the base of its IRIs."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from pyoxigraph import Literal, NamedNode, Quad, Triple

from comity.builder.locations import place_of, place_of_triple
from comity.builder.package import package_of
from comity.builder.source_file import SourceFile
from comity.builder.syntax import FORMATS, quads
from comity.finding import Check, Location, Severity, Unsound
from comity.vocabulary import BASE, CLAIMS, DCAT, DCTERMS, GRAPH, OWL, RDF, TERM, VOID

DESCRIPTION = Check(
    "description", Severity.ERROR, "what a dossier says of itself names no base, or contradicts it"
)
FOLDER, STEM, END = "data", "dataset", "/dataset"
IRI = re.compile(r"https?://[^\s/?#<>\"{}|^`\\]+/(?:[^\s?#<>\"{}|^`\\]*/)?dataset")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
ONTOLOGY = NamedNode(TERM)


@dataclass(frozen=True, slots=True)
class Description:
    """What a dossier says of itself; a dossier that says nothing has Comity's own base.

    Attributes:
        base: the IRI that its own IRIs begin with; it ends in a slash.
        title, about: dcterms:title and dcterms:description, in English if they are, else as they are.
        states: the IRIs of those it is about (dcterms:subject), in the order of the file.
        publisher, license: IRIs or names; empty where they are not known.
        languages: tags of the languages of its names.
        ontology: the version IRI of the published ontology that it uses; empty where it does not say.
        requires: the datasets that it builds on.
        file: the path of the file that says so; None where there is none.
    """

    base: str = BASE
    title: str = ""
    about: str = ""
    states: tuple[str, ...] = ()
    publisher: str = ""
    license: str = ""
    languages: tuple[str, ...] = ()
    ontology: str = ""
    requires: tuple[str, ...] = ()
    file: PurePosixPath | None = None

    @property
    def dataset(self) -> str:
        """The IRI of the dossier as a dataset."""
        return self.base + STEM


def description(root: Path) -> Description:
    """Read what the dossier at *root* says of itself.

    Raises:
        Unsound: the file is not what its end says, or says what cannot be.
    """
    file = description_file(root)
    return read(file, root) if file else Description()


def description_file(root: Path) -> SourceFile | None:
    """Return the file in which the dossier at *root* says what it is; None where it has none that can be read."""
    for ending in FORMATS:
        path = PurePosixPath(FOLDER, STEM + ending)
        try:
            return SourceFile(path, (root / path).read_bytes(), GRAPH + STEM)
        except OSError:
            continue
    return None


def read(file: SourceFile, root: Path) -> Description:
    """Return what *file* says of the dossier at *root*.

    Raises:
        Unsound: it is not what its end says, or says what cannot be.
    """
    said = quads(file)
    dataset = _dataset(file, said)
    if dataset is None:
        return Description()
    found = _Said(file, [quad for quad in said if quad.subject == dataset])
    base = _base(file, dataset)
    found.hold_space(base)
    return Description(
        base,
        found.text(DCTERMS + "title"),
        found.text(DCTERMS + "description"),
        tuple(found.iris(DCTERMS + "subject", "a state that the dossier is about")),
        found.text(DCTERMS + "publisher"),
        found.text(DCTERMS + "license"),
        tuple(found.languages()),
        found.ontology(ontology_version(root) or ontology_version(package_of(root))),
        tuple(found.iris(DCTERMS + "requires", "a dataset that the dossier builds on")),
        file.path,
    )


def _dataset(file: SourceFile, said: list[Quad]) -> NamedNode | None:
    """Return the dataset that *file* describes."""
    kind, wanted = NamedNode(RDF + "type"), NamedNode(DCAT + "Dataset")
    found = [q.subject for q in said if q.predicate == kind and q.object == wanted]
    one, *more = dict.fromkeys(found) or [None]
    if more:
        names = " and ".join(map(str, (one, *more)))
        raise _unsound(
            file, f"{names} are both a dcat:Dataset", "describe one: the dossier", more[0]
        )
    if one is not None and not (isinstance(one, NamedNode) and IRI.fullmatch(one.value)):
        raise _unsound(file, f"the dataset is {one}, and the IRI of a dossier is an address of the web that ends in {END}", "name it so, as <https://example.org/my-dossier/dataset>", one)  # fmt: skip
    return one if isinstance(one, NamedNode) else None


def _base(file: SourceFile, dataset: NamedNode) -> str:
    """Return the base that the IRI of a dossier gives."""
    base = dataset.value.removesuffix(STEM)
    if CLAIMS in base:
        raise _unsound(file, f"{base} has {CLAIMS} in it, by which graphs of claims are known", "take another address", dataset)  # fmt: skip
    if base != BASE and (base.startswith(BASE) or BASE.startswith(base)):
        raise _unsound(file, f"{base} would hold or be among the names of Comity itself, {BASE}", "take an address of your own", dataset)  # fmt: skip
    return base


class _Said:
    """What a file says of its dataset."""

    def __init__(self, file: SourceFile, quads: list[Quad]) -> None:
        self._file, self._quads = file, quads

    def _of(self, term: str) -> list[Quad]:
        return [quad for quad in self._quads if quad.predicate.value == term]

    def text(self, term: str) -> str:
        """Return the value of *term*: the English one where there are several, else the first."""
        found = [quad.object for quad in self._of(term)]
        english = [o for o in found if isinstance(o, Literal) and o.language == "en"]
        return next((o.value for o in (*english, *found) if not isinstance(o, Triple)), "")

    def iris(self, term: str, what: str) -> Iterator[str]:
        """Yield the values of *term*, each once, which are IRIs."""
        for quad in self._of(term):
            if not isinstance(quad.object, NamedNode):
                raise self._wrong(quad, f"{what} is {quad.object}", "write its IRI")
            yield quad.object.value

    def languages(self) -> Iterator[str]:
        """Yield the tags of the languages."""
        for quad in self._of(DCTERMS + "language"):
            if not isinstance(quad.object, Literal) or not LANGUAGE.fullmatch(quad.object.value):
                raise self._wrong(quad, f"the language {quad.object} is no tag", 'write it as "en"')
            yield quad.object.value

    def ontology(self, installed: str) -> str:
        """Return the version of the published ontology, which is the one that is there."""
        for quad in self._of(DCTERMS + "conformsTo"):
            wanted = getattr(quad.object, "value", "")
            if wanted.startswith(TERM) and wanted != installed:
                raise self._wrong(quad, f"it wants the ontology {quad.object}, and here is <{installed}>", "name that one, or install the version of comity that has the other")  # fmt: skip
            if wanted.startswith(TERM):
                return str(wanted)
        return ""

    def hold_space(self, base: str) -> None:
        """Hold the beginning of its things' IRIs to *base*."""
        for quad in self._of(VOID + "uriSpace"):
            if getattr(quad.object, "value", "") not in (base, base + "id/"):
                raise self._wrong(quad, f"its things' IRIs begin with {quad.object}, and its own with {base}", f'write void:uriSpace "{base}id/"')  # fmt: skip

    def _wrong(self, quad: Quad, problem: str, remedy: str) -> Unsound:
        return _unsound(self._file, problem, remedy, quad)


@lru_cache(maxsize=16)
def _version(content: bytes) -> str:
    version: Callable[[Quad], bool] = lambda q: q.subject == ONTOLOGY and q.predicate.value == OWL + "versionIRI"  # noqa: E731  # fmt: skip
    file = SourceFile(PurePosixPath("ontology/comity.ttl"), content, TERM)
    return next((q.object.value for q in filter(version, quads(file)) if isinstance(q.object, NamedNode)), "")  # fmt: skip


def ontology_version(root: Path) -> str:
    """Return the version IRI of the published ontology in the dossier at *root*; empty where it is not there."""
    try:
        return _version((root / "ontology" / "comity.ttl").read_bytes())
    except (OSError, Unsound):
        return ""


def _unsound(file: SourceFile, problem: str, remedy: str, about: object) -> Unsound:
    """Return the refusal of what *file* says: about a quad, or a name."""
    place = place_of_triple(file, about.triple) if isinstance(about, Quad) else place_of(file, getattr(about, "value", ""))  # fmt: skip
    return Unsound(DESCRIPTION.finding(problem, remedy, place or Location(str(file.path))))
