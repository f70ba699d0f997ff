"""The pages as plain files: each link leads to a file that is there, or out."""

import re
from html import unescape
from urllib.parse import unquote, urlsplit

import pytest

from conftest import ROOT, run

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
