// Graphs and maps that can be made larger and moved: by buttons, keys, pinching, dragging, or the wheel with Ctrl.
// The page works without it; it has the whole picture then, which can be scrolled.

import {select} from "d3-selection";
import {zoom, zoomIdentity} from "d3-zoom";

const STEP = 1.5;
const SHIFT = 60;
const RANGE = [1, 12];

for (const region of document.querySelectorAll("[data-larger]")) start(region);

function start(region) {
  const picture = region.querySelector("svg");
  const inside = document.createElementNS("http://www.w3.org/2000/svg", "g");
  inside.append(...picture.childNodes);
  picture.append(inside);
  const {width, height} = picture.viewBox.baseVal;
  const moves = zoom()
    .scaleExtent(RANGE)
    .extent([[0, 0], [width, height]])
    .translateExtent([[0, 0], [width, height]])
    .filter(event => (event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button && (event.touches?.length !== 1 || isLarger())))
    .on("zoom", event => inside.setAttribute("transform", String(event.transform)));
  const drawn = select(picture).call(moves).on("dblclick.zoom", null);
  const isLarger = () => inside.hasAttribute("transform") && !/scale\(1\)/.test(inside.getAttribute("transform"));
  const acts = {
    "+": () => drawn.call(moves.scaleBy, STEP),
    "-": () => drawn.call(moves.scaleBy, 1 / STEP),
    "0": () => drawn.call(moves.transform, zoomIdentity),
    ArrowLeft: () => drawn.call(moves.translateBy, SHIFT, 0),
    ArrowRight: () => drawn.call(moves.translateBy, -SHIFT, 0),
    ArrowUp: () => drawn.call(moves.translateBy, 0, SHIFT),
    ArrowDown: () => drawn.call(moves.translateBy, 0, -SHIFT),
  };
  region.before(buttons(region.dataset, acts));
  region.addEventListener("keydown", event => {
    const key = event.key === "=" ? "+" : event.key;
    if (!acts[key] || event.ctrlKey || event.metaKey || event.altKey || (key.startsWith("Arrow") && !isLarger())) return;
    event.preventDefault();
    acts[key]();
  });
}

function buttons(words, acts) {
  const row = Object.assign(document.createElement("p"), {className: "zoom"});
  for (const [key, sign, label] of [["+", "+", words.larger], ["-", "−", words.smaller], ["0", "⤢", words.whole]]) {
    const button = Object.assign(document.createElement("button"), {type: "button", textContent: sign, title: label});
    button.setAttribute("aria-label", label);
    button.addEventListener("click", acts[key]);
    row.append(button);
  }
  return row;
}
