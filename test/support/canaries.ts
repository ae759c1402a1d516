import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import AdmZip from 'adm-zip';

/** A secret that is nowhere else, by the place where it was put. */
export type Canaries = Readonly<Record<string, string>>;

/** Texts and bytes that a run left or sent, by a name that a person can find them by. */
export type Channels = ReadonlyMap<string, string>;

/** Files of a folder, and of ZIPs in it every entry, as Latin-1 so that no byte is lost. */
export function channelsBelow(folder: string): [string, string][] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap((entry) => channelsOf(join(entry.parentPath, entry.name)));
}

function channelsOf(file: string): [string, string][] {
  if (!file.endsWith('.zip')) return [[file, readFileSync(file, 'latin1')]];
  return new AdmZip(file)
    .getEntries()
    .map((entry) => [`${file}!${entry.entryName}`, entry.getData().toString('latin1')]);
}

/** Each canary that is found anywhere, with the place and the form: `home .netrc in …/report.html (base64)`. */
export function leaksIn(channels: Channels, canaries: Canaries): string[] {
  return [...channels].flatMap(([channel, text]) => {
    // A secret that was broken over two lines is one all the same.
    const joined = text.replace(/(?:\s|\\[nrt]|["'+`\\])+/g, '');
    return Object.entries(canaries).flatMap(([place, secret]) => {
      const form = formsOf(secret).find(([, variant]) => text.includes(variant) || joined.includes(variant));
      return form === undefined ? [] : [`${place} in ${channel} (${form[0]})`];
    });
  });
}

function formsOf(secret: string): [form: string, text: string][] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const forms: [string, string][] = [
    ['as it is', secret],
    ['in an address', encodeURIComponent(secret)],
    ['in JSON', escaped],
    ['in hexadecimal', Buffer.from(secret).toString('hex')],
    ['backwards', [...secret].reverse().join('')],
  ];
  // In the middle of other bytes its base64 is one of three.
  for (const before of ['', 'x', 'xx']) {
    const bits = Buffer.from(before + secret).toString('base64');
    forms.push(['in base64', bits.slice(before.length === 0 ? 0 : 4, -4)]);
  }
  return forms;
}
