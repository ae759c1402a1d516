// Missing exports for bench/imports.mjs: the keyword, an entry of a list, an assignment, or a line of an index is gone.
import { namedChildrenOf } from '../dist/syntax/nodes.js';

export function exportFaults({ root, text, path, language, statements }) {
  if (language === 'python') return /__init__\.py$/.test(path) ? statements.flatMap(reExport) : [];
  return namedChildrenOf(root).flatMap((statement) => {
    const range = { start: statement.startIndex, end: statement.endIndex };
    if (statement.type === 'export_statement') return esmExport(statement, range, text);
    return statement.type === 'expression_statement' ? commonJsExport(statement, range, text) : [];
  });
}

function reExport({ start, end, specifier, names, text }) {
  if (!specifier.text.startsWith('.') || names.length === 0) return [];
  const rest = (gone) => names.filter((name) => name !== gone).map((name) => name.text);
  const whole = { what: `${specifier.text} no longer re-exported`, edits: [{ start, end, text: '' }] };
  if (names.length === 1) return [whole];
  const span = { start: names[0].start, end: names.at(-1).end };
  return names.map((gone) => ({
    what: `${gone.local} no longer re-exported`,
    edits: [{ ...span, text: rest(gone).join(/\n/.test(text) ? ',\n    ' : ', ') }],
  }));
}

function esmExport(statement, range, text) {
  if (/^export\s+(type|interface|default|=)/.test(statement.text)) return [];
  const declaration = statement.childForFieldName('declaration');
  if (declaration !== null) {
    if (/^(type_alias|interface)_declaration$/.test(declaration.type)) return [];
    return [
      {
        what: `keyword gone before ${declaration.text.slice(0, 40).split('\n')[0]}`,
        edits: [{ start: range.start, end: declaration.startIndex, text: '' }],
      },
    ];
  }
  const lineEnd = text[range.end] === '\n' ? 1 : 0;
  const whole = {
    what: `${statement.text.slice(0, 50)} gone`,
    edits: [{ ...range, end: range.end + lineEnd, text: '' }],
  };
  const list = namedChildrenOf(statement).find((child) => child.type === 'export_clause');
  const names = list === undefined ? [] : namedChildrenOf(list);
  if (names.length < 2) return [whole];
  return names.map((gone) => ({ what: `${gone.text} gone from the list`, edits: [withoutEntry(names, gone)] }));
}

function commonJsExport(statement, range, text) {
  const written = statement.text;
  const lineEnd = text[range.end] === '\n' ? 1 : 0;
  if (/^(module\.)?exports\.[\w$]+\s*=\s*[\w$]+;?$/.test(written))
    return [{ what: `${written} gone`, edits: [{ ...range, end: range.end + lineEnd, text: '' }] }];
  const assignment = namedChildrenOf(statement)[0];
  const object = assignment?.type === 'assignment_expression' ? assignment.childForFieldName('right') : null;
  if (!/^module\.exports\s*=\s*\{/.test(written) || object?.type !== 'object') return [];
  const entries = namedChildrenOf(object).filter((entry) => /^(shorthand_property_identifier|pair)$/.test(entry.type));
  if (entries.length < 2 || entries.length !== object.namedChildren.length) return [];
  return entries
    .filter((entry) => entry.type !== 'pair' || entry.childForFieldName('value').type === 'identifier')
    .map((gone) => ({ what: `${gone.text} gone from module.exports`, edits: [withoutEntry(entries, gone)] }));
}

function withoutEntry(entries, gone) {
  const rest = entries.filter((entry) => entry !== gone).map((entry) => entry.text);
  const isLong = entries[0].startPosition.row !== entries.at(-1).startPosition.row;
  return { start: entries[0].startIndex, end: entries.at(-1).endIndex, text: rest.join(isLong ? ',\n  ' : ', ') };
}
