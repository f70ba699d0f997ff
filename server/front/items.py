"""Which item of Wikidata each country of ISO 3166 is, and which of them belong to another, as country-coder has it."""

import json
from pathlib import Path
from typing import Any


def write_items(package: Path, target: Path) -> None:
    """Write the items of the countries in *package*, the folder of country-coder, with its version and licence, to *target*."""
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    borders = json.loads((package / "src/data/borders.json").read_text(encoding="utf-8"))
    said = {name: about[name] for name in ("version", "license")}
    found = {**said, "items": items(borders)}
    target.write_text(json.dumps(found, sort_keys=True, indent=0), encoding="utf-8")


def items(borders: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return by the code of two letters the number of the item, the name, and the code of the state it belongs to if it is another's."""
    return {
        country["iso1A2"]: {
            "item": country["wikidata"],
            "name": country["nameEn"],
            **({"of": country["country"]} if "country" in country else {}),
        }
        for country in (feature["properties"] for feature in borders["features"])
        if "iso1A2" in country and "level" not in country
    }
