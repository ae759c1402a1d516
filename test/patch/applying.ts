import { expect } from '@jest/globals';
import type { Edit } from '../../src/domain/edit.ts';
import type { Project } from '../../src/domain/project.ts';
import { type AppliedPatch, applyEdits } from '../../src/patch/apply-edits.ts';
import { outsideHunksUnchanged } from '../../src/patch/outside-hunks.ts';
import { fakeProject, textIn } from './fake-project.ts';

type Applied = Extract<AppliedPatch, { kind: 'applied' }>;

export function applied(project: Project, edits: readonly Edit[]): Applied {
  const result = applyEdits(project, edits);
  if (result.kind === 'invalid') throw new Error(result.reason);
  expect(outsideHunksUnchanged(project, result.project, result)).toBe(true);
  return result;
}

export function reason(project: Project, edits: readonly Edit[]): string {
  const result = applyEdits(project, edits);
  return result.kind === 'invalid' ? result.reason : 'was applied';
}

export const replace = (text: string, replacement: string, nearLine?: number, file = 'a.js'): Edit => ({
  kind: 'replace',
  file,
  target: { kind: 'text', text, ...(nearLine === undefined ? {} : { nearLine }) },
  replacement,
});

/** Applies one textual edit to a file with this content. */
export function edit(content: string | Uint8Array, text: string, replacement: string, nearLine?: number): string {
  const project = fakeProject({ 'a.js': content });
  return textIn(applied(project, [replace(text, replacement, nearLine)]).project, 'a.js');
}

export function refusal(content: string | Uint8Array, text: string, replacement: string, nearLine?: number): string {
  return reason(fakeProject({ 'a.js': content }), [replace(text, replacement, nearLine)]);
}
