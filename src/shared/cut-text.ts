/** How far a cut may move to lie between two words: a half of a secret is not known for one any more. */
const FARTHEST = 400;

/** At most `limit` characters of the beginning, cut between two words where there are words. */
export function headOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit);
  if (/\s/.test(text[limit] ?? ' ')) return head;
  const word = /\S+$/.exec(head.slice(-FARTHEST))?.[0].length ?? 0;
  return word < Math.min(FARTHEST, limit) ? head.slice(0, head.length - word) : head;
}

/** At most `limit` characters of the end, cut between two words where there are words. */
export function tailOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const tail = text.slice(-limit);
  if (/\s/.test(text[text.length - limit - 1] ?? ' ')) return tail;
  const word = /^\S+/.exec(tail.slice(0, FARTHEST))?.[0].length ?? 0;
  return word < Math.min(FARTHEST, limit) ? tail.slice(word) : tail;
}
