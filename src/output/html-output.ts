import type { OutputFormat } from '../domain/output-format.ts';
import { Html, html } from './html.ts';
import { attemptsSection, suspectsSection, timelineSection } from './html-search.ts';
import { commandsSection, patchSection, statementSection, usageSection, verdictSection } from './html-sections.ts';
import { PAGE_STYLE } from './html-style.ts';
import { testsSection } from './html-tests.ts';
import { STATUS_WORDS } from './outcome-words.ts';

/** The evidence as one page that needs neither network nor script. */
export const htmlOutput: OutputFormat = {
  name: 'html',
  summary: 'One self-contained page with all the evidence',
  fileName: 'report.html',
  render: (outcome, evidence) => {
    const name = evidence.before?.name ?? null;
    const title = `autofix: ${STATUS_WORDS[outcome.status].label}${name === null ? '' : ` - ${name}`}`;
    const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body>
${verdictSection(outcome, name)}
<main>
${testsSection(outcome, evidence)}
${patchSection(outcome)}
${suspectsSection(outcome)}
${attemptsSection(outcome)}
${timelineSection(outcome, evidence)}
${usageSection(outcome)}
${statementSection(outcome)}
${commandsSection(outcome)}
</main>
</body>
</html>
`;
    return page.markup;
  },
};
