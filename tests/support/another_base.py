"""A dossier as it would be under another base IRI, and what an answer may still have of Comity's own."""

import re
import shutil

OTHER = "https://example.org/norway-russia/"
MADE = "asserted|inferred|uncontested|uncontested-asserted|evidence|meta|queries"
OWN = rf"(?!(?:ontology|shape)\b|check/|why\.|graph/(?:(?:{MADE})\b)|[\"'<>#)\s&;.]|$)"
FOREIGN = re.compile(rf"https?://w3id\.org/comity/{OWN}\S{{0,80}}")
"""An IRI of Comity's own that is of no ontology, shape or graph that a build makes."""
NAMED = re.compile(
    r"https://w3id\.org/comity/(?=(?:id|dataset|graph)\b)(?!graph/(?:" + MADE + r")\b)"
)


def rebased(source, folder, base=OTHER):
    """Copy the dossier at *source* to *folder*, with *base* in the place of its own."""
    for name in ("ontology", "data", "queries"):
        shutil.copytree(source / name, folder / name)
    for path in folder.rglob("*.*"):
        path.write_text(NAMED.sub(base, path.read_text(encoding="utf-8")), encoding="utf-8")
    return folder
