/** The whole style of the page: system fonts, light and dark, readable on a phone and on paper. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f6f7f9; --ink: #1c2330; --quiet: #5a6475; --line: #d9dee6; --link: #0b5cad;
  --good: #14713d; --good-back: #e3f5ea; --bad: #b3261e; --bad-back: #fdeceb;
  --mixed: #8a5300; --mixed-back: #fdf1dc; --calm: #34568b; --calm-back: #e8eef8;
  --hl-keyword: #8250af; --hl-string: #0a5c3b; --hl-comment: #57606a; --hl-number: #0a4fa3; --hl-title: #7a3e00; --hl-type: #0b5561;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #12161d; --raised: #1a2029; --ink: #e4e9f1; --quiet: #9aa6b8; --line: #313a48; --link: #7db7f5;
    --good: #6fd99a; --good-back: #12301f; --bad: #ff9a91; --bad-back: #3b1917;
    --mixed: #f2bd66; --mixed-back: #35280f; --calm: #9dbdf0; --calm-back: #1a273d;
    --hl-keyword: #d7b0ff; --hl-string: #9fe3b4; --hl-comment: #a9b3c1; --hl-number: #9ecbff; --hl-title: #ffcf8f; --hl-type: #8fe0ec;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
p { margin: .5rem 0; }
code, .code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .875em; }
small, .quiet { color: var(--quiet); }
.verdict { border: 1px solid var(--line); border-left: .4rem solid currentColor; border-radius: .5rem; padding: 1.1rem 1.25rem; }
.verdict > * { color: var(--ink); }
.verdict h1 { color: inherit; }
.verdict > :last-child { margin-bottom: 0; }
.good { color: var(--good); background: var(--good-back); } .bad { color: var(--bad); background: var(--bad-back); }
.mixed { color: var(--mixed); background: var(--mixed-back); } .calm { color: var(--calm); background: var(--calm-back); }
.mark { display: inline-block; padding: 0 .5em; border-radius: 1em; font-size: .85rem; font-weight: 600; white-space: nowrap; }
.warning { border-left: .25rem solid var(--mixed); padding: .25rem .75rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--quiet); font-size: .85rem; }
.amount { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th[scope=row] { vertical-align: baseline; width: 11rem; }
.counts { width: auto; min-width: 18rem; margin-bottom: 1.5rem; }
td code, td strong, td small { overflow-wrap: anywhere; }
td pre { margin: .25rem 0 0; white-space: pre-wrap; max-height: 16rem; overflow: auto; color: var(--quiet); }
ul { margin: .25rem 0; padding-left: 1.2rem; }
summary { cursor: pointer; }
details { margin: .5rem 0; }
meter { width: 6rem; vertical-align: middle; }
caption { text-align: left; font-size: .85rem; color: var(--quiet); padding: .25rem 0; }
.suspects td:first-child { width: 17rem; }
.tests th:not(:first-child), .tests td:not(:first-child) { width: 6.5rem; }
.glance { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: .75rem 0 0; }
.glance dt { font-size: .8rem; color: var(--quiet); } .glance dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
.commands dt { margin-top: .75rem; color: var(--quiet); font-size: .9rem; }
.commands dd { margin: .2rem 0 0; background: var(--raised); border: 1px solid var(--line); border-radius: .35rem; padding: .4rem .6rem; overflow-wrap: anywhere; }
.timeline { list-style: none; margin: 0; padding: 0 0 0 .4rem; border-left: 2px solid var(--line); }
.timeline li { position: relative; padding: .15rem 0 .15rem .9rem; display: grid; grid-template-columns: 5.5rem 1fr; gap: .5rem; }
.timeline li::before { content: ""; position: absolute; left: -.8rem; top: .62em; width: .65rem; height: .65rem; border-radius: 50%; background: var(--paper); border: 2px solid var(--quiet); }
.timeline .fallback::before { background: var(--mixed); border-color: var(--mixed); } .timeline .fallback span { color: var(--mixed); font-weight: 600; }
.timeline .step span { font-weight: 600; }
.timeline li > span:first-child { grid-column: 1 / -1; }
.timeline time { color: var(--quiet); font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
figure { margin: 1rem 0; border: 1px solid var(--line); border-radius: .5rem; overflow: hidden; }
figcaption { background: var(--raised); padding: .5rem .75rem; font-weight: 600; font-size: .9rem; overflow-wrap: anywhere; }
figcaption small { display: block; font-weight: 400; }
.sides { table-layout: fixed; }
.sides th { padding: .2rem .5rem; } .sides th:nth-child(odd) { width: 3.2rem; text-align: right; }
.sides td { border: 0; padding: 0 .5rem; line-height: 1.5; }
.sides .code { white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
.sides .number { color: var(--quiet); text-align: right; font-size: .75rem; line-height: 1.75; user-select: none; font-variant-numeric: tabular-nums; }
.sides del, .sides ins { text-decoration: none; display: block; padding-left: 1.1rem; text-indent: -1.1rem; }
.sides .same .code { padding-left: 1.6rem; text-indent: -1.1rem; }
.sides .same .code, .sides .same .code > * { text-indent: 0; }
.sides del::before, .sides ins::before { display: inline-block; width: 1.1rem; text-indent: 0; color: var(--quiet); font-weight: 700; }
.sides del::before { content: "−"; } .sides ins::before { content: "+"; }
.sides .added { background: var(--good-back); } .sides .removed { background: var(--bad-back); }
.sides .none { background: var(--raised); }
.sides .hunk td { background: var(--raised); color: var(--quiet); font-size: .8rem; padding: .15rem .5rem; }
.hl-keyword, .hl-literal, .hl-built_in { color: var(--hl-keyword); } .hl-string, .hl-regexp, .hl-char { color: var(--hl-string); }
.hl-comment, .hl-doctag { color: var(--hl-comment); font-style: italic; } .hl-number { color: var(--hl-number); }
.hl-title, .hl-attr, .hl-property { color: var(--hl-title); } .hl-type, .hl-meta { color: var(--hl-type); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
@media (max-width: 40rem) {
  body { padding: 1rem .75rem 3rem; } th, td { padding: .35rem .4rem; } th[scope=row] { width: 7rem; }
  .cards, .cards tbody, .cards tr, .cards td, .cards caption { display: block; }
  .cards thead, .sides thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards tr { border: 1px solid var(--line); border-radius: .5rem; margin: .6rem 0; padding: .35rem .25rem; }
  .cards td, .tests td:not(:first-child) { border: 0; text-align: left; white-space: normal; width: auto; }
  .tests td:not(:first-child) { display: inline-block; } .suspects td:first-child { width: auto; }
  .cards td:empty { display: none; }
  .cards td[data-label]::before { content: attr(data-label) ": "; color: var(--quiet); font-size: .85rem; }
  .sides, .sides tbody { display: block; }
  .sides tr { display: grid; grid-template-columns: 2.6rem 1fr; } .sides .hunk { display: block; } .sides .hunk td { display: block; }
  .sides .none, .sides .same td:nth-child(-n+2) { display: none; }
  .timeline li { grid-template-columns: 4.2rem 1fr; }
}
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: .8rem; } td pre { max-height: none; }
  .verdict, .mark, .sides td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2 { break-after: avoid; } tr, .timeline li, .commands div { break-inside: avoid; } details::details-content { content-visibility: visible; block-size: auto; }
}
`;
