"""How a dossier wants to be checked and asked: one small file in its root, `.comity.toml`.

imports = ["http://www.w3.org/2004/02/skos/core"]             # ontologies that may be elsewhere
vocabularies = ["https://www.omg.org/spec/Commons/"]          # beginnings of terms that are declared elsewhere
labels = ["http://www.w3.org/2004/02/skos/core#prefLabel"]    # properties that name, besides rdfs:label
definitions = ["http://www.w3.org/2000/01/rdf-schema#comment"]  # properties that define, besides skos:definition
off = ["class-name", "property-name"]                         # checks whose findings are not wanted

[questions.life-of-a-treaty]                                  # what a canned query asks where it is not told, and
instrument = "treaty:concord-1901"                            # `answer`, in words, what it answers then
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from comity.errors import SourceError

CONFIGURATION = ".comity.toml"
Questions = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a dossier says of how it is checked and asked.

    Attributes:
        imports: ontologies that files may import although no file is them.
        vocabularies: beginnings of the IRIs of terms that are declared elsewhere, besides those of `imports`.
        labels, definitions: IRIs of properties that count as rdfs:label and skos:definition.
        off: names of checks whose findings are passed over.
        questions: by the name of a canned query, what its parameters are where nothing is given, and its answer.
        text: the file as it is written; empty where there is none.
    """

    imports: tuple[str, ...] = ()
    vocabularies: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    questions: Questions = field(default_factory=dict)
    text: str = ""

    @property
    def asked(self) -> dict[str, dict[str, str]]:
        """The questions, for a manifest."""
        return {name: dict(given) for name, given in self.questions.items()}


def configuration(path: Path) -> Configuration:
    """Read the configuration at *path*; where there is none, nothing is special.

    Raises:
        SourceError: it is not TOML, or has a key that means nothing, or a value that is not what the key wants.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        read = tomllib.loads(text)
    except FileNotFoundError:
        return Configuration()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path.name}: it cannot be read as TOML ({error}).") from error
    known = [one.name for one in fields(Configuration) if one.name != "text"]
    questions = _questions(path, read.pop("questions", {}))
    for key, value in read.items():
        if key not in known:
            raise SourceError(f"{path.name}: it may have {', '.join(known)}, and not {key}.")
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise SourceError(f'{path.name}: {key} must be a list of texts, as ["…"].')
    lists = {key: tuple(value) for key, value in read.items()}
    return Configuration(**lists, questions=questions, text=text)


def _questions(path: Path, read: object) -> Questions:
    """Return the tables of questions: each of texts, numbers and days by the name of a parameter."""
    if not isinstance(read, dict) or not all(isinstance(given, dict) for given in read.values()):
        raise SourceError(f"{path.name}: questions must be tables, as [questions.timeline].")
    return {name: {key: str(value) for key, value in given.items()} for name, given in read.items()}
