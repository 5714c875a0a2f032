"use strict";(self.rspackChunkautograd_nb=self.rspackChunkautograd_nb||[]).push([["style_index_css"],{"./node_modules/css-loader/dist/cjs.js!./style/controls.css"(a,e,r){var o=r("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),t=r.n(o),i=r("./node_modules/css-loader/dist/runtime/api.js"),n=(r.n(i))()(t());n.push([a.id,`/* Buttons, slider and the sentence beside them. */

.ag-bar {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.3em 1.1em;
  padding: 0.6em 1em;
  border-top: 1px solid var(--ag-line);
}

.ag-controls {
  display: flex;
  align-items: center;
  gap: 0.8em;
  flex: none;
}

.ag-buttons {
  display: flex;
  gap: 0.3em;
}

.ag-view .ag-step {
  width: 2.2em;
  height: 2.1em;
  display: grid;
  place-items: center;
  padding: 0;
  border: 1px solid var(--ag-line);
  border-radius: 0.4em;
  background: var(--ag-card);
  color: var(--ag-ink);
}

.ag-view .ag-step:hover {
  border-color: var(--ag-edge);
  background: var(--ag-pill);
}

.ag-view .ag-step[aria-disabled] {
  color: var(--ag-edge);
  cursor: default;
  background: none;
}

.ag-view .ag-step.ag-main {
  width: 2.8em;
  background: var(--ag-warm);
  border-color: var(--ag-warm);
  color: var(--ag-bg);
}

.ag-view .ag-step.ag-main:hover {
  background: color-mix(in srgb, var(--ag-warm) 86%, var(--ag-pure));
}

.ag-view .ag-slider {
  appearance: none;
  width: 11em;
  height: 1.4em;
  margin: 0;
  padding: 0;
  background: none;
  cursor: pointer;
  border-radius: 0.7em;
}

.ag-view .ag-slider::-webkit-slider-runnable-track {
  height: 0.32em;
  border-radius: 0.2em;
  background: linear-gradient(to right, var(--ag-warm) var(--ag-done, 0%), var(--ag-line) var(--ag-done, 0%));
}

.ag-view .ag-slider::-moz-range-track {
  height: 0.32em;
  border-radius: 0.2em;
  background: linear-gradient(to right, var(--ag-warm) var(--ag-done, 0%), var(--ag-line) var(--ag-done, 0%));
}

.ag-view .ag-slider::-webkit-slider-thumb {
  appearance: none;
  width: 1.1em;
  height: 1.1em;
  margin-top: -0.39em;
  border: 2px solid var(--ag-bg);
  border-radius: 50%;
  background: var(--ag-warm);
}

.ag-view .ag-slider::-moz-range-thumb {
  width: 0.9em;
  height: 0.9em;
  border: 2px solid var(--ag-bg);
  border-radius: 50%;
  background: var(--ag-warm);
}

.ag-view .ag-count {
  white-space: nowrap;
  font-variant-numeric: tabular-nums;
}

.ag-view .ag-caption {
  flex: 1 1 22em;
  min-width: 0;
  min-height: 3em;
  display: flow-root;
  align-content: center;
  overflow-wrap: anywhere;
}

.ag-view .ag-caption strong {
  color: var(--ag-warm);
  font-weight: 650;
}

.ag-view .ag-caption[data-error] strong {
  color: var(--ag-bad);
}

.ag-view[data-narrow] .ag-controls {
  flex: 1 1 100%;
  min-width: 0;
}

.ag-view[data-narrow] .ag-slider {
  flex: 1;
  width: 3em;
  min-width: 2em;
}

.ag-view[data-narrow] .ag-caption {
  flex: 1 1 100%;
}
`,""]),r.d(e,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/graph.css"(a,e,r){var o=r("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),t=r.n(o),i=r("./node_modules/css-loader/dist/runtime/api.js"),n=(r.n(i))()(t());n.push([a.id,`/* The drawing and what stands in it. */

.ag-graph {
  position: relative;
  display: grid;
  align-content: center;
  min-width: 0;
  min-height: 0;
}

/* Map and tools stand below what would lie under them. */
.ag-graph[data-pannable] {
  padding-bottom: 5.3em;
}

.ag-window {
  min-width: 0;
  overflow: hidden;
}

.ag-drawing {
  display: block;
  touch-action: pan-y;
  font-family: var(--ag-ui);
  user-select: none;
}

.ag-graph[data-pannable] .ag-drawing {
  cursor: grab;
}

.ag-graph[data-dragging] .ag-drawing {
  cursor: grabbing;
}

/* More lies beyond the edge of the picture. */
.ag-graph::before,
.ag-graph::after {
  content: "";
  position: absolute;
  top: 0;
  bottom: 0;
  width: 2.6em;
  opacity: 0;
  pointer-events: none;
  transition: opacity 0.2s;
}

.ag-graph::before {
  left: 0;
  background: linear-gradient(to right, var(--ag-bg), transparent);
}

.ag-graph::after {
  right: 0;
  background: linear-gradient(to left, var(--ag-bg), transparent);
}

.ag-graph[data-more-left]::before,
.ag-graph[data-more-right]::after {
  opacity: 1;
}

.ag-graph[data-more-top] .ag-drawing {
  mask-image: linear-gradient(to bottom, transparent, #000 2.6em);
}

.ag-graph[data-more-bottom] .ag-drawing {
  mask-image: linear-gradient(to top, transparent, #000 2.6em);
}

.ag-graph[data-more-top][data-more-bottom] .ag-drawing {
  mask-image: linear-gradient(to bottom, transparent, #000 2.6em calc(100% - 2.6em), transparent);
}

/* Nodes */

.ag-drawing text {
  fill: var(--ag-ink);
  font-size: 14px;
}

.ag-drawing .ag-small {
  font-size: 11px;
  fill: var(--ag-dim);
  font-weight: 400;
}

.ag-drawing .ag-mono,
.ag-drawing .ag-label {
  font-family: var(--ag-code);
  font-size: 12px;
}

.ag-view[data-values="hidden"] .ag-number {
  visibility: hidden;
}

.ag-drawing .ag-bold {
  font-weight: 650;
}

.ag-drawing text.ag-warm {
  fill: var(--ag-warm);
}

.ag-node,
.ag-tag,
.ag-grad {
  cursor: pointer;
  outline: none;
}

.ag-shape {
  fill: var(--ag-card);
  stroke: var(--ag-edge);
  stroke-width: 1.2;
  transition:
    fill 0.2s,
    stroke 0.2s;
}

.ag-leaf .ag-shape,
.ag-tag .ag-shape {
  fill: var(--ag-leaf-fill);
  stroke: var(--ag-leaf);
  stroke-width: 1.5;
}

.ag-constant .ag-shape {
  fill: var(--ag-pill);
  stroke: var(--ag-line);
}

.ag-node:hover .ag-shape,
.ag-node[data-lit] .ag-shape,
.ag-tag[data-lit] .ag-shape {
  stroke: var(--ag-ink);
}

.ag-leaf:hover .ag-shape,
.ag-leaf[data-lit] .ag-shape,
.ag-tag[data-lit] .ag-shape {
  stroke: var(--ag-leaf);
  stroke-width: 2.6;
}

.ag-node[data-state="visited"]:not(.ag-leaf, .ag-constant) .ag-shape {
  stroke: var(--ag-warm-line);
}

.ag-node[data-state="current"]:not(.ag-leaf, .ag-constant) .ag-shape {
  fill: var(--ag-warm-faint);
  stroke: var(--ag-warm);
  stroke-width: 2.2;
}

.ag-node:not([data-state="error"]) .ag-shape.ag-stack {
  fill: var(--ag-card);
  stroke-width: 1.2;
}

.ag-leaf[data-state="current"] .ag-shape {
  stroke-width: 2.6;
}

.ag-sample [data-state="freed"] .ag-shape,
.ag-node[data-state="freed"]:not(.ag-leaf) .ag-shape {
  stroke-dasharray: 3 4;
}

.ag-node[data-state="error"] .ag-shape {
  fill: var(--ag-bad-fill);
  stroke: var(--ag-bad);
  stroke-width: 2.2;
}

/* As wide as when it is chosen: a line that changes its width has all of the drawing measured. */
.ag-ring {
  fill: none;
  stroke: transparent;
  stroke-width: 1.4;
}

.ag-node[data-selected] .ag-ring {
  stroke: var(--ag-dim);
}

.ag-tag[data-state="current"] .ag-shape,
.ag-tag[data-selected] .ag-shape {
  stroke-width: 2.6;
}

.ag-view .ag-node:focus-visible {
  outline: none;
}

/* Made by the line of code under the cursor. */
.ag-node[data-made] .ag-ring {
  fill: color-mix(in srgb, var(--ag-focus) 22%, transparent);
  stroke: var(--ag-focus);
  stroke-width: 2;
}

.ag-node:focus-visible .ag-ring {
  stroke: var(--ag-focus);
  stroke-width: 2.5;
}

.ag-badge {
  fill: var(--ag-warm);
}

.ag-drawing .ag-order {
  fill: var(--ag-bg);
  font-size: 11px;
  font-weight: 700;
}

.ag-alarm-disc {
  fill: var(--ag-bg);
  stroke: var(--ag-bad);
  stroke-width: 1.5;
}

.ag-alarm-icon {
  fill: var(--ag-bad);
}

.ag-loop {
  fill: var(--ag-panel);
  stroke: var(--ag-line);
  stroke-dasharray: 6 5;
}

/* Edges */

.ag-edge {
  fill: none;
  stroke: var(--ag-edge);
  stroke-width: 1.3;
}

.ag-head {
  fill: var(--ag-edge);
}

@supports (fill: context-stroke) {
  .ag-head {
    fill: context-stroke;
  }
}

.ag-head-warm {
  fill: var(--ag-warm);
}

.ag-gradient {
  fill: none;
  stroke: var(--ag-warm);
  stroke-width: 1.8;
  visibility: hidden;
}

.ag-link[data-state="visited"] .ag-gradient,
.ag-link[data-state="current"] .ag-gradient {
  visibility: visible;
}

.ag-link[data-state="current"] .ag-gradient {
  stroke-width: 2.6;
}

.ag-travelling .ag-gradient {
  marker-end: none;
}

.ag-comet {
  fill: var(--ag-warm);
  stroke: var(--ag-bg);
  stroke-width: 1.5;
}

.ag-drawing .ag-label {
  font-size: 11px;
  fill: var(--ag-warm);
  pointer-events: none;
}

.ag-drawing .ag-label,
.ag-drawing .ag-halo {
  paint-order: stroke;
  stroke: var(--ag-bg);
  stroke-width: 4px;
  stroke-linejoin: round;
}

.ag-link[data-state="current"] .ag-label {
  font-weight: 650;
}

.ag-link[data-near] .ag-edge,
.ag-link[data-lit] .ag-edge {
  stroke: var(--ag-dim);
  stroke-width: 1.8;
}

.ag-link[data-cut] .ag-edge {
  stroke-dasharray: 5 5;
}

/* What a walk recorded, for the next derivative: dashed inside a frame. */
.ag-band-shape {
  fill: var(--ag-warm-faint);
  stroke: var(--ag-warm-line);
  stroke-dasharray: 9 5;
}

.ag-drawing .ag-call {
  stroke: var(--ag-warm-faint);
}

.ag-node[data-derivative]:not([data-state="current"], [data-state="error"]) .ag-shape {
  stroke-dasharray: 6 3;
}

/* Behind a cut: only the value takes part. Dashed as well as grey. */
.ag-view [data-behind] .ag-shape {
  fill: var(--ag-pill);
  stroke: var(--ag-edge);
  stroke-width: 1.1;
  stroke-dasharray: 2 3;
}

.ag-view [data-behind] text:not(.ag-order),
.ag-view [data-behind] text .ag-bold {
  fill: var(--ag-dim);
}

.ag-link[data-behind] .ag-edge {
  stroke: var(--ag-line);
}

.ag-cut-disc {
  fill: var(--ag-bg);
  stroke: var(--ag-edge);
}

.ag-cut-icon {
  fill: var(--ag-ink);
}

/* The place of a leaf's gradient */

.ag-stem {
  fill: none;
  stroke: var(--ag-warm-line);
  stroke-width: 1.2;
  stroke-dasharray: 3 3;
}

.ag-buffer {
  fill: none;
  stroke: var(--ag-warm-line);
  stroke-width: 1.3;
}

.ag-level {
  fill: var(--ag-warm-fill);
  opacity: 0;
}

.ag-grad[data-empty] .ag-buffer {
  stroke-dasharray: 4 3;
}

.ag-grad:not([data-empty], [data-change="zero"]) .ag-level {
  opacity: 1;
}

.ag-grad[data-now] .ag-buffer {
  stroke: var(--ag-warm);
  stroke-width: 2.2;
}

.ag-grad[data-empty] .ag-mono {
  fill: var(--ag-dim);
}

.ag-grad .ag-small.ag-warm {
  fill: var(--ag-warm);
}
`,""]),r.d(e,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/index.css"(a,e,r){var o=r("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),t=r.n(o),i=r("./node_modules/css-loader/dist/runtime/api.js"),n=r.n(i),g=r("./node_modules/css-loader/dist/cjs.js!./style/theme.css"),s=r("./node_modules/css-loader/dist/cjs.js!./style/graph.css"),d=r("./node_modules/css-loader/dist/cjs.js!./style/tools.css"),l=r("./node_modules/css-loader/dist/cjs.js!./style/panels.css"),m=r("./node_modules/css-loader/dist/cjs.js!./style/controls.css"),c=r("./node_modules/css-loader/dist/cjs.js!./style/inspector.css"),p=r("./node_modules/css-loader/dist/cjs.js!./style/teaching.css"),v=r("./node_modules/css-loader/dist/cjs.js!./style/sweeps.css"),u=r("./node_modules/css-loader/dist/cjs.js!./style/source.css"),h=r("./node_modules/css-loader/dist/cjs.js!./style/panel.css"),w=n()(t());w.i(g.A),w.i(s.A),w.i(d.A),w.i(l.A),w.i(m.A),w.i(c.A),w.i(p.A),w.i(v.A),w.i(u.A),w.i(h.A),w.push([a.id,`
`,""]),r.d(e,{},{A:w})},"./node_modules/css-loader/dist/cjs.js!./style/inspector.css"(a,e,r){var o=r("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),t=r.n(o),i=r("./node_modules/css-loader/dist/runtime/api.js"),n=(r.n(i))()(t());n.push([a.id,`/* Everything about the chosen node. */

.ag-inspector {
  grid-area: 1 / 2 / -1;
  position: relative;
  border-left: 1px solid var(--ag-line);
  background: var(--ag-panel);
  padding: 0.8em 1em 1em;
  min-width: 0;
  /* As high as what stands beside it: what is longer scrolls. */
  height: 0;
  min-height: 100%;
  overflow: auto;
  /* What changes in it concerns nothing around it: neither is laid out nor painted for the other. */
  contain: strict;
  animation: ag-appear 0.14s ease-out;
}

/* Before there is room for it: where its column will be. */
.ag-view[data-inspecting="over"]:not([data-stacked]) .ag-inspector {
  grid-area: auto;
  position: absolute;
  inset: 0 0 0 auto;
  z-index: 1;
  width: max(22em, 32%);
  height: auto;
}

.ag-view[data-stacked] .ag-inspector {
  grid-area: auto;
  border-left: 0;
  border-top: 1px solid var(--ag-line);
  contain: layout paint;
  height: auto;
  max-height: 26em;
}

@keyframes ag-appear {
  from {
    opacity: 0;
  }
}

/* Stays in its corner while the rest scrolls. */
.ag-view .ag-close {
  position: sticky;
  top: 0;
  z-index: 1;
  display: block;
  margin: -0.3em -0.5em -1.6em auto;
  background: var(--ag-panel);
}

.ag-facts {
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  gap: 0.75em;
}

.ag-view .ag-facts h4 {
  font: inherit;
  font-size: 1.1em;
  color: var(--ag-ink);
  padding-right: 1.8em;
  overflow-wrap: anywhere;
}

/* JupyterLab makes an output's lists blocks, floats their terms and gives those a fifth of the width. */
.ag-view .ag-rows {
  display: grid;
  grid-template-columns: fit-content(45%) minmax(0, 1fr);
  gap: 0.2em 0.9em;
  align-items: baseline;
  overflow: visible;
}

.ag-view .ag-rows dt,
.ag-view .ag-rows dd {
  display: block;
  float: none;
  width: auto;
  min-width: 0;
  margin: 0;
  padding: 0;
  text-align: left;
}

.ag-view .ag-rows dt {
  color: var(--ag-dim);
  font-weight: 400;
  overflow-wrap: anywhere;
}

.ag-value {
  display: flex;
  align-items: flex-start;
  gap: 0.3em;
}

.ag-value .ag-code {
  flex: 1;
  min-width: 0;
}

.ag-whole {
  white-space: nowrap;
}

.ag-view .ag-block {
  display: block;
  overflow: auto;
  overflow-wrap: normal;
  max-height: 14em;
}

/* A row of a tensor: what has no room goes on below its first number. */
.ag-row {
  display: block;
  min-height: 1lh;
  padding-left: var(--ag-indent);
  text-indent: calc(-1 * var(--ag-indent));
  white-space: normal;
}

.ag-row > span {
  display: inline-block;
  max-width: calc(100% + var(--ag-indent));
  text-indent: 0;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}

.ag-rows > [data-wide] {
  grid-column: 1 / -1;
}

.ag-properties {
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  gap: 0.5em;
  font-size: 0.94em;
  border-top: 1px solid var(--ag-line);
  padding-top: 0.7em;
}

.ag-attributes > summary {
  cursor: pointer;
  color: var(--ag-dim);
}

.ag-attributes > dl {
  padding-top: 0.3em;
}

.ag-view .ag-copy {
  padding: 0.2em;
}

.ag-cut-note {
  margin: 0.2em 0 0.6em;
  padding: 0.5em 0.8em;
  border-left: 0.25em dashed var(--ag-edge);
}

.ag-cut-note .ag-icon {
  display: inline-block;
  vertical-align: -0.12em;
}

.ag-rule {
  background: var(--ag-warm-faint);
  border-left: 3px solid var(--ag-warm-line);
  border-radius: 0 0.3em 0.3em 0;
  padding: 0.55em 0.8em 0.65em;
}

.ag-rule-title {
  font-weight: 650;
  margin-bottom: 0.15em;
}

.ag-share {
  margin-top: 0.45em;
}

/* As one adds by hand: a line, and the sum below it. */
.ag-sum-of {
  border-top: 1px solid var(--ag-warm-line);
  padding-top: 0.25em;
}

.ag-view .ag-source {
  font: 0.93em / 1.6 var(--ag-code);
  color: var(--ag-ink);
  background: var(--ag-bg);
  border: 1px solid var(--ag-line);
  border-radius: 0.3em;
  padding: 0.35em 0.6em;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  word-break: normal; /* JupyterLab breaks outputs within words */
}

.ag-view .ag-source mark {
  background: var(--ag-warm-fill);
  color: inherit;
  font-weight: 650;
  border-radius: 0.15em;
  padding: 0.1em 0;
}

.ag-view .ag-error {
  background: var(--ag-bad-fill);
  border-left: 3px solid var(--ag-bad);
  border-radius: 0 0.3em 0.3em 0;
  padding: 0.55em 0.8em;
  overflow-wrap: anywhere;
}

.ag-view .ag-error code {
  font: 0.93em / 1.5 var(--ag-code);
  background: none;
  color: inherit;
  padding: 0;
}

.ag-error strong {
  color: var(--ag-bad);
}

.ag-error .ag-icon {
  display: inline-block;
  vertical-align: -0.12em;
}

.ag-view .ag-error p {
  margin-top: 0.3em;
}

.ag-error details {
  margin-top: 0.4em;
  color: var(--ag-dim);
}

.ag-error summary {
  cursor: pointer;
}

.ag-view .ag-button {
  border: 1px solid var(--ag-edge);
  border-radius: 0.35em;
  background: var(--ag-card);
  padding: 0.25em 0.8em;
  margin-bottom: 0.5em;
}

.ag-view .ag-button:hover {
  border-color: var(--ag-ink);
}

.ag-view .ag-go {
  padding: 0;
  border: 0;
  background: none;
  color: var(--ag-dim);
  text-decoration: underline;
  text-underline-offset: 0.2em;
}

.ag-view .ag-go:hover {
  color: var(--ag-ink);
}

.ag-made .ag-source {
  margin-top: 0.2em;
}

/* Formulas, typeset by the host. */

.ag-typesetting {
  position: absolute;
  visibility: hidden;
}

.ag-math {
  display: inline-block;
  max-width: 100%;
  padding: 0.1em 0;
  overflow: auto hidden;
}

.ag-math mjx-container {
  margin: 0 !important;
  font-size: 108% !important;
}
`,""]),r.d(e,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/panel.css"(a,e,r){var o=r("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),t=r.n(o),i=r("./node_modules/css-loader/dist/runtime/api.js"),n=(r.n(i))()(t());n.push([a.id,`/* The side panel, and an output whose graph is not drawn at once. */

.jp-AutogradPanel {
  overflow: auto;
  background: var(--jp-layout-color0);
}

/* JupyterLab makes a side area so wide: a card and what it is joined to. In Notebook 7 it would be cut off. */
body:not([data-notebook]) #jp-left-stack > .jp-AutogradPanel,
body:not([data-notebook]) #jp-right-stack > .jp-AutogradPanel {
  min-width: min(calc(29.25 * var(--jp-ui-font-size1, 13px)), 42vw);
}

.jp-AutogradPanel .ag-view {
  border-width: 0 0 1px;
  border-radius: 0;
}

.jp-AutogradPanel .ag-none {
  margin: 0;
  padding: 1.2em;
  color: var(--jp-ui-font-color1);
  font: normal var(--jp-ui-font-size1) / 1.5 var(--jp-ui-font-family);
}

.jp-AutogradGraph .ag-closed {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: 0.4em 1.2em;
}

.jp-AutogradGraph .ag-open {
  height: auto;
  padding: 0.25em 0.8em;
  border: 1px solid var(--jp-border-color1);
  border-radius: 0.35em;
  background: var(--jp-layout-color1);
  color: var(--jp-ui-font-color1);
  font: normal var(--jp-ui-font-size1) / 1.5 var(--jp-ui-font-family);
}

.jp-AutogradPanel > [hidden],
.jp-AutogradGraph > [hidden] {
  display: none;
}
`,""]),r.d(e,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/panels.css"(a,e,r){var o=r("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),t=r.n(o),i=r("./node_modules/css-loader/dist/runtime/api.js"),n=(r.n(i))()(t());n.push([a.id,`/* What stands around the drawing: texts, parts, history, legend. */

/* Text */

.ag-view .ag-text {
  padding: 0.65em 1em;
  font: 1em / 1.5 var(--ag-code);
  color: var(--ag-ink);
  background: none;
  border: 0;
  white-space: pre-wrap;
  word-break: normal;
  overflow-wrap: anywhere;
  max-height: 16em;
  overflow: auto;
  user-select: text;
}

.ag-view .ag-code {
  font: 0.93em / 1.5 var(--ag-code);
  color: inherit;
  background: none;
  border: 0;
  padding: 0;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}

.ag-view .ag-warm {
  color: var(--ag-warm);
}

.ag-view .ag-note {
  color: var(--ag-dim);
}

.ag-view .ag-bold {
  font-weight: 650;
}

.ag-view .ag-message {
  padding: 0.6em 1em;
  color: var(--ag-dim);
  border-top: 1px solid var(--ag-line);
}

.ag-view .ag-layers {
  padding: 0 1em 0.6em;
  max-width: 68em;
}

/* Parts */

.ag-body {
  position: relative;
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  border-top: 1px solid var(--ag-line);
}

/* Beside all of it, not the drawing alone: what is said of a node is long, a drawing is often low. */
.ag-view[data-inspecting=""]:not([data-stacked]) .ag-body {
  grid-template: minmax(min-content, 1fr) auto auto auto / minmax(0, 1fr) minmax(22em, 32%);
  min-height: 30em;
}

.ag-icon {
  width: 1em;
  height: 1em;
  display: block;
  fill: currentColor;
}

.ag-view button {
  font: inherit;
  color: var(--ag-ink);
  cursor: pointer;
  margin: 0;
}

.ag-view .ag-tool {
  padding: 0.45em;
  border: 0;
  border-radius: 0.35em;
  background: transparent;
  color: var(--ag-dim);
  line-height: 1;
}

.ag-view .ag-tool:hover {
  color: var(--ag-ink);
  background: var(--ag-pill);
}

.ag-view .ag-exports {
  position: relative;
}

.ag-view .ag-menu {
  position: absolute;
  right: 0;
  bottom: calc(100% + 0.3em);
  z-index: 1;
  width: max-content;
  max-width: 22em;
  padding: 0.3em;
  border: 1px solid var(--ag-line);
  border-radius: 0.4em;
  background: var(--ag-bg);
}

.ag-view .ag-menu p {
  margin: 0.2em 0.4em;
  overflow-wrap: anywhere;
}

.ag-view .ag-menu p:empty {
  display: none;
}

.ag-view .ag-kind {
  padding: 0.3em 0.5em;
  border: 0;
  border-radius: 0.3em;
  background: transparent;
}

.ag-view .ag-kind:hover {
  background: var(--ag-pill);
}

.ag-view :focus-visible {
  outline: 2px solid var(--ag-focus);
  outline-offset: 2px;
}

.ag-view:focus-visible {
  outline-offset: -2px;
}

/* History and legend */

.ag-foot {
  container-type: inline-size;
  display: flex;
  flex-wrap: wrap;
  align-items: flex-start;
  gap: 0.6em 2em;
  padding: 0.6em 1em 0.7em;
  border-top: 1px solid var(--ag-line);
}

.ag-history {
  flex: 0 1 auto;
  min-width: 0;
  max-height: 15em;
  overflow: auto;
}

.ag-view .ag-table {
  border-collapse: collapse;
  border: 0;
  margin: 0;
  font-size: 0.96em;
  width: auto;
}

.ag-view .ag-table caption {
  text-align: left;
  caption-side: top;
  color: var(--ag-dim);
  white-space: nowrap;
  padding: 0 0 0.2em;
  font-size: 1em;
}

.ag-view .ag-table th,
.ag-view .ag-table td {
  text-align: left;
  vertical-align: baseline;
  padding: 0.15em 1.3em 0.15em 0;
  border: 0;
  background: none;
  color: inherit;
  max-width: none;
  white-space: nowrap;
  overflow-wrap: normal;
}

.ag-view .ag-table th {
  color: var(--ag-dim);
  font-weight: 400;
}

.ag-view .ag-table tr {
  background: none;
}

.ag-view .ag-table .ag-code {
  font: 0.95em / 1.5 var(--ag-code);
  white-space: nowrap;
}

.ag-view .ag-table td.ag-whose {
  max-width: 24em;
  overflow: hidden;
  text-overflow: ellipsis;
}

.ag-view .ag-table td.ag-by,
.ag-view .ag-table td.ag-by .ag-code {
  min-width: 11em; /* \`loss.backward()\` in one line */
  white-space: normal;
  overflow-wrap: anywhere;
}

.ag-view[data-narrow] .ag-table {
  font-size: 0.92em;
}

.ag-view[data-narrow] .ag-history th,
.ag-view[data-narrow] .ag-history td {
  padding-right: 0.6em;
}

.ag-view .ag-scant {
  display: none;
}

/* The sum stands in the caption of its step, and a click shows a number whole. */
@container (max-width: 62em) {
  .ag-view .ag-sum,
  .ag-view .ag-roomy {
    display: none;
  }

  .ag-view .ag-scant {
    display: inline;
  }
}

@container (max-width: 46em) {
  .ag-view .ag-table td.ag-whose {
    max-width: 9em;
  }
}

/* Where five columns have no room, who did it stands below. Roles in the page keep it a table for those who listen. */
@container (max-width: 36em) {
  .ag-view .ag-history .ag-table {
    display: grid;
    grid-template-columns: auto auto auto minmax(0, 1fr);
  }

  .ag-view .ag-history caption {
    display: block;
    grid-column: 1 / -1;
  }

  .ag-history :is(thead, tbody, tr) {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
  }

  .ag-view .ag-history td.ag-warm {
    white-space: normal;
  }

  .ag-view .ag-history td.ag-by {
    grid-column: 2 / -1;
    padding-bottom: 0.4em;
  }

  .ag-history th:last-child {
    position: absolute;
    clip-path: inset(50%);
  }
}

@container (max-width: 24em) {
  .ag-view .ag-history td.ag-warm {
    grid-column: 2 / -1;
  }

  .ag-history th:nth-last-child(2) {
    position: absolute;
    clip-path: inset(50%);
  }
}

.ag-view .ag-table td.ag-warm {
  color: var(--ag-warm);
}

.ag-history thead th {
  position: sticky;
  top: 0;
  background: var(--ag-bg) !important;
}

.ag-history tbody tr {
  cursor: pointer;
}

.ag-history tbody tr:hover td {
  background: var(--ag-pill);
}

.ag-view .ag-history tr[data-when="now"] td {
  background: var(--ag-warm-faint);
}

.ag-view .ag-history tr[data-when="later"] td {
  color: var(--ag-dim);
  font-style: italic;
}

.ag-view .ag-jump {
  min-width: 2em;
  padding: 0 0.4em;
  border: 1px solid var(--ag-line);
  border-radius: 0.3em;
  background: none;
  color: inherit;
  font-size: 0.95em;
}

.ag-view .ag-jump[aria-current] {
  background: var(--ag-warm);
  border-color: var(--ag-warm);
  color: var(--ag-bg);
}

.ag-legend {
  flex: 1 0 100%;
  display: flex;
  flex-wrap: wrap;
  gap: 0.1em 1.6em;
  color: var(--ag-dim);
  font-size: 0.9em;
}

.ag-entry {
  display: inline-flex;
  align-items: center;
  gap: 0.5em;
}

/* No node looks like this yet. */
.ag-graph:not([data-freed]) ~ .ag-foot .ag-freed-entry {
  visibility: hidden;
}

.ag-sample {
  width: 2.2em;
  height: 1.2em;
  flex: none;
  overflow: visible;
}

/* Which way the program went. */

.ag-view .ag-branches {
  flex: 1 0 100%;
  display: flex;
  flex-wrap: wrap;
  gap: 0.2em 1.6em;
  margin: 0;
  padding: 0;
  list-style: none;
}

.ag-view .ag-branches[hidden] {
  display: none;
}

.ag-view .ag-branches li {
  margin: 0;
}
`,""]),r.d(e,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/source.css"(a,e,r){var o=r("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),t=r.n(o),i=r("./node_modules/css-loader/dist/runtime/api.js"),n=(r.n(i))()(t());n.push([a.id,`/* The line, and the expression in it, that made the chosen node: in a cell's editor. */

.cm-editor .cm-line.ag-made-line {
  background: color-mix(in srgb, var(--ag-warm) 9%, transparent);
  box-shadow: inset 3px 0 var(--ag-warm);
}

.cm-editor .ag-made-expression {
  background: color-mix(in srgb, var(--ag-warm) 16%, transparent);
  border-radius: 2px;
  text-decoration: underline 2px var(--ag-warm);
  text-underline-offset: 3px;
}
`,""]),r.d(e,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/sweeps.css"(a,e,r){var o=r("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),t=r.n(o),i=r("./node_modules/css-loader/dist/runtime/api.js"),n=(r.n(i))()(t());n.push([a.id,`/* Forward mode beside reverse mode. */

.ag-line {
  display: flex;
  flex-wrap: wrap;
  align-items: flex-start;
  justify-content: space-between;
}

.ag-line .ag-text {
  flex: 1 1 auto;
  min-width: 0;
}

.ag-view .ag-quiet {
  flex: 0 1 auto;
  margin: 0.55em 0.8em 0.55em auto;
  padding: 0.15em 0.7em;
  border: 1px solid var(--ag-line);
  border-radius: 1em;
  background: none;
  color: var(--ag-dim);
  font: inherit;
  cursor: pointer;
}

.ag-view .ag-quiet:hover {
  border-color: var(--ag-edge);
  color: var(--ag-ink);
}

.ag-view .ag-quiet[aria-pressed="true"] {
  border-color: var(--ag-cool);
  color: var(--ag-cool);
  background: var(--ag-cool-fill);
}

.ag-drawing text.ag-cool {
  fill: var(--ag-cool);
}

.ag-view :is(.ag-cool, code.ag-cool) {
  color: var(--ag-cool);
}

.ag-head-cool {
  fill: var(--ag-cool);
}

.ag-tangent {
  fill: none;
  stroke: var(--ag-cool);
  stroke-width: 1.6;
  visibility: hidden;
}

.ag-link[data-tangent] .ag-tangent {
  visibility: visible;
}

.ag-link[data-tangent="current"] .ag-tangent {
  stroke-width: 2.6;
}

.ag-link[data-tangent]:not([data-state="visited"], [data-state="current"]) .ag-label {
  fill: var(--ag-cool);
}

.ag-link[data-tangent="current"] .ag-comet {
  fill: var(--ag-cool);
}

.ag-travelling .ag-tangent {
  marker-end: none;
}

.ag-node[data-moves="now"]:not(.ag-constant) .ag-shape {
  stroke: var(--ag-cool);
  stroke-width: 2.4;
}

.ag-node[data-moves="now"]:not(.ag-leaf, .ag-constant) .ag-shape {
  fill: var(--ag-cool-fill);
}

.ag-sweeps {
  padding: 0.8em 1em;
  border-top: 1px solid var(--ag-line);
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  gap: 0.6em;
}

.ag-view .ag-costs tbody th {
  font-weight: 400;
  color: var(--ag-dim);
}

.ag-view .ag-costs :is(th, td) {
  white-space: normal;
  font-variant-numeric: tabular-nums;
}

.ag-view .ag-costs thead th.ag-cool {
  color: var(--ag-cool);
}

.ag-view .ag-costs thead th.ag-warm {
  color: var(--ag-warm);
}

.ag-verdict {
  max-width: 68em;
}

.ag-view .ag-select {
  font: inherit;
  color: var(--ag-ink);
  background: var(--ag-card);
  border: 1px solid var(--ag-edge);
  border-radius: 0.4em;
  padding: 0.05em 0.2em;
}

.ag-every > summary {
  cursor: pointer;
  color: var(--ag-dim);
}

.ag-every .ag-scroll {
  overflow-x: auto;
}
`,""]),r.d(e,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/teaching.css"(a,e,r){var o=r("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),t=r.n(o),i=r("./node_modules/css-loader/dist/runtime/api.js"),n=(r.n(i))()(t());n.push([a.id,`/* What an error means, above the graph that it is about. */

.ag-problem {
  display: flex;
  gap: 0.8em;
  align-items: baseline;
  padding: 0.7em 1em;
  border-left: 0.35em solid var(--ag-bad);
  border-bottom: 1px solid var(--ag-line);
  background: var(--ag-bad-fill);
}

.ag-problem svg {
  flex: none;
  align-self: flex-start;
  margin-top: 0.2em;
  color: var(--ag-bad);
}

.ag-problem p {
  margin: 0;
  max-width: 68em;
  color: var(--ag-ink);
}

.ag-problem code {
  font-family: var(--ag-code);
  font-size: 0.95em;
  background: none;
  color: inherit;
}

/* A table of derivatives, in the inspector. */

.ag-rule details > summary {
  cursor: pointer;
  color: var(--ag-dim);
}

.ag-view .ag-matrix {
  overflow-x: auto;
  padding: 0.3em 0;
}

.ag-view .ag-matrix table {
  border-collapse: collapse;
  font: 0.95em / 1.5 var(--ag-code);
}

.ag-view .ag-matrix caption {
  caption-side: bottom;
  padding-top: 0.3em;
  text-align: left;
  font: 0.85em / 1.5 var(--ag-ui);
  color: var(--ag-dim);
}

.ag-view .ag-matrix td,
.ag-view .ag-matrix th {
  padding: 0 0.6em 0 0;
  font-weight: normal;
  text-align: right;
  white-space: nowrap;
}

.ag-view .ag-matrix tbody th {
  color: var(--ag-dim);
}

.ag-view .ag-matrix td.ag-weight {
  color: var(--ag-warm);
}

/* Predict, then check. */

.ag-quiz {
  padding: 0.8em 1em;
  border-bottom: 1px solid var(--ag-line);
  background: var(--ag-panel);
}

.ag-quiz .ag-ask {
  display: flex;
  flex-wrap: wrap;
  gap: 0.6em;
  align-items: flex-end;
}

.ag-quiz label {
  display: grid;
  flex: 1 1 18em;
  max-width: 42em;
  gap: 0.3em;
}

.ag-quiz .ag-question {
  font-weight: 600;
}

.ag-view .ag-quiz input {
  box-sizing: border-box;
  width: 100%;
  padding: 0.35em 0.6em;
  border: 1px solid var(--ag-edge);
  border-radius: 0.35em;
  font: 1em / 1.5 var(--ag-code);
  color: var(--ag-ink);
  background: var(--ag-bg);
}

.ag-view .ag-quiz input:read-only {
  background: transparent;
}

.ag-view .ag-quiz .ag-check {
  padding: 0.35em 1em;
  border: 1px solid transparent;
  border-radius: 0.35em;
  font: 600 1em / 1.5 var(--ag-ui);
  color: var(--ag-bg);
  background: var(--ag-warm);
  cursor: pointer;
}

.ag-view .ag-quiz :is(input, button):focus-visible {
  outline: 2px solid var(--ag-focus);
  outline-offset: 1px;
}

.ag-quiz .ag-verdict {
  display: block;
  margin: 0.6em 0 0;
  max-width: 60em;
}

.ag-quiz .ag-verdict:empty {
  display: none;
}

.ag-quiz .ag-verdict::before {
  font-weight: 700;
}

.ag-quiz .ag-verdict[data-verdict="right"]::before {
  content: "✓ ";
  color: var(--ag-leaf);
}

.ag-quiz .ag-verdict[data-verdict="wrong"]::before {
  content: "✗ ";
  color: var(--ag-bad);
}

.ag-quiz .ag-verdict code {
  font-family: var(--ag-code);
  background: none;
  color: inherit;
}
`,""]),r.d(e,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/theme.css"(a,e,r){var o=r("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),t=r.n(o),i=r("./node_modules/css-loader/dist/runtime/api.js"),n=(r.n(i))()(t());n.push([a.id,`/* The view. Every size is in em: --autograd-size (or JupyterLab's) scales all of it. */

/* The four hues: gradients, tangents, leaves, errors. They keep apart for whoever lacks one kind of cone: two of them
   differ by 20 or more in CIELAB, seen through any of the three deficiencies (tests/browser/test_colours.py). */

.ag-view,
.jp-Notebook {
  --ag-warm: #bb4411;
  --ag-cool: #1144bb;
  --ag-leaf: #117755;
  --ag-bad: #771111;
}

[data-jp-theme-light="false"] :is(.ag-view, .jp-Notebook) {
  --ag-warm: #ffbe7a;
  --ag-leaf: #4fe2b4;
  --ag-cool: #8fbcff;
  --ag-bad: #ff8585;
}

@media (prefers-color-scheme: dark) {
  body:not([data-jp-theme-light]) .ag-view:not([data-jp-theme-light] *) {
    --ag-warm: #ffbe7a;
    --ag-leaf: #4fe2b4;
    --ag-cool: #8fbcff;
    --ag-bad: #ff8585;
  }
}

/* The rest of the palette: shades of those four, of the page's ground and of its ink. */

.ag-view {
  --ag-bg: var(--jp-layout-color0, #fff);
  --ag-pure: var(--jp-ui-font-color0, #000);
  --ag-ink: color-mix(in srgb, var(--ag-pure) 88%, var(--ag-bg));
  --ag-dim: color-mix(in srgb, var(--ag-pure) 62%, var(--ag-bg));
  --ag-edge: color-mix(in srgb, var(--ag-pure) 42%, var(--ag-bg));
  --ag-line: color-mix(in srgb, var(--ag-pure) 16%, var(--ag-bg));
  --ag-panel: color-mix(in srgb, var(--ag-pure) 2.5%, var(--ag-bg));
  --ag-card: var(--ag-bg);
  --ag-pill: color-mix(in srgb, var(--ag-pure) 5%, var(--ag-bg));
  --ag-leaf-fill: color-mix(in srgb, var(--ag-leaf) 9%, var(--ag-bg));
  --ag-warm-line: color-mix(in srgb, var(--ag-warm) 62%, var(--ag-bg));
  --ag-warm-fill: color-mix(in srgb, var(--ag-warm) 10%, var(--ag-bg));
  --ag-warm-faint: color-mix(in srgb, var(--ag-warm) 5%, var(--ag-bg));
  --ag-cool-fill: color-mix(in srgb, var(--ag-cool) 7%, var(--ag-bg));
  --ag-bad-fill: color-mix(in srgb, var(--ag-bad) 8%, var(--ag-bg));
  --ag-focus: var(--jp-brand-color1, #1a73e8);
  --ag-ui: var(
    --jp-ui-font-family,
    system-ui,
    -apple-system,
    "Segoe UI",
    Roboto,
    "Helvetica Neue",
    Arial,
    sans-serif
  );
  --ag-code: var(--jp-code-font-family, ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace);
  box-sizing: border-box;
  color: var(--ag-ink);
  background: var(--ag-bg);
  border: 1px solid var(--ag-line);
  border-radius: 0.6em;
  overflow: hidden;
  font: normal var(--autograd-size, var(--jp-ui-font-size1, 13px)) / 1.5 var(--ag-ui);
  text-align: left;
  min-width: 0;
  max-width: 100%;
  outline: none;
}

[data-jp-theme-light="false"] .ag-view {
  --ag-bg: var(--jp-layout-color0, #111418);
  --ag-pure: var(--jp-ui-font-color0, #fff);
  --ag-card: color-mix(in srgb, var(--ag-pure) 5%, var(--ag-bg));
  --ag-panel: color-mix(in srgb, var(--ag-pure) 4%, var(--ag-bg));
  --ag-pill: color-mix(in srgb, var(--ag-pure) 11%, var(--ag-bg));
  --ag-line: color-mix(in srgb, var(--ag-pure) 21%, var(--ag-bg));
  --ag-leaf-fill: color-mix(in srgb, var(--ag-leaf) 14%, var(--ag-bg));
  --ag-warm-fill: color-mix(in srgb, var(--ag-warm) 17%, var(--ag-bg));
  --ag-warm-faint: color-mix(in srgb, var(--ag-warm) 9%, var(--ag-bg));
}

@media (prefers-color-scheme: dark) {
  body:not([data-jp-theme-light]) .ag-view:not([data-jp-theme-light] *) {
    --ag-bg: #111418;
    --ag-pure: #fff;
    --ag-focus: #8ab4f8;
    --ag-card: color-mix(in srgb, var(--ag-pure) 5%, var(--ag-bg));
    --ag-panel: color-mix(in srgb, var(--ag-pure) 4%, var(--ag-bg));
    --ag-pill: color-mix(in srgb, var(--ag-pure) 11%, var(--ag-bg));
    --ag-line: color-mix(in srgb, var(--ag-pure) 21%, var(--ag-bg));
    --ag-leaf-fill: color-mix(in srgb, var(--ag-leaf) 14%, var(--ag-bg));
    --ag-warm-fill: color-mix(in srgb, var(--ag-warm) 17%, var(--ag-bg));
    --ag-warm-faint: color-mix(in srgb, var(--ag-warm) 9%, var(--ag-bg));
  }
}

/* JupyterLab's themes of high contrast: no shades of grey for lines and words. */
[data-jp-theme-name*="High Contrast"] .ag-view {
  --ag-ink: var(--ag-pure);
  --ag-dim: color-mix(in srgb, var(--ag-pure) 90%, var(--ag-bg));
  --ag-edge: color-mix(in srgb, var(--ag-pure) 85%, var(--ag-bg));
  --ag-line: color-mix(in srgb, var(--ag-pure) 75%, var(--ag-bg));
  --ag-panel: var(--ag-bg);
  --ag-card: var(--ag-bg);
  --ag-warm-line: var(--ag-warm);
}

/* Not their ::before: the page would work out a style for one of every element, and few have it. */
.ag-view * {
  box-sizing: border-box;
}

.ag-view [hidden] {
  display: none !important;
}

.ag-view p,
.ag-view h4,
.ag-view dl,
.ag-view dd,
.ag-view pre {
  margin: 0;
}

/* VS Code: sentences in its font, not in its editor's, and no second ring around a node that has its own. */
body[data-vscode-theme-kind] .ag-view {
  --ag-ui: var(--vscode-font-family, sans-serif);
}

body[data-vscode-theme-kind] .ag-view .ag-node {
  outline: none !important;
}

/* Preferences */

@media (prefers-reduced-motion: reduce) {
  .ag-view *,
  .ag-graph::before,
  .ag-graph::after {
    animation: none !important;
    transition: none !important;
  }
}

@media (forced-colors: active) {
  /* Thrice the class: stronger than the themes above. */
  .ag-view.ag-view.ag-view {
    --ag-bg: Canvas;
    --ag-pure: CanvasText;
    --ag-ink: CanvasText;
    --ag-dim: CanvasText;
    --ag-edge: CanvasText;
    --ag-line: CanvasText;
    --ag-warm: LinkText;
    --ag-leaf: CanvasText;
    --ag-bad: CanvasText;
    --ag-card: Canvas;
    --ag-panel: Canvas;
    --ag-pill: Canvas;
    --ag-leaf-fill: Canvas;
    --ag-warm-line: LinkText;
    --ag-warm-fill: Canvas;
    --ag-cool: CanvasText;
    --ag-cool-fill: Canvas;
    --ag-warm-faint: Canvas;
    --ag-bad-fill: Canvas;
    --ag-focus: Highlight;
  }

  .ag-view .ag-step[aria-disabled] {
    color: GrayText;
    border-color: GrayText;
  }

  .ag-view .ag-step.ag-main,
  .ag-view .ag-jump[aria-current],
  .ag-view .ag-slider,
  .ag-drawing {
    forced-color-adjust: none;
  }
}

@media print {
  .ag-view .ag-tools,
  .ag-view .ag-overview,
  .ag-view .ag-controls {
    display: none;
  }
}
`,""]),r.d(e,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/tools.css"(a,e,r){var o=r("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),t=r.n(o),i=r("./node_modules/css-loader/dist/runtime/api.js"),n=(r.n(i))()(t());n.push([a.id,`/* The tools of a drawing: export, turn, zoom, and a map of what does not fit. */

.ag-tools {
  position: absolute;
  right: 0.5em;
  bottom: 0.45em;
  display: flex;
  gap: 0.15em;
  opacity: 0;
  transition: opacity 0.15s;
  background: var(--ag-bg);
  border-radius: 0.4em;
}

.ag-graph:hover .ag-tools,
.ag-graph:focus-within .ag-tools,
.ag-graph[data-pannable] .ag-tools {
  opacity: 1;
}

@media (hover: none) {
  .ag-tools {
    opacity: 1;
  }
}

.ag-overview {
  display: none;
  position: absolute;
  left: 0.8em;
  bottom: 0.5em;
  height: 4.4em;
  width: clamp(4em, calc(4.4em * var(--ag-aspect, 1)), calc(100% - 14em));
  border: 1px solid var(--ag-line);
  border-radius: 0.3em;
  background: var(--ag-panel);
  cursor: grab;
  touch-action: none;
}

.ag-overview:active {
  cursor: grabbing;
}

.ag-graph[data-pannable] .ag-overview {
  display: block;
}

.ag-spot {
  fill: var(--ag-edge);
}

.ag-spot.ag-leaf {
  fill: var(--ag-leaf);
}

.ag-spot.ag-constant {
  fill: var(--ag-line);
}

.ag-here {
  fill: var(--ag-warm);
  stroke: var(--ag-warm);
  stroke-width: 4px;
  vector-effect: non-scaling-stroke;
}

.ag-seen {
  fill: color-mix(in srgb, var(--ag-warm) 9%, transparent);
  stroke: var(--ag-warm);
  stroke-width: 1.5px;
  vector-effect: non-scaling-stroke;
}
`,""]),r.d(e,{},{A:n})},"./node_modules/css-loader/dist/runtime/api.js"(a){a.exports=function(a){var e=[];return e.toString=function(){return this.map(function(e){var r="",o=void 0!==e[5];return e[4]&&(r+="@supports (".concat(e[4],") {")),e[2]&&(r+="@media ".concat(e[2]," {")),o&&(r+="@layer".concat(e[5].length>0?" ".concat(e[5]):""," {")),r+=a(e),o&&(r+="}"),e[2]&&(r+="}"),e[4]&&(r+="}"),r}).join("")},e.i=function(a,r,o,t,i){"string"==typeof a&&(a=[[null,a,void 0]]);var n={};if(o)for(var g=0;g<this.length;g++){var s=this[g][0];null!=s&&(n[s]=!0)}for(var d=0;d<a.length;d++){var l=[].concat(a[d]);o&&n[l[0]]||(void 0!==i&&(void 0===l[5]||(l[1]="@layer".concat(l[5].length>0?" ".concat(l[5]):""," {").concat(l[1],"}")),l[5]=i),r&&(l[2]&&(l[1]="@media ".concat(l[2]," {").concat(l[1],"}")),l[2]=r),t&&(l[4]?(l[1]="@supports (".concat(l[4],") {").concat(l[1],"}"),l[4]=t):l[4]="".concat(t)),e.push(l))}},e}},"./node_modules/css-loader/dist/runtime/noSourceMaps.js"(a){a.exports=function(a){return a[1]}},"./style/index.css"(a,e,r){r.r(e);var o=r("./node_modules/style-loader/dist/runtime/injectStylesIntoStyleTag.js"),t=r.n(o),i=r("./node_modules/style-loader/dist/runtime/styleDomAPI.js"),n=r.n(i),g=r("./node_modules/style-loader/dist/runtime/insertBySelector.js"),s=r.n(g),d=r("./node_modules/style-loader/dist/runtime/setAttributesWithoutAttributes.js"),l=r.n(d),m=r("./node_modules/style-loader/dist/runtime/insertStyleElement.js"),c=r.n(m),p=r("./node_modules/style-loader/dist/runtime/styleTagTransform.js"),v=r.n(p),u=r("./node_modules/css-loader/dist/cjs.js!./style/index.css"),h={};h.styleTagTransform=v(),h.setAttributes=l(),h.insert=s().bind(null,"head"),h.domAPI=n(),h.insertStyleElement=c(),t()(u.A,h);let w=u.A&&u.A.locals?u.A.locals:void 0;r.d(e,{},{default:w})},"./node_modules/style-loader/dist/runtime/injectStylesIntoStyleTag.js"(a){var e=[];function r(a){for(var r=-1,o=0;o<e.length;o++)if(e[o].identifier===a){r=o;break}return r}function o(a,o){for(var t={},i=[],n=0;n<a.length;n++){var g=a[n],s=o.base?g[0]+o.base:g[0],d=t[s]||0,l="".concat(s," ").concat(d);t[s]=d+1;var m=r(l),c={css:g[1],media:g[2],sourceMap:g[3],supports:g[4],layer:g[5]};if(-1!==m)e[m].references++,e[m].updater(c);else{var p=function(a,e){var r=e.domAPI(e);return r.update(a),function(e){e?(e.css!==a.css||e.media!==a.media||e.sourceMap!==a.sourceMap||e.supports!==a.supports||e.layer!==a.layer)&&r.update(a=e):r.remove()}}(c,o);o.byIndex=n,e.splice(n,0,{identifier:l,updater:p,references:1})}i.push(l)}return i}a.exports=function(a,t){var i=o(a=a||[],t=t||{});return function(a){a=a||[];for(var n=0;n<i.length;n++){var g=r(i[n]);e[g].references--}for(var s=o(a,t),d=0;d<i.length;d++){var l=r(i[d]);0===e[l].references&&(e[l].updater(),e.splice(l,1))}i=s}}},"./node_modules/style-loader/dist/runtime/insertBySelector.js"(a){var e={};a.exports=function(a,r){var o=function(a){if(void 0===e[a]){var r=document.querySelector(a);if(window.HTMLIFrameElement&&r instanceof window.HTMLIFrameElement)try{r=r.contentDocument.head}catch(a){r=null}e[a]=r}return e[a]}(a);if(!o)throw Error("Couldn't find a style target. This probably means that the value for the 'insert' parameter is invalid.");o.appendChild(r)}},"./node_modules/style-loader/dist/runtime/insertStyleElement.js"(a){a.exports=function(a){var e=document.createElement("style");return a.setAttributes(e,a.attributes),a.insert(e,a.options),e}},"./node_modules/style-loader/dist/runtime/setAttributesWithoutAttributes.js"(a,e,r){a.exports=function(a){var e=r.nc;e&&a.setAttribute("nonce",e)}},"./node_modules/style-loader/dist/runtime/styleDomAPI.js"(a){a.exports=function(a){if("u"<typeof document)return{update:function(){},remove:function(){}};var e=a.insertStyleElement(a);return{update:function(r){var o,t,i;o="",r.supports&&(o+="@supports (".concat(r.supports,") {")),r.media&&(o+="@media ".concat(r.media," {")),(t=void 0!==r.layer)&&(o+="@layer".concat(r.layer.length>0?" ".concat(r.layer):""," {")),o+=r.css,t&&(o+="}"),r.media&&(o+="}"),r.supports&&(o+="}"),(i=r.sourceMap)&&"u">typeof btoa&&(o+="\n/*# sourceMappingURL=data:application/json;base64,".concat(btoa(unescape(encodeURIComponent(JSON.stringify(i))))," */")),a.styleTagTransform(o,e,a.options)},remove:function(){var a;null===(a=e).parentNode||a.parentNode.removeChild(a)}}}},"./node_modules/style-loader/dist/runtime/styleTagTransform.js"(a){a.exports=function(a,e){if(e.styleSheet)e.styleSheet.cssText=a;else{for(;e.firstChild;)e.removeChild(e.firstChild);e.appendChild(document.createTextNode(a))}}}}]);