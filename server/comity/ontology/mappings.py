"""Alignments as SSSOM: one row a mapping of a term to one of another vocabulary.

Source: A Simple Standard for Sharing Ontological Mappings https://mapping-commons.github.io/sssom/
"""

from collections.abc import Iterable, Sequence

from comity.vocabulary import PREFIXES, TERM

COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification"),
    *("author_label", "mapping_date", "subject_source_version"),
)
OTHERS = {
    "cito": "http://purl.org/spar/cito/",
    "crm": "http://erlangen-crm.org/current/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "fabio": "http://purl.org/spar/fabio/",
    "fibo-be-ge-ge": "https://spec.edmcouncil.org/fibo/ontology/BE/GovernmentEntities/GovernmentEntities/",
    "gufo": "http://purl.org/nemo/gufo#",
    "lcc-cr": "https://www.omg.org/spec/LCC/Countries/CountryRepresentation/",
    "org": "http://www.w3.org/ns/org#",
    "p": "http://www.wikidata.org/prop/",
    "pq": "http://www.wikidata.org/prop/qualifier/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sosa": "http://www.w3.org/ns/sosa/",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}
CURIES = {**PREFIXES, **OTHERS}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def sssom(rows: Iterable[Sequence[str]], version: str, date: str) -> str:
    """Write mappings as a table of SSSOM with its metadata in comment lines.

    Args:
        rows: of each mapping the term, its label, the predicate, and the term of the other vocabulary, as IRIs.
        version, date: of the ontology whose terms are mapped.
    """
    body = [_row(row, version, date) for row in rows]
    used = {cell.split(":", 1)[0] for line in body for cell in line[:5] if ":" in cell}
    curies = [f"#   {name}: {CURIES[name]}" for name in sorted(used & set(CURIES))]
    head = [
        f"# mapping_set_id: {TERM}alignments.sssom.tsv",
        "# mapping_set_title: Comity and other vocabularies",
        f"# mapping_set_version: {version}",
        f"# license: {LICENCE}",
        f"# subject_source: {TERM}",
        "# curie_map:",
        *curies,
    ]
    lines = ["\t".join(cells) for cells in [COLUMNS, *body]]
    return "\n".join([*head, *lines]) + "\n"


def _row(row: Sequence[str], version: str, date: str) -> tuple[str, ...]:
    term, label, predicate, other = row
    by_hand = "semapv:ManualMappingCuration"
    subject, relation, match = map(curie, (term, predicate, other))
    return subject, label, relation, match, by_hand, "Comity", date, version


def curie(iri: str) -> str:
    """Return *iri* as a compact one by the longest namespace that fits, else as it is."""
    fitting = [name for name, namespace in CURIES.items() if iri.startswith(namespace)]
    if not fitting:
        return iri
    name = max(fitting, key=lambda name: len(CURIES[name]))
    return f"{name}:{iri.removeprefix(CURIES[name])}"
