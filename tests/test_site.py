"""The pages as plain files: each link leads to a file that is there, or out."""

import re
from html import unescape
from urllib.parse import unquote, urlsplit

import pytest

from conftest import ROOT, run

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
def test_a_site_of_the_dossier_is_whole(tmp_path):
    assert run("build", ROOT, home=tmp_path / "home").returncode == 0
    done = run("export", tmp_path / "site", "--site", home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert_sound(tmp_path / "site", 1000)
