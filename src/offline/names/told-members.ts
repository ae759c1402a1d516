const KEYS = /(?:[{,(]\s*|\.)(?:(["'])([A-Za-z_]\w*)\1|([A-Za-z_]\w*))\s*(?:[:=](?![:=])|(?=[,)\s;]))/g;

/** Properties, keys and keyword arguments that the tests name and the source does not, those named most first. */
export function membersTold(tests: readonly string[], source: string): readonly string[] {
  const own = new Set(source.match(/[A-Za-z_]\w*/g) ?? []);
  const counts = new Map<string, number>();
  for (const test of tests) {
    for (const [text, , quoted, plain] of test.matchAll(KEYS)) {
      const name = quoted ?? plain ?? '';
      if (name === '' || own.has(name) || !/[:=]$/.test(text.trim())) continue;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, left], [, right]) => right - left).map(([name]) => name);
}
