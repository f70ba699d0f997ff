"""A real browser at the pages: the form works without a script, and the policy is broken by nothing."""

import json
import shutil
import subprocess

import pytest

from test_protocol import ROWS

PLAYWRIGHT = "playwright-core@1.65.1"
CHROMIUM = shutil.which("chromium")
SCRIPT = """
import {chromium} from "playwright-core";
const [path, base, query] = process.argv.slice(2);
const browser = await chromium.launch({executablePath: path, args: ["--no-sandbox", "--disable-gpu",
  "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]});
const context = await browser.newContext({javaScriptEnabled: process.argv[5] !== "off"});
const page = await context.newPage();
const complaints = [], elsewhere = [];
page.on("console", message => complaints.push(message.text()));
page.on("pageerror", error => complaints.push(String(error)));
page.on("request", request => request.url().startsWith(base) || elsewhere.push(request.url()));
await page.goto(base + "/sparql");
await page.fill("textarea[name=query]", query);
await page.click("button");
const rows = await page.locator("tbody tr").count();
await page.click("tbody tr a");
const title = await page.title();
await page.goto(base + "/");
const links = await page.locator("main a").count();
await browser.close();
console.log(JSON.stringify({rows, title, links, complaints, elsewhere}));
"""


@pytest.mark.npm
@pytest.mark.skipif(not CHROMIUM, reason="chromium is absent")
@pytest.mark.parametrize("script", ["on", "off"])
def test_a_browser_asks_and_follows_what_it_finds(client, node_package, script):
    folder = node_package(PLAYWRIGHT)
    (folder / "browse.mjs").write_text(SCRIPT)
    command = ["node", folder / "browse.mjs", CHROMIUM, client.base, ROWS, script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["rows"] == 2
    assert "Arcadia" in found["title"]
    assert found["links"] > 3
    assert found["complaints"] == found["elsewhere"] == []
