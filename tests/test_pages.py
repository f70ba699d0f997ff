"""Every page that a link leads to is there: all of them are followed, without a browser."""

import pytest

from conftest import ROOT, serving
from support.crawling import assert_whole, crawl


def test_every_link_of_the_sample_is_followed(client):
    statuses, left = crawl(client, 3000)
    assert_whole(statuses, 120, "/about/graph/", "/why?")
    assert left == 0


@pytest.mark.slow
def test_links_of_the_dossier_are_followed(tmp_path):
    with serving(ROOT, tmp_path / "home") as (client, _):
        assert_whole(crawl(client, 500)[0], 500)
