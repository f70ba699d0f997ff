"""A new dossier: a folder that builds at once, with its two states, and an example of each kind of card in comments."""

import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from string import Template

from pyoxigraph import Literal, NamedNode, Triple

from comity.authoring.graph_text import graph_text
from comity.authoring.names import iri, name_of
from comity.authoring.state_statements import StateStatements
from comity.authoring.states import KnownState, known_state
from comity.builder.description import Description, ontology_version
from comity.builder.source_file import SourceFile
from comity.errors import BadInput, SourceError
from comity.evidence.vocabulary import REPORTED_BY, TYPE
from comity.homes import packaged_dossier
from comity.namespace import Namespace
from comity.version import VERSION
from comity.vocabulary import BASE, PREFIXES

TEMPLATES = files("comity.authoring") / "templates"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
MORE_PREFIXES = {"dcat": "http://www.w3.org/ns/dcat#", "void": "http://rdfs.org/ns/void#"}
PREFIX = re.compile(r"(?<![\w<\"])([a-z][\w-]*):(?=[\w$])")
WEB = re.compile(r"https?://[^\s<>\"{}|^`\\?#]+/")
KINDS = ("claim", "country", "dispute", "event", "facility", "observation", "office", "organisation", "person", "settlement", "source", "treaty")  # fmt: skip


def new_dossier(
    folder: Path, states: Sequence[str], base: str = "", languages: Sequence[str] = ()
) -> Description:
    """Make a dossier.

    Args:
        folder: where; it is not there yet.
        states: the two, by code or name.
        base: what its IRIs begin with; left out, an address of example.org with the folder's name.
        languages: of names; left out, English and the official languages of the two.

    Raises:
        BadInput: the folder is there, or a state, the base or a language is not what it should be.
        SourceError: the folder cannot be written.
    """
    if folder.exists():
        raise BadInput(f"{folder} is there already, and nothing is written over; name a new folder.")  # fmt: skip
    both = _states(states, languages)
    description = _description(folder, both, base)
    _write(folder, {**_data(description, both), **_templates(description, both)})
    return description


def _states(named: Sequence[str], languages: Sequence[str]) -> list[KnownState]:
    if len(named) != 2:
        raise BadInput(f"A dossier is about two states, and {len(named)} are named; write --state twice.")  # fmt: skip
    tags = list(dict.fromkeys(["en", *languages])) if languages else []
    found = [known_state(text, tags) for text in named]
    if found[0].code == found[1].code:
        raise BadInput(f"{named[0]} and {named[1]} are the same state; name two.")
    tags = tags or list(dict.fromkeys(tag for state in found for tag in state.names))
    return [known_state(state.code, tags) for state in found]


def _description(folder: Path, states: Sequence[KnownState], base: str) -> Description:
    name = name_of(folder.resolve().name) or "dossier"
    base = base or f"https://example.org/{name}/"
    if not WEB.fullmatch(base) or base.startswith(BASE) or BASE.startswith(base):
        raise BadInput(f"{base!r} is no base for IRIs; write an address of your own that ends in a slash, as https://example.org/{name}/.")  # fmt: skip
    title = "–".join(state.names["en"] for state in states)
    return Description(
        base,
        title,
        f"How {states[0].names['en']} and {states[1].names['en']} deal with each other.",
        (),
        license=LICENCE,
        languages=tuple(states[0].names),
        ontology=ontology_version(packaged_dossier()),
    )


def _data(description: Description, states: Sequence[KnownState]) -> dict[str, bytes]:
    """Return the files of data by their paths."""
    said = StateStatements(states, description)
    subjects = [said.state(state) for state in states]
    graphs: dict[str, tuple[str, list[Triple], dict[Triple, NamedNode]]] = {
        "data/dataset.ttl": ("What this dossier is.", _dataset(description, subjects), {}),
        "data/sources/packages.ttl": ("Packages of data.", said.sources(), {}),
        "data/facts/states.ttl": (
            "What packages of data say of the two states.",
            said.claims(),
            {},
        ),
        "data/states/states.ttl": (
            "The two states.",
            [*said.things(), *said.borders()],
            said.borders(),
        ),
        "data/places/capitals.ttl": ("The capitals.", said.capitals(), {}),
    }
    return {
        path: _turtle(PurePosixPath(path), description, *graph)
        for path, graph in graphs.items()
        if graph[1]
    }


def _dataset(description: Description, states: Iterable[str]) -> list[Triple]:
    dataset = NamedNode(description.dataset)
    said: list[tuple[str, NamedNode | Literal]] = [
        (TYPE.value, NamedNode(MORE_PREFIXES["dcat"] + "Dataset")),
        (iri("dcterms:title"), Literal(description.title, language="en")),
        (iri("dcterms:description"), Literal(description.about, language="en")),
        *((iri("dcterms:subject"), NamedNode(state)) for state in states),
        *((iri("dcterms:language"), Literal(language)) for language in description.languages),
        (iri("dcterms:license"), NamedNode(description.license)),
        (iri("dcterms:conformsTo"), NamedNode(description.ontology)),
        (MORE_PREFIXES["void"] + "uriSpace", Literal(f"{description.base}id/")),
    ]
    return [Triple(dataset, NamedNode(predicate), value) for predicate, value in said]


def _turtle(
    path: PurePosixPath,
    description: Description,
    sentence: str,
    triples: Iterable[Triple],
    annotated: Mapping[Triple, NamedNode],
) -> bytes:
    namespace = Namespace(description.base)
    file = SourceFile(path, f"# {sentence}\n".encode(), namespace.graph_of(path))
    said = {triple: [(REPORTED_BY, claim)] for triple, claim in annotated.items()}
    known = namespace.prefixes | MORE_PREFIXES
    return graph_text(file, triples, said, known, description.base)


def _templates(description: Description, states: Sequence[KnownState]) -> dict[str, bytes]:
    """Return README, the file of CI and the examples by their paths."""
    one, other = (state.names["en"] for state in states)
    said = StateStatements(states, description)
    names = {
        "title": description.title,
        "base": description.base,
        "version": VERSION,
        "one_name": one,
        "two_name": other,
        "one": said.state(states[0]).rpartition("/")[2],
        "two": said.state(states[1]).rpartition("/")[2],
    }
    found = {"README.md": _filled(TEMPLATES / "README.md", names)}
    found[".github/workflows/check.yml"] = _filled(TEMPLATES / "check.yml", names)
    for folder in (TEMPLATES / "data").iterdir():
        text = _filled(folder / "example.ttl", names)
        found[f"data/{folder.name}/example.ttl"] = _with_prefixes(text, description)
    return found


def _filled(template: Traversable, names: Mapping[str, str]) -> bytes:
    return Template(template.read_text(encoding="utf-8")).substitute(names).encode()


def _with_prefixes(content: bytes, description: Description) -> bytes:
    """Return an example with the prefixes that its comments use, declared above them."""
    known = PREFIXES | {kind: f"{description.base}id/{kind}/" for kind in KINDS}
    lines = [line for line in content.decode().splitlines() if not line.startswith("##")]
    used = sorted(set(PREFIX.findall("\n".join(lines))) & set(known))
    declared = "".join(f"@prefix {prefix}: <{known[prefix]}> .\n" for prefix in used)
    return f"{declared}\n".encode() + content


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write the files beside their place, and give them their name when all are there."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as place:
            made = Path(place) / "dossier"
            for path, content in contents.items():
                (made / path).parent.mkdir(parents=True, exist_ok=True)
                (made / path).write_bytes(content)
            shutil.move(made, folder)
    except OSError as error:
        raise SourceError(f"{folder} cannot be written ({error.strerror}); choose another place.") from error  # fmt: skip
