"""A real browser at the pages: every link is followed, the form works without a script, the policy is broken by nothing."""

import http.server
import json
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from conftest import ROOT, SAMPLE, serving
from support.endpoint import ROWS

ASKING = """
const [, , , base, query] = process.argv;
const context = await browser.newContext({javaScriptEnabled: process.argv[5] !== "off"});
const page = await context.newPage();
const complaints = [], elsewhere = [];
page.on("console", message => complaints.push(message.text()));
page.on("pageerror", error => complaints.push(String(error)));
page.on("request", request => request.url().startsWith(base) || elsewhere.push(request.url()));
await page.goto(base + "/sparql");
const area = await page.locator(".cm-content").count() ? ".cm-content" : "textarea[name=query]";
await page.fill(area, query);
await page.click("form.editor button");
const rows = await page.locator("tbody tr").count();
await page.click("tbody tr a");
const title = await page.title();
await page.goto(base + "/");
const links = await page.locator("main a").count();
await browser.close();
console.log(JSON.stringify({rows, title, links, complaints, elsewhere}));
"""
CRAWLING = """
const [, , , root, most] = process.argv;
const page = await (await browser.newContext()).newPage();
const faults = [], seen = new Set([root]), waiting = [root], statuses = {};
page.on("console", message => faults.push(`${page.url()}: ${message.text()}`));
page.on("pageerror", error => faults.push(`${page.url()}: ${error}`));
page.on("request", request => request.url().startsWith(root) || faults.push(`elsewhere: ${request.url()}`));
const plain = address => address.split("#")[0];
while (waiting.length && Object.keys(statuses).length < Number(most)) {
  const address = waiting.shift();
  try {
    statuses[address] = (await page.goto(address)).status();
  } catch (error) {
    if (String(error).includes("Download is starting")) { statuses[address] = 200; continue; }
    throw error;
  }
  if (statuses[address] !== 200) faults.push(`${statuses[address]} at ${address}`);
  const found = await page.$$eval("a[href]:not([rel=nofollow]), form[action]", all =>
    all.map(one => new URL(one.getAttribute("href") ?? one.getAttribute("action"), document.baseURI).href));
  for (const other of found.map(plain)) {
    if (!other.startsWith(root) && other.startsWith("http://127.0.0.1")) faults.push(`${address} leads out, to ${other}`);
    const past = other.slice(root.length).startsWith("snapshots/");
    if (other.startsWith(root) && !past && !seen.has(other)) { seen.add(other); waiting.push(other); }
  }
}
await browser.close();
console.log(JSON.stringify({pages: Object.keys(statuses), left: waiting.length, faults}));
"""


@contextmanager
def proxied(base, prefix):
    """A reverse proxy on loopback that serves *base* below *prefix*; yields its address."""

    class Proxy(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            headers = {name: value for name, value in self.headers.items() if name != "Connection"}
            headers |= {"X-Forwarded-Prefix": prefix, "X-Forwarded-Host": self.headers["Host"]}
            request = urllib.request.Request(base + self.path.removeprefix(prefix), headers=headers)
            opener = urllib.request.build_opener(_Stay)
            try:
                answer = opener.open(request, timeout=30)
            except urllib.error.HTTPError as error:
                answer = error
            with answer:
                body = answer.read()
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}/"
    finally:
        server.shutdown()
        server.server_close()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def assert_sound(found, least):
    assert "\n".join(found["faults"]) == ""
    assert len(found["pages"]) >= least
    assert any("/api/" in page for page in found["pages"])


@pytest.mark.npm
@pytest.mark.parametrize("script", ["on", "off"])
def test_a_browser_asks_and_follows_what_it_finds(client, browse, script):
    found = browse(ASKING, client.base, ROWS, script)
    assert found["rows"] == 2
    assert "Arcadia" in found["title"]
    assert found["links"] > 3
    assert found["complaints"] == found["elsewhere"] == []


@pytest.mark.npm
def test_links_of_the_sample_lead_to_pages(client, browse):
    assert_sound(browse(CRAWLING, client.base + "/", 120), 120)


@pytest.mark.npm
def test_links_of_a_past_snapshot_lead_to_pages(client, browse):
    name = json.loads(client.get("/snapshots", "application/json").body)[0]["name"]
    inside = CRAWLING.replace(
        "faults.push(`${address} leads", "void (`${address} leads"
    )  # the list of snapshots
    assert_sound(browse(inside, f"{client.base}/snapshots/{name}/", 60), 40)


@pytest.mark.npm
def test_links_behind_a_prefix_lead_to_pages(home, browse):
    with (
        serving(SAMPLE, home, "--proxies", "1") as (client, _),
        proxied(client.base, "/graph-of/belarus") as root,
    ):
        assert_sound(browse(CRAWLING, root, 60), 40)


@pytest.mark.npm
@pytest.mark.slow
def test_links_of_the_dossier_lead_to_pages(browse, tmp_path):
    with serving(ROOT, tmp_path / "home") as (client, _):
        assert_sound(browse(CRAWLING, client.base + "/", 150), 150)
