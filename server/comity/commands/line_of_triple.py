"""Where in the files that `comity reason` has read a triple stands: the parser tells triples in the order of the text."""

import gzip
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pyoxigraph import RdfFormat

from comity.builder.locations import PLACED
from comity.builder.positions import Lines, Offsets, Unplaced, positions
from comity.builder.syntax import format_of, text_of
from comity.finding import NOWHERE, Location
from comity.proofs.instance import Triple
from comity.reasoner.read import Encoded


class Standing:
    """Finds the file and line of a triple, as it is first asserted."""

    def __init__(self, files: Sequence[Path], encoded: Encoded) -> None:
        self._files, self._encoded = files, encoded
        self._rows = np.column_stack((encoded.rows[:, :2], encoded.terms.equal[encoded.rows[:, 2]]))
        self._texts: dict[Path, tuple[Lines, list[Offsets]]] = {}

    def of(self, triple: Triple) -> Location:
        """Return where *triple*, numbers of terms, stands; without a line where its file's syntax has none."""
        found = np.flatnonzero((self._rows == triple).all(axis=1))
        if not len(found):
            return NOWHERE
        row = int(found[0])
        for path, count in zip(self._files, self._encoded.counts, strict=True):
            if row < count:
                return self._place(path, row, count)
            row -= count
        return NOWHERE

    def _place(self, path: Path, row: int, count: int) -> Location:
        if path not in self._texts:
            self._texts[path] = _read(path)
        lines, offsets = self._texts[path]
        if len(offsets) != count:
            return Location(str(path))
        return Location(str(path), *lines.at(offsets[row][2]))


def _read(path: Path) -> tuple[Lines, list[Offsets]]:
    """Return the lines of a file and where its triples stand; none where that is not known for all of them."""
    content = text_of(
        gzip.decompress(raw) if (raw := path.read_bytes())[:2] == b"\x1f\x8b" else raw
    )
    text = content.decode("utf-8", "replace")
    suffix = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    syntax = format_of(suffix, content)
    try:
        found = positions(text, syntax == RdfFormat.N_QUADS) if syntax in PLACED else []
    except Unplaced:
        found = []
    return Lines(text), found
