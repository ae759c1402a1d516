/** Shorter values would be found by chance in honest text. */
export const SHORTEST_SECRET_VALUE = 8;

/** Names of settings whose values are secrets. */
const SECRET_NAME = /pass(?:word|wd|phrase)?|pwd|secret|token|key|credential|auth(?!or)|private|salt|dsn|login|cookie/i;

/** Words, numbers, paths and plain addresses of configuration, not of credentials. */
const ORDINARY =
  /^(?:[a-z]+|[a-z]+(?:[-_.][a-z]+)+|\d+(?:[.:]\d+)*|\.{0,2}\/[\w/.-]*|[a-z][a-z0-9+.-]*:\/\/[^\s@?]*|[\w.+-]+@[\w-]+\.[\w.]+)$/i;

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Whether a value is long and odd enough to be searched for anywhere, whatever its name says. */
export function isDistinctive(value: string): boolean {
  return value.length >= SHORTEST_SECRET_VALUE && !ORDINARY.test(value);
}

/** The password inside an address such as `postgres://app:…@host/db`; null where there is none. */
export function passwordIn(address: string): string | null {
  return /^[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:([^\s@/]{5,})@/i.exec(address)?.[1] ?? null;
}

/** Values of an environment that nobody else may learn: by their names, or for a password in an address. */
export function secretsOfEnvironment(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(environment).flatMap(([name, value = '']) => {
    const password = passwordIn(value);
    const named = isSecretName(name) ? wordsOf(value) : [];
    return [...named, ...(password === null ? [] : [password])].filter(isDistinctive);
  });
}

/** Of a text (a name, a list) only a key would be this long: one of several lines is known by each of them. */
const LONG_WORD = 20;

function wordsOf(value: string): string[] {
  const words = value.trim().split(/\s+/);
  return words.length === 1 ? words : words.filter((word) => word.length >= LONG_WORD);
}

/** A secret as it is, and as it stands in an address, in JSON and in base64; the longest first. */
export function secretForms(secret: string): string[] {
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  return [...new Set([...forms, Buffer.from(secret).toString('base64').replace(/=+$/, '')])];
}
