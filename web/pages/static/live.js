// Keeps figures fresh, and draws plots of tables. htmx asks for a part every few seconds; only what changed comes.
"use strict";
const REST_MINUTES = 60; // nobody touched the page so long: it asks no more, and the session may end as it would
let same = "";
let touched = Date.now();
const plots = new Map();

function read(name) {
  const rows = [...document.querySelectorAll(`table[data-of="${name}"] tbody tr`)];
  const column = (side) => rows.map((row) => Number(row.querySelector(`[data-${side}]`).dataset[side]));
  return { labels: rows.map((row) => row.querySelector("th").textContent.trim()), now: column("now"), before: column("before") };
}

function draw(box) {
  const { labels, now, before } = read(box.dataset.plot);
  plots.get(box.dataset.plot)?.destroy();
  if (!window.uPlot || ![...now, ...before].some(Boolean)) return;
  box.hidden = false;
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const short = (value) => (value >= 1e6 ? `${value / 1e6} M` : value >= 1e3 ? `${value / 1e3} k` : String(value));
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, font: "13px system-ui, sans-serif" };
  const step = Math.max(1, Math.ceil(labels.length / (box.clientWidth / 64)));
  const plot = new window.uPlot({
    width: box.clientWidth, height: 200, legend: { show: false }, cursor: { show: false },
    scales: { x: { time: false, range: [-0.6, labels.length - 0.4] }, y: { range: (_, low, high) => [0, Math.max(high * 1.1, 1)] } },
    axes: [
      { ...axis, grid: { show: false }, splits: () => labels.map((_, at) => at).filter((at) => at % step === 0),
        values: (_, ticks) => ticks.map((at) => labels[at]) },
      { ...axis, size: 60, values: (_, ticks) => ticks.map(short) },
    ],
    series: [
      {},
      { fill: colour("--act"), stroke: colour("--act"), paths: window.uPlot.paths.bars({ size: [0.6, 40] }), points: { show: false } },
      { stroke: colour("--ink"), width: 2, dash: [4, 4], points: { show: false } },
    ],
  }, [labels.map((_, at) => at), now, before], box);
  plot.root.setAttribute("role", "img");
  plot.root.setAttribute("aria-label", box.dataset.label);
  plots.set(box.dataset.plot, plot);
}

const drawAll = (root) => root.querySelectorAll("[data-plot]").forEach(draw);
drawAll(document);
let wide = innerWidth;
addEventListener("resize", () => { if (innerWidth !== wide) { wide = innerWidth; drawAll(document); } });
for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, () => { touched = Date.now(); }, { passive: true });

document.body.addEventListener("htmx:configRequest", (event) => { if (same) event.detail.headers["If-None-Match"] = same; });
document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden || Date.now() - touched > REST_MINUTES * 60_000) event.preventDefault();
});
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const tag = event.detail.xhr.getResponseHeader("ETag");
  if (event.detail.xhr.status === 304) event.detail.shouldSwap = false;
  else if (event.detail.xhr.status === 200 && !tag) { event.detail.shouldSwap = false; location.reload(); } // signed out
  else if (tag) same = tag;
});
let opened = [];
document.body.addEventListener("htmx:beforeSwap", () => { opened = [...document.querySelectorAll("#live details")].map((one) => one.open); });
document.body.addEventListener("htmx:afterSettle", () => {
  document.querySelectorAll("#live details").forEach((one, at) => { one.open = opened[at] || false; });
  drawAll(document);
});
