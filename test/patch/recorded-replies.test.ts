import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { applyEdits } from '../../src/patch/apply-edits.ts';
import { parsePatchReply } from '../../src/patch/patch-reply.ts';
import { decodeSource } from '../../src/shared/source-text.ts';
import { memoryProject } from '../support/memory-project.ts';

/** A model's answer to a prompt about a small broken project, which repaired it; `{{key}}` stands for a key. */
interface RecordedReply {
  readonly lesson: string;
  readonly files: Readonly<Record<string, string>>;
  readonly reply: string;
  readonly after: Readonly<Record<string, string>>;
}

const FOLDER = 'fixtures/replies';
const KEY = ['gsk_', 'A1b2C3d4'.repeat(5)].join('');

describe('recorded answers', () => {
  it.each(readdirSync(FOLDER))('%s', (name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8').replaceAll('{{key}}', KEY);
    const { files, reply, after } = JSON.parse(text) as RecordedReply;
    const read = parsePatchReply(reply);
    if (read.kind !== 'patch') throw new Error(read.reason);
    const applied = applyEdits(memoryProject(files), read.edits);
    if (applied.kind !== 'applied') throw new Error(applied.reason);
    const changed = [...applied.project.entries].map(([path, entry]) => [path, decodeSource(entry.bytes())?.text]);
    expect(Object.fromEntries(changed)).toEqual(after);
  });
});
