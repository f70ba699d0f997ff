"""Sheets: what rows become, that they become it again and again, and what is refused cell by cell."""

import csv
import datetime
import io
import re
import shutil
import time
import zipfile

import openpyxl
import pytest
import rdflib
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from comity.authoring.cell_dates import cell_date
from comity.authoring.sheet_kinds import sheet_kinds
from conftest import read, run
from support.own_dossier import BASE, SOURCES, begin, comity, contents, imported

TERM = "https://w3id.org/comity/ontology/"
ROWS = {
    "treaties": "title,title (ru),kind,signed,in force,party 1,party 2,signed at,source\n"
    "Treaty of the river,Договор о реке,treaty,2010-09-15,7 July 2011,Norway,Россия,Oslo,An almanac\n",
    "events": "title;kind;code;date;participant;source\n"
    "The two meet;meeting;;September 2010;Norway; An almanac\n"
    "A word of praise;event;support;27.04.2011;Norway;An almanac\n",
    "offices": "person (ru),office,of,begin,end,source\n"
    "Иван Петров,Ambassador to Norway,RU,2010,2013-05,An almanac\n",
    "memberships": "state,organisation,begin,source\nNorway,A council,1996,An almanac\n"
    "Russia,A council,1996,https://example.org/council\n",
    "facilities": "title,kind,place,country,operator,operator from,source\n"
    "A crossing,border crossing,A town,Norway,Norway,2003,An almanac\n",
    "organisations": "title,kind,controlled by,source\nA company,company,Russia,An almanac\n",
    "disputes": "title,state,begin,end,settled by,source\n"
    "Dispute over the river,Norway; Russia,1970,2010-09-15,Treaty of the river,An almanac\n",
    "observations": "title,for,measure,value,unit,source\n"
    "Length,Norway,length of a boundary,195.7,km,An almanac\n",
    "claims": "statement,about,said by,date,contradicts,source\n"
    "Russia regrets it,Treaty of the river,Russia,2011,,A gazette\n"
    "It was signed in October,Treaty of the river,,2010-10,Treaty of the river,A gazette\n",
    "polities": "title,kind,code,exists from,continues,source\n"
    "Finland,state,FIN,1917-12-06,,An almanac\nOld Norway,state,,,,An almanac\n"
    "New Norway,polity,,,Old Norway,An almanac\n",
    "sources": SOURCES,
}


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    return begin(tmp_path_factory.mktemp("own") / "own")


@pytest.fixture
def own(begun, tmp_path):
    (tmp_path / "sources.csv").write_text(SOURCES)
    folder = shutil.copytree(begun, tmp_path / "own")
    assert imported(folder, tmp_path / "sources.csv").exit_code == 0
    return folder


def sheet(folder, name, text):
    path = folder / f"{name}.csv"
    path.write_text(text)
    return path


def workbook(path, rows, **titled):
    book = openpyxl.Workbook()
    book.active.title = titled.get("title", "Treaties")
    for row in rows:
        book.active.append(row)
    return book, book.active, path


def refusal(own, *arguments):
    """Import what is to be refused, and return the sentence; nothing may be written."""
    before = contents(own)
    refused = imported(own, *arguments)
    assert refused.exit_code == 1, refused.output
    assert contents(own) == before
    assert "Traceback" not in refused.output
    return refused.output


@pytest.fixture(scope="module")
def whole(begun, tmp_path_factory):
    """A dossier with every kind of sheet."""
    folder = tmp_path_factory.mktemp("whole")
    own = shutil.copytree(begun, folder / "own")
    paths = [sheet(folder, name, text) for name, text in ROWS.items()]
    done = imported(own, *paths)
    assert done.exit_code == 0, done.output
    return own, paths


def test_every_kind_of_sheet_is_tried():
    assert set(ROWS) == set(sheet_kinds())


def test_rows_of_every_kind_pass_the_gate_and_each_statement_has_evidence(whole):
    own, _ = whole
    checked = run("check", own, "--all")
    assert checked.returncode == 0, checked.stdout
    things = [line for line in checked.stdout.splitlines() if "/id/" in line and "/dataset:" not in line]  # fmt: skip
    assert things == []


def test_a_row_becomes_what_its_columns_say(whole):
    own, _ = whole
    text = contents(own)["data/treaties/treaties.ttl"]
    treaty = f"{BASE}id/treaty/treaty-of-the-river"
    for line in (
        'rdfs:label "Treaty of the river"@en , "Договор о реке"@ru',
        'comity:signedOn "2010-09-15"^^xsd:date',
        'comity:inForceFrom "2011-07-07"^^xsd:date',
        "comity:party country:russia",
        "comity:signedAt settlement:oslo",
        "comity:statedIn source:an-almanac",
        f"<{treaty}/participation/norway> a comity:Participation",
    ):
        assert line in text
    meeting = contents(own)["data/events/events.ttl"]
    for edge, day in (("beginEarliest", "01"), ("beginLatest", "30"), ("endEarliest", "01"), ("endLatest", "30")):  # fmt: skip
        assert f'comity:{edge} "2010-09-{day}"^^xsd:date' in meeting
    assert '"Иван Петров"@ru' in contents(own)["data/people/offices.ttl"]
    said = "owl:annotatedSource country:norway ; owl:annotatedProperty comity:hasMembership"
    assert said in contents(own)["data/states/memberships.ttl"]


def test_a_text_is_english_unless_the_dossier_has_none_or_its_column_says_another(begun, tmp_path):
    own = shutil.copytree(begun, tmp_path / "own")
    file = own / "data/dataset.ttl"
    paths = [sheet(tmp_path, "sources", SOURCES), sheet(tmp_path, "treaties", "title,title (nn),source\nOne,Ein,An almanac\n")]  # fmt: skip
    for languages, tag in (('"de" , "en"', "en"), ('"de"', "de")):
        file.write_text(re.sub("(dcterms:language ).* ;", rf"\1{languages} ;", file.read_text()))
        assert imported(own, *paths).exit_code == 0
        assert f'"Ein"@nn , "One"@{tag}' in contents(own)["data/treaties/treaties.ttl"]


def test_twice_changes_nothing(whole):
    own, paths = whole
    before = contents(own)
    for order in (paths, paths[::-1], *([path] for path in paths)):
        done = imported(own, *order)
        assert "0 files changed" in done.output, done.output
    assert contents(own) == before


def test_what_two_sheets_make_stays_in_one_whichever_comes_first(own, tmp_path):
    address = "https://example.org/page"
    paths = [
        sheet(tmp_path, "treaties", f"title,signed at,source\nOne,A port,{address}\n"),
        sheet(tmp_path, "events", f"title,kind,place,source\nOne,meeting,A port,{address}\n"),
    ]
    assert imported(own, *paths).exit_code == 0
    assert "".join(contents(own).values()).count("settlement:a-port a ") == 1
    for order in (paths[::-1], paths, paths[:1], paths[1:]):
        assert "0 files changed" in imported(own, *order).output


def test_a_changed_row_changes_only_what_it_says(own, tmp_path):
    rows = ["title,id,signed,source", "One,one,2010-01-01,An almanac", "Two,two,2011-01-01,An almanac"]  # fmt: skip
    path = sheet(tmp_path, "treaties", "\n".join(rows) + "\n")
    assert imported(own, path).exit_code == 0
    before = contents(own)
    path.write_text("\n".join(rows).replace("Two,", "Second,").replace("2011", "2012") + "\n")
    assert imported(own, path).exit_code == 0
    after = contents(own)
    assert {name for name in after if after[name] != before[name]} == {"data/treaties/treaties.ttl"}
    old, new = (text["data/treaties/treaties.ttl"].splitlines() for text in (before, after))
    assert len(old) == len(new)
    changed = [line for line in new if line not in old]
    assert len(changed) == 4
    assert all("2012" in line or "Second" in line for line in changed)


def test_a_row_taken_away_takes_its_thing_away_and_says_so(own, tmp_path):
    path = sheet(tmp_path, "treaties", "title,source\nOne,An almanac\nTwo,An almanac\n")
    assert imported(own, path).exit_code == 0
    path.write_text("title,source\nOne,An almanac\n")
    done = imported(own, path)
    assert "treaty/two go, which no row says any more" in done.output
    assert "treaty:two" not in contents(own)["data/treaties/treaties.ttl"]


def test_what_is_added_to_a_rows_thing_by_hand_stays(own, tmp_path):
    path = sheet(tmp_path, "treaties", "title,signed,source\nOne,2010-01-01,An almanac\n")
    assert imported(own, path).exit_code == 0
    file = own / "data/treaties/treaties.ttl"
    said = f"""
<{BASE}id/treaty/one> <{TERM}untsNumber> "1234" .
[] a <http://www.w3.org/2002/07/owl#Axiom> ; <http://www.w3.org/2002/07/owl#annotatedSource> <{BASE}id/treaty/one> ;
    <http://www.w3.org/2002/07/owl#annotatedProperty> <{TERM}signedOn> ; <{TERM}readOn> "2026-11-29"^^<http://www.w3.org/2001/XMLSchema#date> ;
    <http://www.w3.org/2002/07/owl#annotatedTarget> "2010-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .
"""
    file.write_text(file.read_text() + said)
    path.write_text("title,signed,in force,source\nOne,2010-01-01,2010-02-01,An almanac\n")
    assert imported(own, path).exit_code == 0
    text = file.read_text()
    assert 'comity:untsNumber "1234"' in text
    assert 'comity:readOn "2026-11-29"' in text
    assert "inForceFrom" in text


def test_without_write_the_difference_is_shown(own, tmp_path):
    before = contents(own)
    path = sheet(tmp_path, "treaties", "title,source\nOne,An almanac\n")
    done = comity("import", path, "--dossier", own)
    assert "+++ b/data/treaties/treaties.ttl" in done.output
    assert "+treaty:one a comity:Treaty ;" in done.output
    assert contents(own) == before


def test_a_file_that_no_sheet_made_is_left_alone(own, tmp_path):
    (own / "data/treaties/treaties.ttl").write_text("# mine\n")
    path = sheet(tmp_path, "treaties", "title,source\nOne,An almanac\n")
    assert "no sheet made it" in refusal(own, path)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_templates_are_read_as_they_are_and_name_every_column(form, own, tmp_path):
    folder = tmp_path / "templates"
    done = comity("sheets", folder, "--format", form)
    assert done.exit_code == 0, done.output
    done = imported(own, *folder.iterdir())
    assert "0 files changed" in done.output, done.output
    assert "is there already" in comity("sheets", folder, "--format", form).output


def test_a_workbook_is_filled_and_read(own, tmp_path):
    assert comity("sheets", tmp_path / "templates").exit_code == 0
    path = tmp_path / "templates" / "dossier.xlsx"
    book = openpyxl.load_workbook(path)
    for name, text in ROWS.items():
        delimiter = ";" if name == "events" else ","
        header, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
        filled = book[name.capitalize()]
        columns = {cell.value: cell.column for cell in filled[1]}
        for title in header:
            columns.setdefault(title, max(columns.values()) + 1)
            filled.cell(1, columns[title], title)
        for number, row in enumerate(rows, 2):
            for title, value in zip(header, row, strict=True):
                filled.cell(number, columns[title], value)
        if name == "offices":
            filled.delete_cols(columns["person"])
    book.save(path)
    (own / "data/sources/sources.ttl").unlink()
    done = imported(own, path)
    assert done.exit_code == 0, done.output
    assert run("check", own).returncode == 0


@pytest.mark.parametrize("mac", [False, True], ids=["1900", "1904"])
def test_cells_with_dates_of_either_epoch_are_days(mac, own, tmp_path):
    book, rows, path = workbook(tmp_path / "treaties.xlsx", [["title", "signed", "source"]])
    if mac:
        book.epoch = CALENDAR_MAC_1904
    rows.append(["One", datetime.date(1995, 2, 21), "An almanac"])
    rows.append(["Two", datetime.datetime(1904, 1, 5), "An almanac"])
    book.save(path)
    assert imported(own, path).exit_code == 0
    text = contents(own)["data/treaties/treaties.ttl"]
    assert 'signedOn "1995-02-21"^^xsd:date' in text
    assert 'signedOn "1904-01-05"^^xsd:date' in text


def test_a_date_that_is_shown_without_its_day_is_a_month(own, tmp_path):
    book, rows, path = workbook(tmp_path / "events.xlsx", [["title", "kind", "date", "source"]], title="Events")  # fmt: skip
    formats = {"A": "mmm-yy", "B": "yyyy", "C": "[$-409]mmmm\\ yyyy", "D": "d. mmmm yyyy"}
    for title, shown in formats.items():
        rows.append([title, "meeting", datetime.date(2010, 9, 1), "An almanac"])
        rows.cell(rows.max_row, 3).number_format = shown
    book.save(path)
    assert imported(own, path).exit_code == 0
    given = re.findall(r'givesDate "([^"]+)', contents(own)["data/events/events.ttl"])
    assert given == ["2010-09", "2010", "2010-09", "2010-09-01"]


def test_templates_keep_dates_as_they_are_typed(tmp_path):
    assert comity("sheets", tmp_path).exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "dossier.xlsx")
    columns = {cell.value: cell.column_letter for cell in book["Events"][1]}
    assert book["Events"].column_dimensions[columns["date"]].number_format == "@"
    assert "day, month or year" in book["Events"][columns["date"] + "1"].comment.text


def test_a_formula_with_its_value_is_read_as_that(own, tmp_path):
    book, _, path = workbook(tmp_path / "made.xlsx", [["title", "source"], ['="On"&"e"', "An almanac"]])  # fmt: skip
    book.save(path)
    kept = tmp_path / "treaties.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert b"<v />" in text or b"<v></v>" in text
                text = re.sub(rb"(<c r=\"A2\")", rb'\1 t="str"', text)
                text = re.sub(rb"<v ?/>|<v></v>", b"<v>One</v>", text, count=1)
            new.writestr(name, text)
    assert imported(own, kept).exit_code == 0
    assert "treaty:one a comity:Treaty" in contents(own)["data/treaties/treaties.ttl"]


def test_the_title_of_a_source_is_in_its_language(own, tmp_path):
    (own / "data/sources/sources.ttl").unlink()
    text = "title,title (ru),language\nLag om sjöterritorium,,sv\nA law,Закон,ru\nA gazette,,\n"
    assert imported(own, sheet(tmp_path, "sources", text)).exit_code == 0
    titles = set(read(own / "data/sources/sources.ttl").objects(None, rdflib.DCTERMS.title))
    assert {title.n3() for title in titles} == {
        '"Lag om sjöterritorium"@sv',
        '"A law"@en',
        '"Закон"@ru',
        '"A gazette"@en',
    }


def test_the_day_of_the_last_change_stays_where_nothing_changes(own, tmp_path):
    path = sheet(tmp_path, "treaties", "title,source\nOne,An almanac\n")
    assert imported(own, path).exit_code == 0
    file = own / "data/treaties/treaties.ttl"
    file.write_text(re.sub(r'modified "[^"]+"', 'modified "2001-02-03"', file.read_text()))
    assert "0 files changed" in imported(own, path).output
    path.write_text("title,source\nTwo,An almanac\n")
    assert imported(own, path).exit_code == 0
    assert "2001-02-03" not in file.read_text()


def test_every_fault_is_told_with_its_cell_and_all_at_once(own, tmp_path):
    text = """title,signed,in force,party 1,party 2,source
One,31.02.2010,,Norway,,An almanac
Two,03/04/2010,,Norwey,,An almanac
Three,2010-05,,Norway,,An almanak
Four,2011-01-01,2010-01-01,Congo,,An almanac
Five,40436,,Norway,,
"""
    told = refusal(own, sheet(tmp_path, "treaties", text))
    for sentence in ("treaties.csv, row 6: it has no source",):
        assert sentence in told
    told = refusal(own, sheet(tmp_path, "treaties", text.replace("Norway,,\n", "Norway,,A gazette\n")))  # fmt: skip
    for sentence in (
        "cell B2: '31.02.2010' is no day; write 2010-02-28 or 2010-02.",
        "cell B3: '03/04/2010' may be two days; write 2010-04-03 or 2010-03-04",
        "cell D3: no Agent is called 'Norwey'; did you mean 'Norway'?",
        "cell B4: '2010-05' is no day, and 'signed' needs one",
        "cell F4: no Source is called 'An almanak'; did you mean 'An almanac'?",
        "cell C5: 'in force' is 2010-01-01, before 'signed', 2011-01-01 (B5)",
        "cell D5: no Agent is called 'Congo'",
        "cell B6: 40436 is a number",
        "8 things are wrong in the sheets, and nothing was written:",
    ):
        assert sentence in told
    assert told.count("\n") == 9


WRONG = {
    "unknown column": ("treaties", "titel,source\nOne,An almanac\n", "cell A1: 'titel' is no column of treaties; did you mean 'title'?"),
    "unknown column below empty rows": ("treaties", "\n,\ntitel,source\nOne,An almanac\n", "cell A3: 'titel' is no column"),
    "no source column": ("treaties", "title\nOne\n", "it has no column 'source'"),
    "column twice": ("treaties", "title,title,source\nOne,Two,An almanac\n", "cell B1: there is a column 'title' already"),
    "number on a single": ("treaties", "title,signed 2,source\nOne,2010-01-01,An almanac\n", "cell B1: there is one 'signed' only"),
    "language on a date": ("treaties", "title,signed (ru),source\nOne,2010-01-01,An almanac\n", "'signed' is in no language"),
    "no language": ("treaties", "title,title (по-русски),source\nOne,Два,An almanac\n", "is no tag of a language"),
    "unknown kind": ("traeties", "title,source\nOne,An almanac\n", "did you mean treaties?"),
    "empty": ("treaties", "", "treaties.csv is empty"),
    "value under no name": ("treaties", "title,source\nOne,An almanac,more\n", "cell C2: it stands under no name"),
    "same title twice": ("treaties", "title,source\nOne,An almanac\none,An almanac\n", "row 3: it has the name of row 2, 'one'"),
    "title without letters": ("treaties", "title,source\n—,An almanac\n", "has no letter or digit"),
    "a control character": ("treaties", "title,source\nA\u202eb,An almanac\n", "cell A2: 'A\\u202eb' has a control character"),
    "a novel": ("treaties", f"title,source\n{'word ' * 500},An almanac\n", "cell A2: it has 2,499 characters"),
    "wrong class": ("treaties", "title,kind,source\nOne,treety,An almanac\n", "cell B2: 'treety' is none of the Instrument; did you mean 'treaty'? write one of ceasefire agreement, charter"),
    "class of a rule": ("disputes", "title,kind,state,source\nOne,energy dispute,Norway,An almanac\n", "is none of the Dispute"),
    "wrong concept": ("observations", "title,for,measure,source\nOne,Norway,weight,An almanac\n", "'weight' is none of the ObservedMeasures"),
    "no number": ("observations", 'title,for,measure,value,source\nOne,Norway,trade share,"12,5",An almanac\n', "cell D2: '12,5' is no number; write it with a point"),
    "no code": ("events", "title,date,source\nOne,2010,An almanac\n", "row 2: the kind 'Event' gives no code; write one in 'code' (agree, aid"),
    "two dates": ("events", "title,kind,date,begin,source\nOne,meeting,2010,2009,An almanac\n", "cell D2: 'begin' says when, as 'date' does (C2); fill one of them"),
    "place of nothing": ("facilities", "title,country,source\nOne,Norway,An almanac\n", "cell B2: it is said of the 'place', and the row has none"),
    "spell of nobody": ("facilities", "title,operator from,source\nOne,2010,An almanac\n", "cell B2: it says when, and the row has no 'operator'"),
    "a claim about nothing": ("claims", "statement,contradicts,source\nOne,Another,An almanac\n", "cell B2: no Claim is called 'Another'"),
    "an open quotation mark": ("treaties", 'title,source\n"One,An almanac\nTwo,An almanac\n', "a quotation mark may not be closed"),
    "cut in the middle": ("treaties", "title,signed,source\nOne,2010-01-01,An almanac\nTwo,20", "the file seems to be cut"),
    "an address that is none": ("sources", "title,address\nOne,example.org\n", "cell B2: 'example.org' is no address of the web"),
    "a text that is not there": ("sources", "title,text\nOne,absent.txt\n", "cell B2:"),
    "ends before it begins": ("offices", "person,office,begin,end,source\nA,B,2011,2010-12-31,An almanac\n", "cell D2: 'end' is 2010-12-31, before 'begin', 2011 (C2)"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_has_one_sentence_with_its_place(what, own, tmp_path):
    name, text, sentence = WRONG[what]
    (own / "data/sources/sources.ttl").unlink() if name == "sources" else None
    assert sentence in refusal(own, sheet(tmp_path, name, text))


def test_a_name_that_fits_two_is_not_guessed(own, tmp_path):
    (own / "data/states/congo.ttl").write_text(
        f'<{BASE}id/country/one> a <{TERM}State> ; <http://www.w3.org/2000/01/rdf-schema#label> "Congo"@en .\n'
        f'<{BASE}id/country/other> a <{TERM}State> ; <http://www.w3.org/2000/01/rdf-schema#label> "Congo"@en .\n'
    )
    told = refusal(own, sheet(tmp_path, "treaties", "title,party,source\nA,Congo,An almanac\n"))
    assert "'Congo' is Congo (country/one) and Congo (country/other)" in told
    for name in ("other", "country/other", "country:other", f"{BASE}id/country/other"):
        path = sheet(tmp_path, "treaties", f"title,party,source\nA,{name},An almanac\n")
        assert imported(own, path).exit_code == 0, name


def test_a_word_that_is_a_code_in_small_letters_is_no_state(own, tmp_path):
    told = refusal(own, sheet(tmp_path, "treaties", "title,party,source\nA,no,An almanac\n"))
    assert "no Agent is called 'no'" in told
    assert imported(own, sheet(tmp_path, "treaties", "title,party,source\nA,NO,An almanac\n")).exit_code == 0  # fmt: skip


BYTES = {
    "with a mark": ("title,source\nМир,An almanac\n".encode("utf-8-sig"), (), None),
    "UTF-16": ("title\tsource\nМир\tAn almanac\n".encode("utf-16"), (), None),
    "Windows-1251, said": ("title;source\r\nМир;An almanac\r\n".encode("cp1251"), ("--encoding", "windows-1251"), None),
    "Windows-1251": ("title;source\nМир;An almanac\n".encode("cp1251"), (), "is not in utf-8"),
    "UTF-16 without a mark": ("title,source\n".encode("utf-16-le"), (), "has zero bytes"),
    "no encoding": (b"title\nA\n", ("--encoding", "klingon"), "no encoding 'klingon'"),
}  # fmt: skip


@pytest.mark.parametrize("what", BYTES)
def test_encodings_are_read_or_told(what, own, tmp_path):
    content, options, sentence = BYTES[what]
    path = tmp_path / "treaties.csv"
    path.write_bytes(content)
    if sentence:
        assert sentence in refusal(own, path, *options)
    else:
        assert imported(own, path, *options).exit_code == 0
        assert '"Мир"@en' in contents(own)["data/treaties/treaties.ttl"]


def merged(book, rows):
    rows.merge_cells("A2:A3")


def formula(book, rows):
    rows["A2"] = '="a"&"b"'


def error(book, rows):
    rows["A2"] = "#REF!"


def hour(book, rows):
    rows["B2"] = datetime.datetime(2010, 1, 1, 12, 30)


def other_sheet(book, rows):
    book.create_sheet("Notes").append(["anything"])


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (merged, "cells A2:A3: they are merged"),
        (formula, "cell A2: it is a formula whose value the file has not kept"),
        (error, "cell A2: it is the error #REF!"),
        (hour, "has a time of day"),
        (other_sheet, "'notes' is no kind of sheet"),
    ],
)
def test_what_a_workbook_may_not_have(spoil, sentence, own, tmp_path):
    rows = [["title", "signed", "source"], ["One", "2010-01-01", "An almanac"], ["Two", None, "An almanac"]]  # fmt: skip
    book, active, path = workbook(tmp_path / "treaties.xlsx", rows)
    spoil(book, active)
    book.save(path)
    assert sentence in refusal(own, path)


def zipped(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")


def cut(path):
    book, _, _ = workbook(path, [["title", "source"], ["One", "An almanac"]])
    book.save(path)
    path.write_bytes(path.read_bytes()[:2000])


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: path.write_bytes(b""), "is no workbook of Excel: it is empty"),
        (zipped, "is a zip, and no workbook"),
        (cut, "it is cut or damaged"),
        (lambda path: path.write_text("title,source\n"), "it is something else"),
        (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 100), "is of Excel 97 or has a password"),
        (lambda path: None, "cannot be read"),
        (lambda path: path.mkdir(), "cannot be read"),
    ],
    ids=["empty", "a zip", "cut", "a CSV", "old", "absent", "a folder"],
)  # fmt: skip
def test_a_file_that_is_no_workbook_has_one_sentence(make, sentence, own, tmp_path):
    path = tmp_path / "treaties.xlsx"
    make(path)
    assert sentence in refusal(own, path)


def test_words_with_signs_of_turtle_stay_words(own, tmp_path):
    words = 'He said "no"@en ; <a> . """ \\ \n# x\n[] a <http://e/> .'
    text = io.StringIO()
    csv.writer(text).writerows([["title", "id", "statement", "source"], [words, "one", words, "An almanac"]])  # fmt: skip
    path = tmp_path / "treaties\n<x> a <y> .csv"
    path.write_text(text.getvalue())
    done = imported(own, path)
    assert done.exit_code == 0, done.output
    (made,) = set(contents(own)) & {name for name in contents(own) if name.startswith("data/treaties/t")}  # fmt: skip
    data = read(own / made)
    label = data.value(rdflib.URIRef(f"{BASE}id/treaty/one"), rdflib.RDFS.label)
    assert str(label) == words.strip()
    assert rdflib.URIRef("http://e/") not in set(data.objects())


def test_a_quotation_becomes_a_passage_whose_words_are_not_copied(own, tmp_path):
    article = "One.\nBoth “signed” the  treaty in Oslo.\nit was signed twice, it was signed.\n"
    (tmp_path / "article.txt").write_text(article)
    source = sheet(tmp_path, "sources", SOURCES.replace("published\n", "published,text\n").replace("2015", "2015,article.txt"))  # fmt: skip
    rows = 'title,source,quotation\nOne,An almanac,"both ""signed"" the treaty"\n'
    path = sheet(tmp_path, "treaties", rows)
    done = imported(own, source, path)
    assert done.exit_code == 0, done.output
    text = contents(own)["data/treaties/treaties.ttl"]
    assert 'oa:start "5"^^xsd:nonNegativeInteger' in text
    assert "“signed”" not in text
    assert run("check", own, "--text", tmp_path / "article.txt").returncode == 0
    before = contents(own)
    assert "Not looked for: 1 quotation" in imported(own, path).output
    assert "0 files changed" in imported(own, path, "--text", tmp_path / "article.txt").output
    assert contents(own) == before
    for words, sentence in (("it was signed", "stand in 2 places"), ("nowhere at all", "are not in the text")):  # fmt: skip
        path.write_text(f"title,source,quotation\nOne,An almanac,{words}\n")
        assert sentence in refusal(own, source, path)


def test_two_files_that_would_be_one_are_refused(own, tmp_path):
    (tmp_path / "more").mkdir()
    paths = [sheet(tmp_path / where, "treaties", "title,source\nOne,An almanac\n") for where in ("", "more")]  # fmt: skip
    assert "into files with other names" in refusal(own, *paths)


def test_a_thing_that_stands_elsewhere_is_not_said_twice(own, tmp_path):
    path = sheet(tmp_path, "treaties", "title,source\nOne,An almanac\n")
    assert imported(own, path).exit_code == 0
    other = sheet(tmp_path, "treaties-of-1990", "title,source\nOne,An almanac\n")
    assert "the dossier has One (treaty/one) already" in refusal(own, other)


@pytest.mark.slow
def test_ten_thousand_rows_take_seconds(own, tmp_path):
    rows = "".join(f"Treaty {n},{1900 + n % 100}-01-02,Norway,Russia,Town {n},An almanac\n" for n in range(10_000))  # fmt: skip
    path = sheet(tmp_path, "treaties", "title,signed,party 1,party 2,signed at,source\n" + rows)
    begin = time.perf_counter()
    assert imported(own, path).exit_code == 0
    assert time.perf_counter() - begin < 60
    path.write_text(path.read_text().replace("Norway", "Norwey"))
    begin = time.perf_counter()
    assert "10,000 things are wrong" in refusal(own, path)
    assert time.perf_counter() - begin < 60


@pytest.mark.parametrize(
    ("written", "meant"),
    [("2010", "2010"), ("2010-2", "2010-02"), ("15. Mai 2010", "2010-05-15"), ("15 сентября 2010", "2010-09-15"), ("September 15, 2010", "2010-09-15"), ("25/12/2010", "2010-12-25"), ("12/25/2010", "2010-12-25"), ("05/05/2010", "2010-05-05"), (2010, "2010")],
)  # fmt: skip
def test_dates_as_people_write_them(written, meant):
    assert cell_date(written).literal.value == meant


@pytest.mark.parametrize("written", ["0000", "2010-13", "soon", "2010-00-01", True, 3.5, "٢٠١٠", "29.02.2011"])  # fmt: skip
def test_what_is_no_date_says_what_to_write(written):
    with pytest.raises(ValueError, match="write"):
        cell_date(written)
