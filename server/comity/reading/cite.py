"""How to cite a page or an answer: by a link that lasts, with the snapshot and the day.

Sources: CSL-JSON https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html,
BibTeX entry types https://www.bibtex.com/e/entry-types/
"""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited.

    Attributes:
        title: what it is called.
        whole: the dataset that it is a part of.
        address: where it stays as it is now.
        snapshot: the name of the snapshot.
        made, seen: the days of the snapshot and of the citation.
    """

    title: str
    whole: str
    address: str
    snapshot: str
    made: date
    seen: date

    @property
    def plain(self) -> str:
        """The citation as a sentence."""
        return f"“{self.title}”, in {self.whole}, snapshot {self.snapshot} of {self.made:%Y-%m-%d}, {self.address} (seen {self.seen:%Y-%m-%d})."

    @property
    def bibtex(self) -> str:
        """The citation as an entry of BibTeX."""
        fields = {
            "title": f"{{{_braced(self.title)}}}",
            "booktitle": f"{{{_braced(self.whole)}}}",
            "year": f"{{{self.made.year}}}",
            "version": f"{{{self.snapshot}}}",
            "url": f"{{{self.address}}}",
            "urldate": f"{{{self.seen.isoformat()}}}",
        }
        lines = ",\n".join(f"  {name} = {text}" for name, text in fields.items())
        return f"@misc{{comity-{self.snapshot[-16:]}-{_key(self.title)},\n{lines}\n}}\n"

    @property
    def csl(self) -> dict[str, object]:
        """The citation as an item of CSL-JSON."""
        return {
            "id": f"comity-{self.snapshot[-16:]}-{_key(self.title)}",
            "type": "webpage",
            "title": self.title,
            "container-title": self.whole,
            "version": self.snapshot,
            "URL": self.address,
            "issued": {"date-parts": [[self.made.year, self.made.month, self.made.day]]},
            "accessed": {"date-parts": [[self.seen.year, self.seen.month, self.seen.day]]},
        }


def _braced(text: str) -> str:
    """Return *text* without what BibTeX reads as its own."""
    return re.sub(r"([#$%&_])", r"\\\1", re.sub(r"[{}\\]", "", text))


def _key(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower())[:4]) or "page"
