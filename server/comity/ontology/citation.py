"""How to cite the dataset, a snapshot of it, and the ontology: as CITATION.cff, BibTeX, CSL-JSON, or a line of text."""

import json
from dataclasses import dataclass

import yaml

MESSAGE = "Cite this snapshot: its address answers with the same triples for as long as it is kept."
WRITERS = {"cff": "application/yaml", "bibtex": "application/x-bibtex", "csl": "application/vnd.citationstyles.csl+json", "text": "text/plain"}  # fmt: skip
"""The forms by their short names, with their media types."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited: its title, who made it, which version it is, its day, where it is, and its licence as an IRI."""

    title: str
    author: str
    version: str
    date: str
    address: str
    licence: str = "https://creativecommons.org/licenses/by/4.0/"


def written(dataset: Work, ontology: Work, style: str) -> str:
    """Return the citation of *dataset*, with *ontology* as what it builds on, in one of `WRITERS`."""
    return {"cff": _cff, "bibtex": _bibtex, "csl": _csl, "text": _text}[style](dataset, ontology)


def _cff(dataset: Work, ontology: Work) -> str:
    """Source: Citation File Format 1.2.0 https://doi.org/10.5281/zenodo.5171937."""
    whole = {"cff-version": "1.2.0", "message": MESSAGE, "type": "dataset", **_fields(dataset)}
    whole["references"] = [{"type": "standard", **_fields(ontology)}]
    return yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=200)


def _fields(work: Work) -> dict[str, object]:
    return {
        "title": work.title,
        "version": work.version,
        "date-released": work.date,
        "authors": [{"name": work.author}],
        "license-url": work.licence,
        "url": work.address,
    }


def _bibtex(dataset: Work, ontology: Work) -> str:
    return "\n".join(
        f"@misc{{comity-{kind},\n  title = {{{work.title}}},\n  author = {{{{{work.author}}}}},\n"
        f"  year = {{{work.date[:4]}}},\n  version = {{{work.version}}},\n  url = {{{work.address}}}\n}}\n"
        for kind, work in (("dataset", dataset), ("ontology", ontology))
    )


def _csl(dataset: Work, ontology: Work) -> str:
    both = [_item(dataset, "dataset"), _item(ontology, "standard")]
    return json.dumps(both, ensure_ascii=False, indent=1)


def _item(work: Work, kind: str) -> dict[str, object]:
    return {
        "id": work.address,
        "type": kind,
        "title": work.title,
        "author": [{"literal": work.author}],
        "issued": {"date-parts": [[int(part) for part in work.date.split("-")]]},
        "version": work.version,
        "URL": work.address,
    }


def _text(dataset: Work, ontology: Work) -> str:
    return "".join(
        f"{work.author}. {work.title}. Version {work.version}, {work.date}. {work.address}\n"
        for work in (dataset, ontology)
    )
