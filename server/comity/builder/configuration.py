"""How a dossier wants to be checked: one small file in its root, `.comity.toml`.

imports = ["http://www.w3.org/2004/02/skos/core"]             # ontologies that may be elsewhere
vocabularies = ["https://www.omg.org/spec/Commons/"]          # beginnings of terms that are declared elsewhere
labels = ["http://www.w3.org/2004/02/skos/core#prefLabel"]    # properties that name, besides rdfs:label
definitions = ["http://www.w3.org/2000/01/rdf-schema#comment"]  # properties that define, besides skos:definition
off = ["class-name", "property-name"]                         # checks whose findings are not wanted
"""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from comity.errors import SourceError

CONFIGURATION = ".comity.toml"


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a dossier says of how it is checked.

    Attributes:
        imports: ontologies that files may import although no file is them.
        vocabularies: beginnings of the IRIs of terms that are declared elsewhere, besides those of `imports`.
        labels, definitions: IRIs of properties that count as rdfs:label and skos:definition.
        off: names of checks whose findings are passed over.
        text: the file as it is written; empty where there is none.
    """

    imports: tuple[str, ...] = ()
    vocabularies: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    text: str = ""


def configuration(path: Path) -> Configuration:
    """Read the configuration at *path*; where there is none, nothing is special.

    Raises:
        SourceError: it is not TOML, or has a key that means nothing, or a value that is no list of texts.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        read = tomllib.loads(text)
    except FileNotFoundError:
        return Configuration()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path.name}: it cannot be read as TOML ({error}).") from error
    known = [field.name for field in fields(Configuration) if field.name != "text"]
    for key, value in read.items():
        if key not in known:
            raise SourceError(f"{path.name}: it may have {', '.join(known)}, and not {key}.")
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise SourceError(f'{path.name}: {key} must be a list of texts, as ["…"].')
    return Configuration(**{key: tuple(value) for key, value in read.items()}, text=text)
