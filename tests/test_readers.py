"""What readers meet on the pages of the dossier: kinds, evidence, languages, search, pictures, links that last."""

import gzip
import json
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from urllib.parse import quote, urlencode, urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from conftest import ROOT, SAMPLE, serving

pytestmark = pytest.mark.slow

ID = "/about/id/"
PAGES = [
    "/", "/timeline", "/timeline?from=2009-01-01&until=2009-12-31", "/map", "/search?q=gas", "/sparql",
    "/api/", "/api/disputes", "/api/instruments-in-force-on", "/api/facilities-within", "/api/events-by-quad-class", "/api/line-of-succession",
    "/treaties", "/disputes", "/facilities", "/people", "/claims", "/sources", "/events", "/organisations", "/states",
    ID + "dispute/gas-2004", ID + "treaty/union-state-1999", ID + "facility/hantsavichy-radar", ID + "person/vladimir-putin",
    ID + "office/president-of-russia", ID + "organisation/csto", ID + "event/complete-gas-stop-2004", ID + "country/belarus",
    ID + "claim/loan-was-tied-to-nothing", ID + "source/belarus-russia-relations", ID + "passage/belarus-russia-relations/5603-5638",
    "/about/ontology/", "/about/ontology/Dispute", "/about/ontology/hasMeasure", "/about/ontology/TotalCutoff", "/about/graph/disputes/gas-2004",
    "/article/belarus-russia-relations?at=5603", "/cite?iri=https://w3id.org/comity/id/dispute/gas-2004",
    ID + "dispute/gas-2004?as=table", "/report", "/limits", "/threats", "/snapshots",
]  # fmt: skip
TAG = re.compile(r"<(script|style|pre|code|textarea)\b.*?</\1>|<[^>]*>", re.DOTALL)
HREF = re.compile(r'<a (?:[^>]*? )?href="([^"#]*)')


@pytest.fixture(scope="module")
def reader(whole):
    with serving(ROOT, whole) as (client, _):
        yield client


def page(client, path):
    reply = client.get(quote(path, safe="/?&=%#:+-_"), "text/html")
    assert reply.status == 200, (path, reply.text[:300])
    return reply.text


def words(html):
    return re.sub(r"\s+", " ", unescape(TAG.sub(" ", html)))


def title(html):
    return words(re.search(r"<h1.*?</h1>", html, re.DOTALL)[0]).strip()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_nothing_in_the_tongue_of_machines(reader, path):
    html = page(reader, path)
    main = words(html[html.index("<main") : html.index("</main>")])
    is_for_machines = any(
        part in path
        for part in ("as=table", "/limits", "/report", "/threats", "ontology", "sparql")
    )
    if not is_for_machines:
        assert not re.search(r"\b(comity|rdfs?|owl|skos|xsd):[a-z]", main, re.IGNORECASE), main
        assert "https://w3id.org" not in main
        camel = set(re.findall(r"\b[a-z]+[A-Z][a-z]+\w*", main)) - {"isWithin", "webRL"}
        assert not {word for word in camel if word not in ("eKyiv",)}, camel
    assert title(html)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_to_its_budget(reader, path):
    body = page(reader, path).encode()
    if "as=table" not in path:
        assert len(body) <= 60 * 1024
        assert len(gzip.compress(body, 6)) <= 15_000


def test_the_style_keeps_to_its_budget(reader):
    assert len(gzip.compress(reader.get("/static/comity.css").body, 9)) <= 4096


def test_each_mark_of_evidence_leads_to_a_source(reader):
    html = page(reader, ID + "dispute/gas-2004")
    marks, entries = set(re.findall(r'href="#e(\d+)"', html)), re.findall(r'<li id="e(\d+)"', html)
    assert marks == set(entries)
    assert entries == [str(n + 1) for n in range(len(entries))]
    assert len(entries) > 5


def test_a_statement_names_only_sources_that_state_it(reader):
    """The page of a gas stop in February names no source of January."""
    html = page(reader, ID + "event/complete-gas-stop-2004")
    assert "January 2004" not in words(html)
    assert "Kommersant" in words(html)


def test_the_lead_is_made_from_the_data(reader):
    lead = words(re.search(r'<p class="lead">.*?</p>', page(reader, ID + "dispute/gas-2004"))[0])
    assert "were in dispute over natural gas from 1 January to 8 June 2004" in lead
    assert "settled by Gas contract of June 2004" in lead


def test_the_bounds_of_a_beginning_are_not_told_as_the_whole_time(reader):
    lead = words(
        re.search(r'<p class="lead">.*?</p>', page(reader, ID + "dispute/loan-row-2009"))[0]
    )
    assert "It began between 1 January and 5 June 2009" in lead
    assert "; when it ended is not known here." in lead


def test_what_is_inferred_leads_to_a_proof(reader):
    html = page(reader, ID + "dispute/gas-2004")
    proof = unescape(re.search(r'class="why" href="([^"]*)"', html)[1])
    assert "follows by" in page(reader, proof)


def test_claims_are_compared_side_by_side(reader):
    link = unescape(re.search(r'href="(/compare[^"]*)"', page(reader, "/"))[1])
    told = words(page(reader, link))
    assert "Belarus says" in told
    assert "Russia says" in told
    assert reader.get("/compare", "text/html").status == 400


def test_a_proof_is_told_in_words_first(reader):
    html = page(reader, "/why?subject=dispute/gas-2004&predicate=a&object=comity:EnergyDispute")
    assert title(html) == "Gas dispute of 2004 is an energy dispute"
    told = words(html)
    assert "Gas dispute of 2004 concerns natural gas. stated" in told
    assert "Radio Free Europe/Radio Liberty" in told
    assert told.index("is an energy dispute") < told.index("follows by cax-sco")


def test_contested_matters_stand_side_by_side(reader):
    html = page(reader, ID + "claim/loan-was-tied-to-nothing")
    sides = re.search(r'<div class="sides">(.*?)<div class="foot2">', html, re.DOTALL)[1]
    one, other = sides.split("</div>", 1)
    assert "Alexander Lukashenko" in words(one)
    assert "Dmitry Peskov" in words(other)


def test_whether_a_treaty_is_in_force_depends_on_the_day(reader):
    def answer(day):
        return words(page(reader, f"{ID}treaty/union-1997?asof={day}"))

    assert "In force on 1 January 1997: no , it enters into force on 11 June 1997" in answer(
        "1997-01-01"
    )
    assert "In force on 1 January 1998: yes" in answer("1998-01-01")
    assert "In force on 1 January 2001: no , it ended on 26 January 2000" in answer("2001-01-01")


def test_names_are_in_the_readers_language_with_the_fallback_marked(reader):
    html = page(reader, ID + "dispute/gas-2004?lang=ru")
    assert '<html lang="ru">' in html
    assert ">Беларусь</a>" in html
    assert '<small class="in"' in html
    assert '<span lang="en">Gas contract of June 2004</span>' in html
    assert "lang=ru" in re.search(r'href="([^"]*country/belarus[^"]*)"', html)[1]


def test_the_view_is_said_and_changed_by_a_link(reader):
    html = page(reader, ID + "dispute/gas-2004")
    assert "You read everything, what follows included" in words(html)
    plain = page(reader, ID + "dispute/gas-2004?entailment=none")
    assert "only what the files state" in words(plain)
    assert "⊢" not in plain
    told = page(reader, ID + "dispute/milk-war-2009?perspective=belarus")
    assert "Perspective: Belarus" in words(told)
    assert 'class="partial"' in told


@pytest.mark.parametrize("given", ["lang=xx", "asof=yesterday", "page=0", "picture=oil"])
def test_a_parameter_that_makes_no_sense_is_refused_in_a_sentence(reader, given):
    path = {"pa": "/treaties?", "pi": "/api/disputes?"}.get(given[:2], ID + "country/belarus?")
    reply = reader.get(path + given, "text/html")
    assert reply.status == 400
    assert given.split("=")[0] in words(reply.text)


def test_lists_are_narrowed_down_and_counted(reader):
    whole = json.loads(reader.get("/treaties", "application/json", format="json").body)
    some = json.loads(reader.get("/treaties", format="json", force="yes").body)
    assert 0 < some["count"] < whole["count"]
    html = page(reader, "/treaties?force=yes")
    assert f"{some['count']} of {whole['count']} treaties" in words(html)
    assert "unknown" not in words(html[html.index("<tbody") :])


@pytest.mark.parametrize(
    ("text", "first"),
    [("Ганцевичи", "Hantsavichy"), ("лукашэнка", "Alexander Lukashenko"), ("gas dispute", "Gas dispute of 2004"), ("Milk war", "Milk War"), ("Ganzewitschi", "Hantsavichy")],
)  # fmt: skip
def test_search_finds_what_is_meant_in_any_spelling(reader, text, first):
    found = json.loads(reader.get("/search", q=text, format="json").body)
    assert found["results"][0]["label"] == first
    assert reader.get(found["results"][0]["url"], "text/html").status == 303
    assert first in words(page(reader, f"/search?q={text}"))


def test_2009_is_told_in_order(reader):
    html = page(reader, "/timeline?from=2009-01-01&until=2009-12-31&lane=events")
    rows = [words(row) for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)]
    milk = next(n for n, row in enumerate(rows) if "Russia bans dairy imports" in row)
    lifted = next(n for n, row in enumerate(rows) if "Russia lifts the dairy ban" in row)
    assert milk < lifted
    assert not any("2010" in row or "2008" in row for row in rows)


@pytest.mark.parametrize("path", ["/timeline?format=svg", "/map?format=svg"])
def test_a_picture_is_a_file_of_its_own(reader, path):
    reply = reader.get(path)
    assert reply.headers["Content-Type"].startswith("image/svg+xml")
    root = ElementTree.fromstring(reply.body)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(list(root.iter("{http://www.w3.org/2000/svg}a"))) > 5


def test_the_map_says_near_and_places_no_facility_of_unknown_position(reader):
    rows = json.loads(reader.get("/map", format="json").body)["results"]
    near = {row["label"]: row["near"] for row in rows}
    assert near["Hantsavichy"] == "Hantsavichy Radar Station"
    assert "Hantsavichy Radar Station" not in near


def test_a_question_is_a_form_with_those_there_are(reader):
    html = page(reader, "/api/instruments-in-force-on?date=2026-11-29")
    select = re.search(r'<select name="state".*?</select>', html, re.DOTALL)[0]
    assert re.search(r'country/belarus" selected>Belarus<', select)
    assert 'type="date"' in html
    assert "Date: 29 November 2026" in words(html)
    assert "curl -H" in html


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("timeline", "<svg"),
        ("line-of-succession", 'class="graph"'),
        ("facilities-within", 'class="map"'),
        ("events-by-quad-class", 'class="bars"'),
    ],
)
def test_an_answer_is_shown_as_its_question_says(reader, name, sign):
    assert sign in page(reader, f"/api/{name}")
    assert sign not in page(reader, f"/api/{name}?picture=table")


def test_an_error_is_told_at_its_place(reader):
    reply = reader.get("/sparql", "text/html", query="SELECT * WHERE {\n  ?s a\n}")
    assert reply.status == 400
    assert "does not parse at line 3" in words(reply.text)
    assert "?s a" in reply.text


def test_a_permanent_link_is_of_this_snapshot(reader):
    html = page(reader, ID + "dispute/gas-2004")
    link = unescape(re.search(r'href="([^"]*)">Permanent link', html)[1])
    assert link.startswith("/snapshots/")
    reply = reader.get(link, "text/html")
    address = urljoin(reader.base, reply.headers["Location"]) if reply.status == 303 else link
    assert title(page(reader, urlsplit(address).path)) == "Gas dispute of 2004"


def test_a_page_is_cited_in_bibtex_and_csl(reader):
    iri = "https://w3id.org/comity/id/dispute/gas-2004"
    assert "@misc{comity-" in reader.get("/cite", iri=iri, format="bibtex").text
    item = json.loads(reader.get("/cite", iri=iri, format="csl").body)[0]
    assert item["title"] == "Gas dispute of 2004"
    assert "/snapshots/" in item["URL"]
    assert reader.get("/cite?path=//elsewhere.example/", "text/html").status == 400


def test_a_term_has_axioms_in_words_and_what_rests_on_them(reader):
    told = words(page(reader, "/about/ontology/EnergyDispute"))
    assert "What is a dispute and concerns an energy commodity is an energy dispute." in told
    row = told.split("is an energy dispute.")[1][:60]
    assert int(re.search(r"\d+", row)[0]) > 5


def test_the_article_is_read_without_its_text(reader):
    html = page(reader, "/article/belarus-russia-relations?at=5603")
    assert 'id="p5603-5638"' in html
    assert "The text itself is not published here" in words(html)


def test_the_whole_can_be_taken_away(reader):
    whole = gzip.decompress(reader.get("/dataset.nq.gz").body).decode()
    assert "/graph/claims/belarus>" in whole
    plain = reader.get("/dataset.ttl").text
    assert len(whole.splitlines()) > 10_000
    assert "no-recognition-of-abkhazia-asked> a owl:NegativePropertyAssertion" not in plain
    described = reader.get("/.well-known/void", "text/turtle").text
    assert "dataset.trig.gz" in described


def test_machines_find_their_way(reader):
    assert "Sitemap: http" in reader.get("/robots.txt").text
    assert reader.get("/sitemap.xml").text.count("<loc>") > 500
    assert "## Ask" in reader.get("/llms.txt").text
    told = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', page(reader, ID + "country/belarus")
    )[1]
    assert json.loads(told)["sameAs"]


CLICKS = [
    ("/about/id/dispute/gas-2004", "4 sources agree", 2),
    ("/treaties", "its term ended on 7 June 2021", 1),
    ("/about/id/dispute/loan-row-2009", "No recognition was asked for the loan", 2),
    ("/map", "Hantsavichy Radar Station", 1),
    ("/timeline", "2009", 1),
    ("/about/ontology/Dispute", "Conclusions that rest on it", 2),
]


@pytest.mark.parametrize(("path", "sentence", "most"), CLICKS)
def test_a_reader_comes_there_from_the_home_page_in_a_few_clicks(reader, path, sentence, most):
    here, seen = {"/"}, {"/"}
    for _ in range(most):
        found = {
            urlsplit(unescape(link)).path
            for address in here
            for link in HREF.findall(page(reader, address))
            if link.startswith("/")
        }
        here = {
            link.replace("/id/", ID, 1)
            if link.startswith("/id/")
            else link.replace("/ontology/", "/about/ontology/", 1)
            if link.startswith("/ontology/")
            else link
            for link in found
        } - seen
        seen |= here
        here = {
            link
            for link in here
            if not link.startswith(
                (
                    "/static",
                    "/snapshots",
                    "/dataset",
                    "/why",
                    "/compare",
                    "/cite",
                    "/api/openapi",
                    "/.well",
                )
            )
        }
        if path in here:
            break
    assert path in here
    assert sentence in words(page(reader, path))


def test_nothing_that_is_written_in_the_code_names_a_state(reader):
    rows = reader.sparql(
        "SELECT DISTINCT ?l { ?s a <https://w3id.org/comity/ontology/Polity> ; <http://www.w3.org/2000/01/rdf-schema#label> ?l }"
    )
    names = [name for name in rows.text.split("\r\n")[1:] if len(name) > 3]
    assert len(names) > 10
    folders = [
        ROOT / "server/comity" / part
        for part in ("reading", "search", "web/pages", "web/templates")
    ]
    for file in (
        f for folder in folders for f in folder.glob("*.*") if f.suffix in (".py", ".html")
    ):
        text = file.read_text()
        assert not [name for name in names if re.search(rf"\b{re.escape(name)}\b", text)], file


def test_another_dossier_has_pages_too(tmp_path):
    with serving(SAMPLE, tmp_path / "home") as (client, _):
        assert "Arcadia and Ruritania" in words(page(client, ID + "treaty/concord-1901"))
        assert "signed on 4 May 1901" in words(page(client, ID + "treaty/concord-1901"))
        secret = words(page(client, ID + "treaty/secret-1902"))
        assert "Nothing is stated of it as a fact" in secret
        assert "Ruritania" in secret
        assert (
            title(page(client, ID + "treaty/secret-1902?perspective=ruritania"))
            == "Secret protocol"
        )
        assert "&lt;script&gt;alert(1)" in page(client, "/search?q=<script>alert(1)</script>")
        for path in (
            "/",
            "/timeline",
            "/map",
            "/treaties",
            "/states",
            "/about/ontology/",
            "/sitemap.xml",
            "/llms.txt",
        ):
            assert client.get(path, "text/html").status == 200


@pytest.mark.parametrize(
    ("path", "sign"),
    [("dispute/gas-2004", "All gas deliveries stop"), ("treaty/union-state-1999", "replaced by"), ("facility/hantsavichy-radar", 'class="ring"')],
)  # fmt: skip
def test_a_page_has_the_picture_that_helps(reader, path, sign):
    html = page(reader, ID + path)
    assert sign in "".join(re.findall(r"<svg.*?</svg>", html, re.DOTALL))


@pytest.mark.parametrize("path", ["/search?q=%ff", "/search?q=50%", "/?x=%c3", "/timeline?%ff=1"])
def test_what_cannot_be_read_is_a_page_that_says_so(reader, path):
    reply = reader.get(path, "text/html")
    assert (reply.status, reply.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert "<h1" in reply.text


def cited(reader, path, **more):
    return reader.get(f"/cite?{urlencode({'path': path, **more})}")


@pytest.mark.parametrize(
    "path", ["/nosuch/x/y", "/../../evil", "/api/disputes\r\nX:y", "//evil", "x"]
)
def test_what_is_no_page_is_not_cited(reader, path):
    assert cited(reader, path).status == 400


def test_the_title_of_a_citation_is_the_servers(reader):
    refused = cited(reader, "/api/disputes", title="Somebody started it", format="text")
    assert refused.status == 400
    assert "Somebody" not in refused.text
    assert "Which disputes" in cited(reader, "/api/disputes", format="text").text


def test_a_format_that_a_picture_has_not_is_refused(reader):
    assert reader.get("/map", format="geojson").status == 406
    assert reader.get("/timeline", format="ttl").status == 406


@pytest.mark.parametrize(
    "path",
    [
        "/treaties",
        "/timeline?from=2009-01-01&until=2009-12-31",
        "/search?q=gas",
        "/compare?claim=x",
    ],
)
def test_each_page_leads_to_its_citation_and_that_to_a_link_that_stays(reader, path):
    html = reader.get(path, "text/html").text
    link = unescape(re.search(r'href="([^"]*)">Cite this page', html)[1])
    citation = reader.get(link + "&format=text").text
    lasting = re.search(r"http://\S+/snapshots/\S+", citation)[0].rstrip(".,")
    assert lasting.endswith(path)
    again = reader.get(lasting.removeprefix(reader.base), "text/html")
    assert again.status == reader.get(path, "text/html").status
    assert "Cite this page" in again.text


def test_a_crowd_of_readers_is_kept_waiting_and_never_refused(reader):
    listed = re.findall(
        r"<loc>[^<]*?(/id/(?:claim|event)/[^<]*)</loc>", reader.get("/sitemap.xml").text
    )
    paths = [f"/about{path}?asof=2011-11-11" for path in listed[:64]]
    with ThreadPoolExecutor(len(paths)) as crowd:
        replies = list(crowd.map(lambda path: reader.get(path, "text/html").status, paths))
    assert replies == [200] * 64


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/?utm=1", "The page / has no parameter utm; it takes asof"), ("/map?lane=events", "has no parameter lane"),
        ("/treaties?side=x", "has no parameter side"), ("/treaties?force=maybe", "which none of the treaties has"),
        ("/treaties?page=3", "and there are 1"), ("/search?q=a&kind=zzz", "it must be one of"),
        ("/?lang=ru&lang=be", "is given 2 times; give it once"), ("/search?q=a&page=99999", "from 1 to 10000"),
        ("/article/belarus-russia-relations?at=-1", "give the number of a character"),
        ("/about/id/country/belarus?as=zzz", "it must be table or list"), ("/id/country/belarus?as=table", "has no parameter as"),
        ("/timeline?from=0000-01-01", "which is no day"), ("/timeline?until=10000-01-01", "which is no day"),
    ],
)  # fmt: skip
def test_what_a_page_does_not_take_is_said_in_one_sentence(reader, path, words):
    reply = reader.get(path, "text/html")
    assert reply.status == 400
    assert words in unescape(reply.text)
    assert reader.get(path, "application/json").status == 400


@pytest.mark.parametrize(
    "dates",
    ["from=0001-01-01&until=9999-12-31", "from=9999-12-31&until=9999-12-31", "from=0001-01-01&until=0001-01-01"],
)  # fmt: skip
def test_the_first_and_the_last_day_of_the_calendar_are_days(reader, dates):
    for form in ("", "&format=svg", "&format=csv"):
        assert reader.get(f"/timeline?{dates}{form}", "text/html").status == 200


def test_contested_claims_about_a_thing_are_listed(reader):
    iri = "https://w3id.org/comity/id/country/belarus"
    html = page(reader, ID + "country/belarus")
    link = unescape(re.search(r'href="(/claims\?[^"]*standing=contested[^"]*)"', html)[1])
    assert iri in link
    assert "0 of" not in words(page(reader, link))
    assert len(re.findall("<tr>", page(reader, link))) > 3
