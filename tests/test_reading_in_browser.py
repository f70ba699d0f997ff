"""The pages in a real Chromium: no complaint, nothing from elsewhere, clean to axe, usable at 320 px and by keyboard."""

import json
import subprocess

import pytest

from conftest import ROOT, serving
from test_browser import CHROMIUM, LAUNCH, PLAYWRIGHT
from test_readers import PAGES

AXE = "axe-core@4.14.1"
LOOKING = """
import {readFileSync} from "node:fs";
const [, , , base, axe, listed] = process.argv;
const source = axe === "none" ? "" : readFileSync(axe, "utf8");
const faults = [];
const looks = [["light", 1280], ["dark", 1280], ["light", 320]];
for (const [scheme, width] of looks) {
  const context = await browser.newContext({colorScheme: scheme, viewport: {width, height: 900}});
  const page = await context.newPage();
  page.on("console", message => faults.push(`${page.url()}: ${message.text()}`));
  page.on("pageerror", error => faults.push(`${page.url()}: ${error}`));
  page.on("request", request => request.url().startsWith(base) || faults.push(`elsewhere: ${request.url()}`));
  for (const path of JSON.parse(listed)) {
    await page.goto(base + path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) faults.push(`${path} at ${width}: ${wide} px too wide`);
    if (!source) continue;
    const found = await page.evaluate(async text => {
      if (!window.axe) (0, eval)(text);
      const told = await window.axe.run(document, {resultTypes: ["violations"]});
      return told.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 140)).join(" | ")}`);
    }, source);
    faults.push(...found.map(fault => `${path} (${scheme}, ${width}): ${fault}`));
  }
  await context.close();
}
await browser.close();
console.log(JSON.stringify({faults}));
"""
KEYBOARD = """
const [, , , base] = process.argv;
const context = await browser.newContext({javaScriptEnabled: false});
const page = await context.newPage();
const told = {};
await page.goto(base + "/about/id/dispute/gas-2004");
await page.keyboard.press("Tab");
await page.keyboard.press("Enter");
told.skipped = page.url().split("#")[1];
await page.goto(base + "/");
await page.focus("main input[type=search]");
await page.keyboard.type("gas 2004");
await page.keyboard.press("Enter");
await page.waitForURL(/search/);
told.searched = await page.locator("ol.results a").first().innerText();
await page.focus("ol.results a >> nth=0");
await page.keyboard.press("Enter");
await page.waitForURL(/about/);
told.title = await page.locator("h1").innerText();
await page.focus(".view summary");
await page.keyboard.press("Enter");
told.opened = await page.locator(".view .change").isVisible();
await page.focus("sup.n a >> nth=0");
await page.keyboard.press("Enter");
told.marked = await page.evaluate(() => document.querySelector("li:target")?.id).catch(() => "");
told.hash = page.url().split("#")[1];
await page.goto(base + "/sparql");
await page.focus("textarea");
await page.keyboard.press("Tab");
await page.keyboard.press("Tab");
await page.keyboard.press("Tab");
await page.keyboard.press("Enter");
await page.waitForURL(/query=/);
told.rows = await page.locator("main tbody tr").count();
await browser.close();
console.log(JSON.stringify(told));
"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    with serving(ROOT, tmp_path_factory.mktemp("home")) as (client, _):
        yield client


@pytest.fixture
def browse(node_package):
    """A function that runs a script in Chromium, and returns what it prints."""
    if not CHROMIUM:
        pytest.skip("chromium is absent")
    folder = node_package(PLAYWRIGHT)

    def run(script, *arguments):
        file = folder / "look.mjs"
        file.write_text(LAUNCH + script)
        command = ["node", file, CHROMIUM, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=580)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.mark.npm
def test_pages_are_clean_in_light_and_dark_and_narrow(reader, browse, node_package):
    axe = node_package(AXE) / "node_modules/axe-core/axe.min.js"
    found = browse(LOOKING, reader.base, axe, json.dumps(PAGES))
    assert "\n".join(found["faults"]) == ""


@pytest.mark.npm
def test_a_keyboard_alone_without_a_script_does_everything(reader, browse):
    told = browse(KEYBOARD, reader.base)
    assert told["skipped"] == "main"
    assert told["searched"] == told["title"] == "Gas dispute of 2004"
    assert told["opened"]
    assert told["hash"].startswith("e")
    assert told["rows"] > 5


@pytest.mark.npm
def test_the_sample_is_clean_too(client, browse, node_package):
    axe = node_package(AXE) / "node_modules/axe-core/axe.min.js"
    paths = [
        "/",
        "/treaties",
        "/about/id/treaty/concord-1901",
        "/about/id/treaty/secret-1902",
        "/search?q=concord",
        "/about/ontology/",
    ]
    found = browse(LOOKING, client.base, axe, json.dumps(paths))
    assert "\n".join(found["faults"]) == ""
