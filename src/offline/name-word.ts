/** Source of a regular expression for a name by itself: no part of another one, and no member of something. */
export function nameWord(name: string): string {
  return `(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`;
}

/** The text with a name exchanged all through. */
export function renamed(text: string, from: string, to: string): string {
  return text.replaceAll(new RegExp(nameWord(from), 'g'), to);
}
