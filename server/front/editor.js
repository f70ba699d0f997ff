// The editor over the text area of /sparql: highlighting, completion from this graph, errors at their place, history.
// The page works without it; what is in the text area is what is asked.

import {autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, snippetCompletion} from "@codemirror/autocomplete";
import {defaultKeymap, history, historyKeymap} from "@codemirror/commands";
import {setDiagnostics} from "@codemirror/lint";
import {EditorView, drawSelection, keymap, lineNumbers} from "@codemirror/view";
import {SparqlLanguage} from "codemirror-lang-sparql";
import {HighlightStyle, LanguageSupport, bracketMatching, indentOnInput, syntaxHighlighting} from "@codemirror/language";
import {tags} from "@lezer/highlight";
import {isClassPlace, isPropertyPlace} from "./places.js";

const KEPT = 20;
const HISTORY = "comity-queries";
const colours = EditorView.theme({
  "&": {backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--soft)", fontSize: "14px"},
  "&.cm-focused": {outline: "3px solid var(--link)"},
  ".cm-scroller": {minHeight: "13rem"},
  ".cm-content": {caretColor: "var(--ink)", fontFamily: "ui-monospace, monospace"},
  ".cm-gutters": {backgroundColor: "var(--card)", color: "var(--soft)", border: "none"},
  ".cm-activeLine, .cm-activeLineGutter": {backgroundColor: "transparent"},
  ".cm-tooltip": {backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--soft)"},
  ".cm-lintRange-error": {backgroundImage: "none", borderBottom: "2px solid var(--no)"},
  ".cm-tooltip-autocomplete ul li[aria-selected]": {backgroundColor: "var(--mark)", color: "var(--ink)"},
});

const signs = HighlightStyle.define([
  {tag: tags.keyword, color: "var(--said)"},
  {tag: [tags.string, tags.number, tags.literal], color: "var(--yes)"},
  {tag: [tags.variableName, tags.url, tags.namespace], color: "var(--link)"},
  {tag: tags.comment, color: "var(--soft)"},
]);

const area = document.querySelector(".editor textarea");
if (area) start(area);

function start(area) {
  const host = document.createElement("div");
  const root = host.attachShadow({mode: "open"});
  area.after(host);
  const form = area.form;
  const words = fetch(form.dataset.words).then(reply => reply.json());
  const view = new EditorView({
    doc: area.value,
    root,
    parent: root,
    extensions: [
      keymap.of([{key: "Mod-Enter", run: () => (form.requestSubmit(), true)}]),
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
      [lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets()],
      new LanguageSupport(SparqlLanguage),
      autocompletion({override: [context => complete(context, words, form.dataset.search)]}),
      colours,
      syntaxHighlighting(signs),
      EditorView.lineWrapping,
      EditorView.domEventHandlers({beforeinput: replaceSelection}),
      EditorView.contentAttributes.of({"aria-label": "Query"}),
      EditorView.updateListener.of(update => update.docChanged && (area.value = view.state.doc.toString())),
    ],
  });
  area.hidden = true;
  showError(view);
  form.addEventListener("submit", () => remember(area.value));
  showHistory(form, view);
}

// Left to itself, Chromium puts inline styles where typing replaces lines, which the policy of the page refuses.
function replaceSelection(event, view) {
  if (event.inputType !== "insertText" || !event.data || view.state.selection.main.empty) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data), {userEvent: "input.type", scrollIntoView: true});
  return true;
}

async function complete(context, words, search) {
  const word = context.matchBefore(/[\w:-]*/);
  if (word.from === word.to && !context.explicit) return null;
  const known = await words;
  const before = context.state.doc.sliceString(0, word.from);
  const sorts = isClassPlace(before) ? ["class"] : isPropertyPlace(before) ? ["relation", "attribute"] : ["class", "value"];
  const options = known.terms.filter(term => sorts.includes(term.sort)).map(term => option(term, known));
  if (isPropertyPlace(before)) options.push({label: "a", detail: "is of the class", type: "keyword"});
  if (!isPropertyPlace(before) && word.to - word.from > 2) options.push(...await things(word.text, search));
  return {from: word.from, options, validFor: /^[\w:-]*$/};
}

function option(term, known) {
  return {label: term.name, detail: term.label, info: term.definition, type: term.sort === "class" ? "class" : "property", apply: (view, chosen, from, to) => insert(view, term.name, from, to, known)};
}

function insert(view, name, from, to, known) {
  const prefix = name.split(":")[0];
  const text = view.state.doc.toString();
  const declared = new RegExp(`PREFIX\\s+${prefix}:`, "i").test(text);
  const line = declared || !known.prefixes[prefix] ? "" : `PREFIX ${prefix}: <${known.prefixes[prefix]}>\n`;
  const changes = [{from, to, insert: name}, ...(line ? [{from: 0, insert: line}] : [])];
  view.dispatch({changes, selection: {anchor: from + name.length + line.length}});
}

async function things(text, search) {
  const found = await fetch(`${search}?format=json&q=${encodeURIComponent(text)}`).then(reply => reply.json());
  return found.results.filter(one => one.kind !== "term").map(one => snippetCompletion(`<${one.iri}>`, {label: text, displayLabel: one.label, detail: one.kind, type: "constant"}));
}

function showError(view) {
  const told = document.querySelector(".error[data-line]");
  if (!told || !Number(told.dataset.line)) return;
  const number = Math.min(Number(told.dataset.line), view.state.doc.lines);
  const line = view.state.doc.line(number);
  const from = Math.min(line.from + Math.max(Number(told.dataset.column) - 1, 0), line.to);
  const at = {from: Math.min(from, Math.max(line.to - 1, line.from)), to: Math.max(from, line.to), severity: "error", message: told.querySelector("p").textContent};
  view.dispatch(setDiagnostics(view.state, [at]));
}

function remember(text) {
  const kept = lately().filter(one => one !== text);
  try {
    localStorage.setItem(HISTORY, JSON.stringify([text, ...kept].slice(0, KEPT)));
  } catch {
    // the browser keeps nothing: then there is no history
  }
}

function lately() {
  try {
    return JSON.parse(localStorage.getItem(HISTORY) ?? "[]");
  } catch {
    return [];
  }
}

function showHistory(form, view) {
  if (!lately().length) return;
  const whole = document.createElement("details");
  whole.append(Object.assign(document.createElement("summary"), {textContent: "Asked lately in this browser"}));
  for (const text of lately()) {
    const name = text.replace(/PREFIX\s+\S*\s*<[^>]*>\s*/gi, "").replace(/\s+/g, " ").slice(0, 110);
    const button = Object.assign(document.createElement("button"), {type: "button", className: "lately", textContent: name});
    button.addEventListener("click", () => view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: text}}));
    whole.append(button);
  }
  form.after(whole);
}
