/** The whole style of the page: system fonts, light and dark, readable on a phone and on paper. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f6f7f9; --ink: #1c2330; --quiet: #5a6475; --line: #d9dee6; --link: #0b5cad;
  --good: #14713d; --good-back: #e3f5ea; --bad: #b3261e; --bad-back: #fdeceb;
  --mixed: #8a5300; --mixed-back: #fdf1dc; --calm: #34568b; --calm-back: #e8eef8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12161d; --raised: #1a2029; --ink: #e4e9f1; --quiet: #9aa6b8; --line: #313a48; --link: #7db7f5;
    --good: #6fd99a; --good-back: #12301f; --bad: #ff9a91; --bad-back: #3b1917;
    --mixed: #f2bd66; --mixed-back: #35280f; --calm: #9dbdf0; --calm-back: #1a273d;
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
figure { margin: 1rem 0; border: 1px solid var(--line); border-radius: .5rem; overflow: hidden; }
figcaption { background: var(--raised); padding: .5rem .75rem; font-weight: 600; font-size: .9rem; }
figcaption small { display: block; font-weight: 400; }
.diff table { width: auto; min-width: 100%; }
.diff td { border: 0; padding: 0 .5rem; line-height: 1.5; }
.diff .code { white-space: pre; overflow-wrap: normal; width: 100%; tab-size: 4; }
.diff .number { width: 1%; color: var(--quiet); text-align: right; font-size: .75rem; line-height: 1.75; user-select: none; font-variant-numeric: tabular-nums; }
.diff .added { background: var(--good-back); } .diff .removed { background: var(--bad-back); }
.diff .added .code { color: var(--good); } .diff .removed .code { color: var(--bad); }
.diff .hunk { background: var(--raised); } .diff .hunk .code, .diff .note .code { color: var(--quiet); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
@media (max-width: 40rem) {
  body { padding: 1rem .75rem 3rem; } th, td { padding: .35rem .4rem; } th[scope=row] { width: 7rem; }
  .diff .number:first-child { display: none; }
  .cards, .cards tbody, .cards tr, .cards td { display: block; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards tr { border: 1px solid var(--line); border-radius: .5rem; margin: .6rem 0; padding: .35rem .25rem; }
  .cards td { border: 0; text-align: left; white-space: normal; }
  .cards td:empty { display: none; }
  .cards td[data-label]::before { content: attr(data-label) ": "; color: var(--quiet); font-size: .85rem; }
}
@media print { body { max-width: none; } .diff .code { white-space: pre-wrap; } td pre { max-height: none; } figure, tr { break-inside: avoid; } }
`;
