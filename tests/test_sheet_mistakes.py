"""Mistakes that authors make in sheets and in what a dossier says of itself: each is refused in a sentence, or found by the check that is meant."""

import shutil

import pytest

from comity.builder.dossier import survey_dossier
from comity.checks.table import check_dossier
from comity.errors import SourceError
from support.own_dossier import SOURCES, begin, contents, imported

pytestmark = pytest.mark.slow
DATE = "or leave the cell empty if it is not known"
ITSELF = "is the thing of this row itself; name another, or leave the cell empty"
ALREADY = "the dossier has Norway (country/norway) already"
REFUSED = {
    "a range of years": ("events", "title,kind,date,source\nOne,meeting,1914-1918,An almanac\n", f"cell C2: '1914-1918' is no date; write it as 2010-02-28, 2010-02 or 2010, {DATE}"),
    "about a year": ("events", "title,kind,date,source\nOne,meeting,c. 1914,An almanac\n", DATE),
    "a season": ("events", "title,kind,date,source\nOne,meeting,spring 1914,An almanac\n", DATE),
    "a word for not known": ("treaties", "title,signed,source\nOne,unknown,An almanac\n", DATE),
    "a year of two digits": ("treaties", "title,signed,source\nOne,01.02.95,An almanac\n", DATE),
    "a comma between parties": ("treaties", 'title,party,source\nOne,"Norway, Russia",An almanac\n', "cell B2: no Agent is called 'Norway, Russia'; if it is several, write ; for the ',' between them"),
    "a stroke between parties": ("treaties", "title,party,source\nOne,Norway/Russia,An almanac\n", "write ; for the '/' between them"),
    "a state that is none of the two": ("treaties", "title,party,source\nOne,Utopia,An almanac\n", "add it to a sheet of polities or organisations"),
    "a code in small letters": ("treaties", "title,party,source\nOne,ru,An almanac\n", "no Agent is called 'ru'"),
    "a treaty that replaces itself": ("treaties", "title,replaces,source\nOne,One,An almanac\n", f"cell B2: 'One' {ITSELF}"),
    "an event that is part of itself": ("events", "title,kind,part of,source\nOne,meeting,One,An almanac\n", ITSELF),
    "a claim against itself": ("claims", "statement,contradicts,source\nOne,One,An almanac\n", ITSELF),
    "a state that continues itself": ("polities", "title,continues,source\nX,X,An almanac\n", ITSELF),
    "a dispute without a side": ("disputes", "title,source\nOne,An almanac\n", "row 2: the kind 'Dispute' gives no state; write one in 'state', or fill 'side'"),
    "a number without its unit": ("observations", "title,for,measure,value,source\nOne,Norway,volume of trade,125,An almanac\n", "cell D2: '125' says nothing without its unit"),
    "a number with %": ("observations", "title,for,measure,value,source\nOne,Norway,trade share,12.5%,An almanac\n", "'12.5%' is no number"),
    "thousands": ("observations", 'title,for,measure,value,source\nOne,Norway,volume of trade,"1,200",An almanac\n', "'1,200' is no number"),
    "a membership twice": ("memberships", "state,organisation,begin,source\nNorway,NATO,1949,An almanac\nNorway,NATO,1966,An almanac\n", "row 3: it has the name of row 2"),
    "a language by name": ("sources", "title,language\nX,English\n", "'English' is no tag of a language"),
    "a class that is deprecated": ("organisations", "title,kind,source\nX,supranational union,An almanac\n", "'supranational union' is none of the Organisation"),
    "a state that there is": ("polities", "title,source\nNorway,An almanac\n", ALREADY),
    "a state that ends before it begins": ("polities", "title,exists from,exists until,source\nX,1950-01-01,1940-01-01,An almanac\n", "'exists until' is 1940-01-01, before 'exists from'"),
    "a sum below the rows": ("treaties", "title,signed,source\nOne,1990-01-01,An almanac\nTotal: 1,,\n", "row 3: it has no source"),
}  # fmt: skip
FOUND = {
    "signed after its source": ("treaties", "title,signed,source\nOne,2091-01-01,An almanac\n", "source-before-the-event"),
    "settled before it began": ("disputes", "title,state,begin,settled by,source\nD,Norway; Russia,1950,River treaty,An almanac\n", "settled-before-it-began"),
    "a town in two states": ("facilities", "title,kind,place,country,source\nX,border crossing,Town,Norway,An almanac\nY,border crossing,Town,Russia,An almanac\n", "settlement-in-two-states"),
    "read before it was published": ("sources", "title,published,read on\nX,2020,2019-01-01\n", "read-before-published"),
    "a code of another state": ("polities", "title,code,source\nFinland,NOR,An almanac\n", "shape"),
    "a code in small letters": ("polities", "title,code,source\nFinland,fin,An almanac\n", "shape"),
    "a military facility in no place": ("facilities", "title,kind,source\nX,military facility,An almanac\n", "shape"),
}  # fmt: skip
DESCRIBED = {
    "no title": ("    dcterms:title", "    dcterms:alternative", "dataset-without-title"),
    "a title without a language": ('Norway–Russia"@en', 'Norway–Russia"', "dataset-without-title"),
    "an empty title": ('"Norway–Russia"', '""', "unreadable-name"),
    "no licence": ("    dcterms:license", "    dcterms:relation", "dataset-without-licence"),
    "a licence in words": ("<https://creativecommons.org/licenses/by/4.0/>", '"CC BY"', "dataset-without-licence"),
    "one state": (" , country:russia", "", "dataset-of-other-than-two-states"),
    "a state twice": ("country:russia", "country:norway", "dataset-of-other-than-two-states"),
    "three states": ("country:russia", "country:russia , country:finland", "dataset-of-other-than-two-states"),
    "a state that is not": ("country:russia", "country:rusia", "described-nowhere"),
    "the ontology of no version": ("comity:0.2.0", "<https://w3id.org/comity/ontology/>", "description"),
    "another base": ("own/dataset>", "owned/dataset>", "description"),
}  # fmt: skip
BESIDE = {
    "a folder by almost its name": ("datas/states.ttl", "datas", "did you mean data/?"),
    "a file in no folder": ("states.ttl", "states.ttl", "in no folder of the dossier"),
}
UNSAID = {
    "no version of the ontology": ("dcterms:conformsTo", "dcterms:conformTo"),
    "a version in words": ("comity:0.2.0", '"0.2.0"'),
    "another class": ("dcat:Dataset", "dcat:DataSet"),
}


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    (folder / "sources.csv").write_text(SOURCES)
    (folder / "treaties.csv").write_text(
        "title,signed,source\nRiver treaty,1900-01-01,An almanac\n"
    )
    own = begin(folder / "own")
    assert imported(own, folder / "sources.csv", folder / "treaties.csv").exit_code == 0
    return own


@pytest.fixture
def own(begun, tmp_path):
    return shutil.copytree(begun, tmp_path / "own")


def rows(own, tmp_path, name, text):
    path = tmp_path / f"{name}.csv" if name != "sources" else tmp_path / "sources-more.csv"
    path.write_text(text)
    return imported(own, path)


def swap(own, old, new):
    path = own / "data" / "dataset.ttl"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def found(own):
    return check_dossier(*survey_dossier(own)).findings


def test_nothing_is_found_before(own):
    assert found(own) == []


@pytest.mark.parametrize("mistake", REFUSED)
def test_a_row_is_refused_where_it_is_wrong(mistake, own, tmp_path):
    name, text, sentence = REFUSED[mistake]
    before = contents(own)
    if name == "treaties":
        (own / "data/treaties/treaties.ttl").unlink()
        before = contents(own)
    refused = rows(own, tmp_path, name, text)
    assert (refused.exit_code, contents(own)) == (1, before)
    assert sentence in refused.output


@pytest.mark.parametrize("mistake", FOUND)
def test_what_a_row_says_wrongly_is_found(mistake, own, tmp_path):
    name, text, check = FOUND[mistake]
    assert rows(own, tmp_path, name, text).exit_code == 0
    meant = [finding for finding in found(own) if finding.check == check]
    assert meant
    assert all(finding.line for finding in meant)


@pytest.mark.parametrize("mistake", DESCRIBED)
def test_what_a_dossier_says_wrongly_of_itself_is_found(mistake, own):
    old, new, check = DESCRIBED[mistake]
    swap(own, old, new)
    (meant,) = [finding for finding in found(own) if finding.check == check]
    assert (meant.file, bool(meant.remedy)) == ("data/dataset.ttl", True)


@pytest.mark.parametrize("mistake", UNSAID)
def test_a_dossier_that_names_no_ontology_is_told_what_to_write(mistake, own):
    swap(own, *UNSAID[mistake])
    with pytest.raises(SourceError, match=r"a dcat:Dataset with dcterms:conformsTo <https://w3id\.org/comity/ontology/0\.2\.0>"):  # fmt: skip
        survey_dossier(own)


@pytest.mark.parametrize("mistake", BESIDE)
def test_what_stands_beside_the_dossier_is_told(mistake, own):
    path, where, words = BESIDE[mistake]
    (own / path).parent.mkdir(exist_ok=True)
    (own / path).write_text("")
    (meant,) = found(own)
    assert (meant.check, meant.file) == ("not-read", where)
    assert words in meant.problem
