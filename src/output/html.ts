import { safeForTerminal } from '../shared/terminal-text.ts';

/** Markup that is known to be safe, as against text. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

export type HtmlValue = string | number | null | Html | readonly Html[];

/** Tagged template for markup: every value that is not `Html` is text and gets escaped; null is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const markup = parts.reduce((text, part, index) => text + markupOf(values[index - 1] ?? null) + part);
  return new Html(markup);
}

function markupOf(value: HtmlValue): string {
  if (value === null) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'object') return value.map((item) => item.markup).join('');
  return escapeText(String(value));
}

/** Good in elements and in quoted attributes; control and bidi characters become visible. */
function escapeText(text: string): string {
  return safeForTerminal(text).replace(/[&<>"'`]/g, (char) => `&#${char.charCodeAt(0)};`);
}
