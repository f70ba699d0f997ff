"""The pages in a real Chromium: no complaint, nothing from elsewhere, clean to axe, usable at 320 px and by keyboard."""

import json
import re

import pytest

from comity.settings import Settings
from comity.web import create_app
from comity.web.pages import scripts
from conftest import ROOT, serving
from test_readers import PAGES

pytestmark = pytest.mark.slow

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
      if (told.passes.length < 5) return ["axe looked at nothing"];
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

EDITING = """
const [, , , base] = process.argv;
const page = await (await browser.newContext()).newPage();
const told = {faults: []};
page.on("console", message => told.faults.push(message.text()));
page.on("pageerror", error => told.faults.push(String(error)));
page.on("request", request => request.url().startsWith(base) || told.faults.push(`elsewhere: ${request.url()}`));
const first = () => page.locator(".cm-tooltip-autocomplete li").first();
const offered = async text => {
  await page.keyboard.type(text);
  await page.waitForTimeout(300);
  await page.keyboard.press("Control+Space");
  await first().waitFor();
  await page.waitForTimeout(300);  // the editor takes no Enter for a choice that has just appeared
  return first().innerText();
};
await page.goto(base + "/sparql");
await page.locator(".cm-content").click();
await page.keyboard.press("Control+a");
await page.keyboard.type("SELECT ?d WHERE {\\n?d a comity:Disput");
told.classes = await offered("e");
await page.keyboard.press("Enter");
told.properties = await offered(" ; comity:concern");
await page.keyboard.press("Enter");
await page.keyboard.type(" ?c ; comity:disputant gazp");
await page.getByText("organisation").first().waitFor();
await page.waitForTimeout(300);
told.things = await first().innerText();
await page.keyboard.press("Enter");
told.text = await page.locator("textarea").inputValue();
await page.keyboard.press("Control+Enter");
await page.waitForURL(/query=/);
told.answer = await page.locator("main").innerText();
told.lately = await page.locator("button.lately").count();
await page.goto(base + "/sparql?query=" + encodeURIComponent("SELECT * WHERE {\\n ?s a \\n}")).catch(() => {});
await page.locator(".cm-lintRange-error, .cm-lintPoint-error").first().waitFor({state: "attached"});
told.faults = told.faults.filter(fault => !fault.includes("400 (Bad Request)"));
await browser.close();
console.log(JSON.stringify(told));
"""
ZOOMING = """
const [, , , base] = process.argv;
const page = await (await browser.newContext()).newPage();
const told = {faults: [], at: []};
page.on("console", message => told.faults.push(message.text()));
page.on("pageerror", error => told.faults.push(String(error)));
const look = async () => told.at.push(await page.locator("[data-larger] svg > g").getAttribute("transform"));
for (const path of ["/map?lang=be", "/graph-of?iri=https://w3id.org/comity/id/dispute/gas-2004"]) {
  await page.goto(base + path);
  told.words = await page.locator(".zoom button").first().getAttribute("aria-label");
  await page.locator(".zoom button").first().click();
  await look();
  await page.locator("[data-larger]").focus();
  await page.keyboard.press("+");
  await look();
  await page.keyboard.press("ArrowRight");
  await look();
  await page.keyboard.press("0");
  await look();
  told.links = await page.locator("[data-larger] svg a").count();
}
await browser.close();
console.log(JSON.stringify(told));
"""
PRINTING = """
const [, , , base] = process.argv;
const page = await (await browser.newContext({viewport: {width: 700, height: 1000}, colorScheme: "dark"})).newPage();
await page.emulateMedia({media: "print"});
await page.goto(base + "/about/id/dispute/gas-2004");
const told = await page.evaluate(() => ({
  shown: [...document.querySelectorAll("nav, form, .view, .foot, .formats")].filter(one => one.checkVisibility()).length,
  evidence: [...document.querySelectorAll("aside.ev li")].filter(one => one.checkVisibility()).length,
  address: getComputedStyle(document.querySelector("aside.ev a[rel~=external]"), "::after").content,
  paper: getComputedStyle(document.body).backgroundColor,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
}));
told.pages = (await page.pdf({format: "A4"})).length;
await browser.close();
console.log(JSON.stringify(told));
"""


@pytest.fixture(scope="module")
def reader(whole):
    with serving(ROOT, whole) as (client, _):
        yield client


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


@pytest.mark.npm
@pytest.mark.skipif(not scripts.EDITOR.exists(), reason="the package was built without npm")
def test_the_editor_knows_the_graph(reader, browse):
    told = browse(EDITING, reader.base)
    assert told["faults"] == []
    assert told["classes"].startswith("comity:Dispute")
    assert told["properties"].startswith("comity:concerns")
    assert "Gazprom" in told["things"]
    assert "PREFIX comity: <https://w3id.org/comity/ontology/>" in told["text"]
    assert "Gas dispute of 2004" in told["answer"]
    assert told["lately"] == 1


def test_without_its_script_the_editor_is_a_text_area(home, monkeypatch, tmp_path):
    monkeypatch.setattr(scripts, "EDITOR", tmp_path / "none.js")
    monkeypatch.setattr(scripts, "ZOOM", tmp_path / "none.js")
    app = create_app(home, Settings())
    try:
        reply = app.test_client().get("/sparql", headers={"Accept": "text/html"})
        assert "<script" not in reply.text
        assert "<textarea" in reply.text
        assert "script-src" not in reply.headers["Content-Security-Policy"]
    finally:
        app.extensions["comity"].close()


@pytest.mark.npm
@pytest.mark.skipif(not scripts.ZOOM.exists(), reason="the package was built without npm")
def test_a_picture_is_made_larger_by_buttons_and_keys(reader, browse):
    told = browse(ZOOMING, reader.base)
    assert told["faults"] == []
    assert told["words"] == "Larger"
    scales = [re.search(r"scale\(([\d.]+)\)", one)[1] for one in told["at"]]
    assert scales == ["1.5", "2.25", "2.25", "1"] * 2
    assert told["at"][1] != told["at"][2]
    assert told["links"] > 3


@pytest.mark.npm
def test_paper_has_the_evidence_and_no_navigation(reader, browse):
    told = browse(PRINTING, reader.base)
    assert told["shown"] == 0
    assert told["evidence"] > 5
    assert "https://" in told["address"]
    assert told["paper"] == "rgb(255, 255, 255)"
    assert told["wide"] <= 0
    assert told["pages"] > 10_000
