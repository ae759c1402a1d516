import { describe, expect, it } from '@jest/globals';
import { environmentName, RUN_OPTIONS } from '../../src/cli/option-table.ts';
import { type OptionInputs, resolveValue } from '../../src/cli/option-values.ts';
import { AutofixError } from '../../src/domain/autofix-error.ts';
import { parseModelOverrides } from '../../src/llm/configured-providers.ts';

const NOTHING: OptionInputs = { flags: {}, env: {}, configuration: {}, configurationFile: () => null };

const COMMAND_LIST = `gemini,command:a "b,c" 'd,e', offline`;
const MODELS = 'command=x k=a,b "c, d",groq=e,f';

function spec(name: string) {
  const found = RUN_OPTIONS.find((option) => option.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

describe('option values', () => {
  it('take flag over environment over configuration over default', () => {
    const all = {
      ...NOTHING,
      flags: { attempts: '2' },
      env: { AUTOFIX_ATTEMPTS: '4' },
      configuration: { attempts: 5 },
    };
    expect(resolveValue(spec('attempts'), all)).toMatchObject({ value: 2, source: { kind: 'flag' } });
    expect(resolveValue(spec('attempts'), { ...all, flags: {} })).toMatchObject({
      value: 4,
      source: { kind: 'environment' },
    });
    expect(resolveValue(spec('attempts'), { ...NOTHING, configuration: { attempts: 5 } })).toMatchObject({ value: 5 });
    expect(resolveValue(spec('attempts'), NOTHING)).toMatchObject({ value: 3, source: { kind: 'default' } });
  });

  it.each([
    ['90', 90_000],
    ['90s', 90_000],
    ['1.5m', 90_000],
    ['1h', 3_600_000],
    ['500ms', 500],
  ])('read the duration %s as %d ms', (text, milliseconds) => {
    expect(resolveValue(spec('timeout'), { ...NOTHING, flags: { timeout: text } }).value).toBe(milliseconds);
  });

  it.each([
    ['4096', 4096],
    ['800MB', 800e6],
    ['4GiB', 4 * 2 ** 30],
    ['1.5 mib', 1.5 * 2 ** 20],
    ['2k', 2000],
  ])('read the size %s as %d bytes', (text, bytes) => {
    expect(resolveValue(spec('max-unpacked'), { ...NOTHING, flags: { maxUnpacked: text } }).value).toBe(bytes);
  });

  it.each([
    ['max-unpacked', '0'],
    ['max-unpacked', '4 elephants'],
    ['max-entries', '0'],
    ['attempts', '0'],
    ['attempts', '1.5'],
    ['attempts', 'many'],
    ['max-cost', '-1'],
    ['timeout', '0'],
    ['timeout', '100000h'],
    ['timeout', '5 minutes'],
    ['sandbox', 'maybe'],
  ])('refuse --%s %s with exit code 2', (name, text) => {
    const option = spec(name);
    const flags = { [name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())]: text };
    const refusal = () => resolveValue(option, { ...NOTHING, flags });
    expect(refusal).toThrow(AutofixError);
    expect(refusal).toThrow(`--${name}`);
  });

  it('turn off what is on by default through AUTOFIX_NO_…', () => {
    expect(environmentName(spec('install'))).toBe('AUTOFIX_NO_INSTALL');
    expect(resolveValue(spec('install'), { ...NOTHING, env: { AUTOFIX_NO_INSTALL: '1' } }).value).toBe(false);
    expect(resolveValue(spec('install'), { ...NOTHING, env: { AUTOFIX_NO_INSTALL: '0' } }).value).toBe(true);
    expect(resolveValue(spec('install'), { ...NOTHING, flags: { install: false } }).value).toBe(false);
  });

  it('split lists at commas, and repeated values do not', () => {
    const providers = resolveValue(spec('providers'), { ...NOTHING, flags: { providers: 'offline, groq' } });
    expect(providers.value).toEqual(['offline', 'groq']);
    const inEach = { flags: { providers: COMMAND_LIST }, env: { AUTOFIX_PROVIDERS: COMMAND_LIST } };
    for (const inputs of [
      { ...NOTHING, flags: inEach.flags },
      { ...NOTHING, env: inEach.env },
      { ...NOTHING, configuration: { providers: COMMAND_LIST } },
      { ...NOTHING, configuration: { providers: ['gemini', `command:a "b,c" 'd,e'`, 'offline'] } },
    ]) {
      expect(resolveValue(spec('providers'), inputs).value).toEqual(['gemini', `command:a "b,c" 'd,e'`, 'offline']);
    }
    const reports = resolveValue(spec('report'), { ...NOTHING, flags: { report: ['a,b.xml', 'c.xml'] } });
    expect(reports.value).toEqual(['a,b.xml', 'c.xml']);
    const inEnvironment = resolveValue(spec('report'), { ...NOTHING, env: { AUTOFIX_REPORT: 'a.xml, b.xml' } });
    expect(inEnvironment.value).toEqual(['a.xml', 'b.xml']);
  });

  it.each([
    { env: { AUTOFIX_MODEL: MODELS } },
    { configuration: { model: MODELS } },
    { configuration: { model: MODELS.split(',groq').map((part, index) => (index === 0 ? part : `groq${part}`)) } },
    { flags: { model: [MODELS] } },
  ])('leave the commas of %j to their reader', (inputs) => {
    const { value } = resolveValue(spec('model'), { ...NOTHING, ...inputs });
    expect(parseModelOverrides(value as string[])).toEqual({ command: ['x k=a,b "c, d"'], groq: ['e', 'f'] });
  });
});
