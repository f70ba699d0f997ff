"""The pages as plain files: each link leads to a file that is there, or out."""

import re
from html import unescape
from urllib.parse import unquote, urlsplit

import pytest

from conftest import ROOT, run, serving

FINDING = """
const page = await (await browser.newContext()).newPage();
await page.goto(process.argv[3]);
await page.fill("#name", process.argv[4]);
const names = await page.$$eval("li[data-sound]:not([hidden])", all => all.map(one => one.textContent));
await browser.close();
console.log(JSON.stringify(names));
"""
LINK = re.compile(r'<(?:a|link|form)\b[^>]*?\s(?:href|action)="([^"]*)"')


def assert_sound(folder, least):
    pages = list(folder.rglob("*.html"))
    assert len(pages) >= least
    for page in pages:
        for link in map(unescape, LINK.findall(page.read_text())):
            parts = urlsplit(link)
            if parts.scheme or link.startswith("#"):
                assert parts.scheme in ("", "http", "https")
                continue
            assert not link.startswith(("/", "?")), (page, link)
            assert (page.parent / unquote(parts.path)).resolve().is_file(), (page, link)


def test_a_site_of_the_sample_is_whole(home, tmp_path):
    done = run("export", tmp_path / "site", "--site", home=home)
    assert done.returncode == 0, done.stderr
    assert "left out" not in done.stderr
    assert_sound(tmp_path / "site", 30)
    assert (
        "signed on 4 May 1901"
        in (tmp_path / "site/about/id/treaty/concord-1901/index.html").read_text()
    )
    assert (tmp_path / "site/static/comity.css").is_file()
    assert ">Arcadia</a>" in (tmp_path / "site/search/index.html").read_text()
    again = run("export", tmp_path / "site", "--site", home=home)
    assert again.returncode == 1
    assert "has something in it" in again.stderr


@pytest.mark.slow
@pytest.mark.npm
def test_a_site_of_the_dossier_is_whole_and_finds_names(browse, tmp_path):
    assert run("build", ROOT, home=tmp_path / "home").returncode == 0
    done = run("export", tmp_path / "site", "--site", home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert_sound(tmp_path / "site", 1000)
    names = (tmp_path / "site/search/index.html").as_uri()
    found = {
        text: browse(FINDING, names, text)
        for text in ("Ганцевичи", "Hantsavichy", "Gantsevichi", "qwqwqw")
    }
    assert all(
        any("Hantsavichy" in name for name in found[text]) for text in found if text != "qwqwqw"
    )
    assert all(len(names) < 20 for names in found.values())
    assert found["qwqwqw"] == []


def test_a_page_that_is_too_large_is_left_out_and_said(dossier, tmp_path):
    things = "".join(
        f'<https://w3id.org/comity/id/x/{n}> <http://www.w3.org/2000/01/rdf-schema#label> "{"x" * 200} {n}"@en .\n'
        for n in range(4000)
    )
    (dossier / "data/many.nt").write_text(things)
    (dossier / "queries/all.rq").write_text(
        '#+ summary: "All?"\n#+ description: "All."\n#+ example: {}\nSELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o\n'
    )
    home = tmp_path / "home"
    assert run("build", dossier, home=home).returncode == 0
    done = run("export", tmp_path / "site", "--site", home=home)
    assert (done.returncode, "left out /api/all" in done.stderr) == (0, True), done.stderr
    assert not (tmp_path / "site/api/all").exists()


def test_the_whole_has_files_of_every_syntax(dossier, tmp_path):
    (dossier / "data/more.nt").write_text(
        '<https://w3id.org/comity/id/x/1> <http://www.w3.org/2000/01/rdf-schema#label> "of N-Triples"@en .\n'
    )
    with serving(dossier, tmp_path / "home") as (client, _):
        for name in ("ttl", "nq", "trig"):
            reply = client.get(f"/dataset.{name}")
            assert (reply.status, "of N-Triples" in reply.text) == (200, True), name
