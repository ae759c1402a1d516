import { describe, expect, it } from '@jest/globals';
import { exportsOf, importsOf } from '../../src/syntax/imports.ts';
import { languageOf } from '../../src/syntax/languages.ts';
import { parseSource } from '../../src/syntax/parser.ts';
import { enclosingSymbol, symbolsOf } from '../../src/syntax/symbols.ts';
import { newSyntaxErrors } from '../../src/syntax/syntax-problems.ts';
import { LANGUAGE_SAMPLES } from './language-samples.ts';

describe.each(LANGUAGE_SAMPLES)('$language', ({ language, text, symbols, imports, exports, inside, breaks }) => {
  it('has symbols with their ranges, and the symbol around a line', async () => {
    const parsed = await parseSource(language, text);
    const found = symbolsOf(parsed);
    parsed.dispose();
    expect(
      found.map(
        ({ name, kind, parent, startLine, endLine }) => `${kind} ${parent ?? ''}.${name} ${startLine}-${endLine}`,
      ),
    ).toEqual(symbols);
    expect(enclosingSymbol(found, inside[0])?.name).toBe(inside[1]);
    for (const { startIndex, endIndex, name } of found) {
      if (!name.startsWith('operator')) expect(text.slice(startIndex, endIndex)).toContain(name);
    }
  });

  it('has imports and exports', async () => {
    const parsed = await parseSource(language, text);
    expect(importsOf(parsed).map((one) => `${one.specifier} ${one.style} ${one.imported} as ${one.local}`)).toEqual(
      imports,
    );
    for (const { line, specifier } of importsOf(parsed)) {
      const last = specifier.split(/[./\\:]+/).at(-1) ?? '';
      expect(text.split('\n')[line - 1]).toContain(last);
    }
    expect(exportsOf(parsed).map(({ name }) => name)).toEqual(exports);
    parsed.dispose();
  });

  it('is free of errors until an edit brings one', async () => {
    const [sound, broken] = breaks;
    expect(text).toContain(sound);
    expect(await newSyntaxErrors(language, '', text)).toEqual([]);
    const after = text.replace(sound, broken);
    const [first] = await newSyntaxErrors(language, text, after);
    expect(first).toBeDefined();
    expect(await newSyntaxErrors(language, after, after)).toEqual([]);
  });
});

it('does not blame an edit for what macros make of a C file', async () => {
  const before = 'FOO_BEGIN(a) {{ int\n\nint f(void) { return 1; }\n';
  const after = before.replace('return 1;', 'return 2 + BAR(struct);');
  expect(await newSyntaxErrors('c', before, after)).toEqual([]);
});

it('knows each language by the extensions of its files', () => {
  const paths = ['a.go', 'a.rs', 'A.java', 'a.rb', 'a.php', 'a.c', 'a.h', 'a.cpp', 'a.hpp', 'a.cc', 'A.cs', 'a.swift'];
  expect(paths.map(languageOf)).toEqual([
    ...['go', 'rust', 'java', 'ruby', 'php', 'c', 'c', 'cpp', 'cpp', 'cpp', 'csharp'],
    null,
  ]);
});
