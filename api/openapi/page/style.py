"""How the page looks, by day and by night, on a desk and in a hand."""

STYLE = """
:root {
  --paper: #fdfcfa; --ink: #22242a; --soft: #5c616c; --line: #e2dfd8; --panel: #f4f2ed; --link: #1f5aa8;
  --get: #1f6b45; --post: #1f5aa8; --delete: #a3322b;
  --text: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16181c; --ink: #e4e4e1; --soft: #a0a5ae; --line: #32363d; --panel: #1f2227; --link: #8ab8f5;
    --get: #6fc598; --post: #8ab8f5; --delete: #f0958d;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 var(--text); }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.15em; }
h1 a, h2 a, h3 a, nav a { color: inherit; text-decoration: none; }
h1 a:hover, h2 a:hover, h3 a:hover, nav a:hover { text-decoration: underline; }
a:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
header, main, nav { padding: 1.5rem 1.25rem; }
header { padding-top: 2.5rem; }
nav { border: 1px solid var(--line); border-width: 1px 0; font-size: 0.9rem; }
nav p { display: none; margin: 0; font-weight: 650; }
main { padding-top: 0; }
nav h2 {
  margin: 1.1rem 0 0.3rem; font-size: 0.8rem; color: var(--soft); letter-spacing: 0.03em;
  border: 0; padding: 0;
}
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: flex; gap: 0.5rem; align-items: baseline; padding: 0.2rem 0; }
h1 { margin: 0; font-size: 2rem; line-height: 1.2; letter-spacing: -0.015em; }
h1 small { font-size: 0.9rem; font-weight: 400; color: var(--soft); letter-spacing: 0; }
h2 { margin: 3rem 0 0.5rem; font-size: 1.4rem; line-height: 1.3; letter-spacing: -0.01em; }
h3 { margin: 0; font-size: 1.1rem; line-height: 1.4; }
h4 { margin: 1.5rem 0 0.4rem; font-size: 0.85rem; color: var(--soft); font-weight: 600; }
p { margin: 0.6rem 0; max-width: 68ch; text-wrap: pretty; }
.lead { font-size: 1.15rem; color: var(--soft); }
article, .schema { margin-top: 2rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
:target > h3, :target > h2 {
  text-decoration: underline; text-decoration-color: var(--link); text-underline-offset: 0.25em;
}
code { font: 0.875em/1.5 var(--mono); overflow-wrap: anywhere; }
pre {
  margin: 0.5rem 0; padding: 0.8rem 1rem; background: var(--panel); border: 1px solid var(--line);
  border-radius: 6px; overflow-x: auto;
}
pre code { overflow-wrap: normal; }
var { font-style: normal; color: var(--link); }
small { font-size: 0.85em; font-weight: 400; color: var(--soft); }
.method { font: 600 0.72rem/1 var(--mono); letter-spacing: 0.02em; flex: none; }
.call .method { font-size: 0.85rem; }
nav .method { width: 3.2rem; }
.get { color: var(--get); } .post { color: var(--post); } .delete { color: var(--delete); }
.note {
  font-size: 0.8rem; color: var(--soft); border: 1px solid var(--line); border-radius: 1rem;
  padding: 0.1rem 0.6rem; white-space: nowrap;
}
.whole { white-space: nowrap; }
summary { margin-top: 1rem; font-size: 0.9rem; color: var(--soft); cursor: pointer; }
.index { max-width: none; line-height: 2; }
table { width: 100%; border-collapse: collapse; font-size: 0.92rem; line-height: 1.5; }
th, td {
  text-align: left; vertical-align: top; padding: 0.45rem 1rem 0.45rem 0;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere;
}
th { font-weight: 600; } thead th { font-size: 0.8rem; color: var(--soft); }
tbody th { width: 26%; } tbody td:nth-child(2) { width: 30%; }
.answers tbody th { width: 5.5rem; } .answers tbody td:nth-child(2) { width: auto; }
.answers td:last-child { width: 38%; }
td:last-child, th:last-child { padding-right: 0; }
@media (max-width: 40rem) {
  thead { position: absolute; left: -100vw; }
  table, tbody, tr, th, td { display: block; width: auto; }
  tr { padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
  tbody th, tbody td:nth-child(n), .answers tbody th, .answers tbody td:nth-child(n) {
    border: 0; padding: 0.05rem 0; width: auto;
  }
  nav li a { padding: 0.4rem 0; }
}
@media (min-width: 64rem) {
  body { display: grid; grid-template: auto 1fr / 19rem minmax(0, 1fr); }
  nav { grid-area: 1 / 1 / 3; position: sticky; top: 0; height: 100vh; overflow-y: auto; border-width: 0 1px 0 0; }
  nav p { display: block; }
  header, main { grid-column: 2; max-width: 66rem; padding: 3rem clamp(2rem, 5vw, 5rem) 0; }
  main { padding-top: 0; padding-bottom: 6rem; }
}
@media print { nav { display: none; } article, .schema { break-inside: avoid; } }
"""
