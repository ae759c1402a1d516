// The import statements at the top level of a file, taken apart: where the module's name stands, and each imported name.
import { namedChildrenOf, nodesOfType } from '../dist/syntax/nodes.js';

const at = (node) => ({ start: node.startIndex, end: node.endIndex, text: node.text });

/** Statements as `{ start, end, text, form, specifier, names }`; `names`: `{ start, end, text, name, local }`. */
export function importStatements(root, language) {
  const statements = namedChildrenOf(root);
  if (language === 'python') return statements.flatMap(pythonImport);
  return statements
    .flatMap((node) => scriptImport(node) ?? requireOf(node) ?? [])
    .filter(({ specifier }) => !/^(node:)?(child_process|process|module|vm)$/.test(specifier.text));
}

function pythonImport(node) {
  if (node.type === 'import_from_statement') {
    const module = node.childForFieldName('module_name');
    const names = namedChildrenOf(node).filter((child) => child.id !== module.id && child.type !== 'wildcard_import');
    if (names.length === 0) return [];
    return [{ ...at(node), form: 'named', specifier: at(module), names: names.map(pythonName) }];
  }
  const [only, ...more] = node.type === 'import_statement' ? namedChildrenOf(node) : [];
  if (only === undefined || more.length > 0) return [];
  const module = only.childForFieldName('name') ?? only;
  return [{ ...at(node), form: 'namespace', specifier: at(module), names: [] }];
}

function pythonName(node) {
  const name = node.childForFieldName('name') ?? node;
  return { ...at(node), name: at(name), local: node.childForFieldName('alias')?.text ?? name.text };
}

function scriptImport(node) {
  const source = node.childForFieldName('source');
  if (node.type !== 'import_statement' || source === null || /^import\s+type\b/.test(node.text)) return null;
  const clause = namedChildrenOf(node).find((child) => child.type === 'import_clause');
  if (clause === undefined) return null;
  const parts = nodesOfType(clause, ['import_specifier']);
  const names = parts.filter((part) => !part.text.startsWith('type ')).map(scriptName);
  const byDefault = namedChildrenOf(clause).find((child) => child.type === 'identifier');
  const form = byDefault !== undefined ? 'default' : names.length > 0 ? 'named' : 'namespace';
  const isMixed = names.length !== parts.length || (byDefault !== undefined && names.length > 0);
  return { ...at(node), form, isMixed, clause: at(clause), specifier: unquoted(source), names };
}

function scriptName(part) {
  const name = part.childForFieldName('name');
  return { ...at(part), name: at(name), local: (part.childForFieldName('alias') ?? name).text };
}

function requireOf(node) {
  if (!/^(lexical|variable)_declaration$/.test(node.type)) return null;
  const [declarator, ...more] = namedChildrenOf(node);
  const call = declarator?.childForFieldName('value');
  if (more.length > 0 || call?.type !== 'call_expression' || call.childForFieldName('function').text !== 'require')
    return null;
  const [source] = namedChildrenOf(call.childForFieldName('arguments'));
  const target = declarator.childForFieldName('name');
  if (source?.type !== 'string') return null;
  const names = namedChildrenOf(target).flatMap((part) => {
    const name = part.childForFieldName('key') ?? part;
    const local = part.childForFieldName('value') ?? part;
    return [{ ...at(part), name: at(name), local: local.text }];
  });
  const form = target.type === 'object_pattern' ? 'named' : 'default';
  return { ...at(node), form, clause: at(target), specifier: unquoted(source), names, required: true };
}

function unquoted(source) {
  return { start: source.startIndex + 1, end: source.endIndex - 1, text: source.text.slice(1, -1) };
}
