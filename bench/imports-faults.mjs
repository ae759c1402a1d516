// Classes of faults in names and imports for bench/imports.mjs, as people make them. Each takes a source
// `{ path, text, root, language, statements, project }` and gives faults `{ what, edits: [{ start, end, text }] }`.
import { readNodeLibrary, readPythonLibrary } from '../dist/offline/symbol-tables.js';
import { closest, nodesOfType } from '../dist/syntax/nodes.js';
import { exportFaults } from './imports-exports.mjs';

const replaced = (part, text) => ({ start: part.start, end: part.end, text });
const ranged = (node) => ({ start: node.startIndex, end: node.endIndex });
const fault = (what, ...edits) => ({ what, edits });

/** Slips of the keyboard: letters swapped, lost, doubled, a neighbour hit, an `s` too many, the other way to write two words. */
export function misspellings(word) {
  if (word.length < 4) return [];
  const middle = Math.floor(word.length / 2);
  const slips = [
    word.slice(0, middle - 1) + word[middle] + word[middle - 1] + word.slice(middle + 1),
    word.slice(0, middle) + word.slice(middle + 1),
    word.slice(0, middle) + word[middle] + word.slice(middle),
    `${word.slice(0, -1)}${word.endsWith('e') ? 'r' : 'e'}`,
    word.endsWith('s') ? word.slice(0, -1) : `${word}s`,
    /[a-z][A-Z]/.test(word)
      ? word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
      : word.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase()),
  ];
  return [...new Set(slips)].filter((slip) => slip !== word && /^[\w$-]+$/.test(slip));
}

function missingImport({ text, statements }) {
  return statements.flatMap((statement) => {
    const lineEnd = text[statement.end] === '\n' ? 1 : 0;
    const whole = fault('statement gone', { start: statement.start, end: statement.end + lineEnd, text: '' });
    const { names } = statement;
    if (names.length < 2) return [whole];
    return [whole, ...names.map((name) => fault(`${name.local} gone from the list`, withoutName(statement, name)))];
  });
}

function withoutName({ names, text }, gone) {
  const rest = names.filter((name) => name !== gone).map((name) => name.text);
  return { start: names[0].start, end: names.at(-1).end, text: rest.join(/\n/.test(text) ? ',\n  ' : ', ') };
}

function misspeltModule({ statements }) {
  return statements.flatMap(({ specifier }) => {
    const last = /[\w$-]+(?=(\.\w+)?$)/.exec(specifier.text);
    const bare = /^[\w.]+$/.test(specifier.text) ? /\w+$/.exec(specifier.text) : last;
    if (bare === null) return [];
    return misspellings(bare[0]).map((slip) =>
      fault(
        `${specifier.text} misspelt ${slip}`,
        replaced(
          specifier,
          specifier.text.slice(0, bare.index) + slip + specifier.text.slice(bare.index + bare[0].length),
        ),
      ),
    );
  });
}

function wrongPath(source) {
  const change = source.language === 'python' ? pythonPaths : scriptPaths;
  return source.statements.flatMap(({ specifier }) =>
    change(specifier.text, source).map((path) => fault(`${specifier.text} became ${path}`, replaced(specifier, path))),
  );
}

function pythonPaths(specifier, { project }) {
  const [, dots, inner] = /^(\.*)(.*)$/.exec(specifier);
  const parts = inner.split('.').filter((part) => part !== '');
  if (dots === '' && !project.tops.has(parts[0])) return [];
  const paths = [];
  if (dots !== '' && parts.length > 0) paths.push(`.${specifier}`, dots.length > 1 ? specifier.slice(1) : inner);
  if (parts.length > 1) paths.push(`${dots}${parts.slice(0, -2).concat(parts.at(-1)).join('.')}`);
  if (parts.length > 0) paths.push(`${dots}${[...parts.slice(0, -1), 'core', parts.at(-1)].join('.')}`);
  return paths;
}

function scriptPaths(specifier) {
  if (!/^(\.|@\/)/.test(specifier)) return [];
  const paths = [];
  const file = /[^/]+$/.exec(specifier)?.[0] ?? '';
  const folder = specifier.slice(0, -file.length);
  if (/^\.[./]*$/.test(specifier)) return [`${specifier}/lib`];
  if (specifier.startsWith('./')) paths.push(`.${specifier}`);
  if (specifier.startsWith('../')) paths.push(`../${specifier}`, specifier.replace('../', './'));
  paths.push(`${folder}core/${file}`);
  if (/[^./]\/$/.test(folder)) paths.push(folder.replace(/[^/]+\/$/, '') + file);
  if (/\.js$/.test(file)) paths.push(specifier.replace(/\.js$/, ''), specifier.replace(/\.js$/, '.mjs'));
  return paths;
}

function wrongName({ root, statements, text }) {
  return statements.flatMap((statement) =>
    statement.names.flatMap((entry) => {
      const slips = misspellings(entry.name.text).map((slip) => [slip, replaced(entry.name, slip)]);
      const uses = nodesOfType(root, ['identifier', 'type_identifier', 'shorthand_property_identifier']).filter(
        (node) => node.text === entry.local && (node.startIndex < statement.start || node.endIndex > statement.end),
      );
      const isPlain = entry.text === entry.name.text && uses.length < 8 && !text.includes(`{ ${entry.local} }`);
      return slips.flatMap(([slip, edit]) => [
        fault(`${entry.name.text} imported as ${slip}`, edit),
        ...(isPlain
          ? [
              fault(
                `${entry.name.text} called ${slip} everywhere`,
                edit,
                ...uses.map((use) => ({ ...ranged(use), text: slip })),
              ),
            ]
          : []),
      ]);
    }),
  );
}

/** A name that is asked of a module beside the one that has it. */
function wrongModule({ statements }) {
  return statements.flatMap((statement) =>
    statement.names.length === 0 || statement.isMixed
      ? []
      : statements
          .filter((other) => other.specifier.text !== statement.specifier.text)
          .map((other) =>
            fault(
              `${statement.names[0].local} asked of ${other.specifier.text}`,
              replaced(statement.specifier, other.specifier.text),
            ),
          ),
  );
}

function wrongForm({ statements, language }) {
  if (language === 'python') return [];
  return statements.flatMap((statement) => {
    const { form, names, clause, isMixed, required } = statement;
    if (isMixed || names.length > 1) return [];
    if (form === 'named') return [fault('default for named', replaced(clause, names[0].local))];
    const local = clause.text.replace(/^\* as /, '');
    const named = fault('named for whole', replaced(clause, `{ ${local} }`));
    return form === 'default' && !required
      ? [named, fault('namespace for default', replaced(clause, `* as ${local}`))]
      : [named];
  });
}

function mixedSystems({ statements, language, text }) {
  if (language === 'python') return [];
  return statements.flatMap((statement) => {
    const { form, clause, specifier, isMixed, required } = statement;
    if (isMixed) return [];
    const end = statement.text.endsWith(';') ? ';' : '';
    const quote = text[specifier.end];
    const target = clause.text.replace(/^\* as /, '');
    const written = required
      ? `import ${target.replaceAll(/:\s*/g, ' as ')} from ${quote}${specifier.text}${quote}${end}`
      : `const ${target.replaceAll(/ as /g, ': ')} = require(${quote}${specifier.text}${quote})${end}`;
    return form === 'default' && !required
      ? []
      : [
          fault(
            `${required ? 'import in CommonJS' : 'require in an ES module'}: ${specifier.text}`,
            replaced(statement, written),
          ),
        ];
  });
}

const PYTHON_GLOBALS = readPythonLibrary().globals;
const NODE_GLOBALS = new Set([...readNodeLibrary().globals, 'prototype']);

function standsAlone(text, name) {
  return new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(text);
}

const VALUES =
  /^(call_expression|call|binary_expression|binary_operator|comparison_operator|arguments|argument_list|return_statement|member_expression|attribute|new_expression|subscript|subscript_expression|ternary_expression|unary_expression|array|list|spread_element)$/;

function undefinedName({ root, text }) {
  const uses = nodesOfType(root, ['identifier']).filter((node) => VALUES.test(node.parent?.type ?? '') && isRead(node));
  return uses.flatMap((node) =>
    misspellings(node.text)
      .filter((slip) => !new RegExp(`(?<![\\w$])${slip.replaceAll('$', '\\$')}(?![\\w$])`).test(text))
      .map((slip) => fault(`${node.text} misspelt ${slip}`, { ...ranged(node), text: slip })),
  );
}

function isRead(node) {
  const parent = node.parent;
  if (parent.type === 'attribute') return parent.childForFieldName('object')?.id === node.id;
  return !(parent.type === 'keyword_argument' && parent.childForFieldName('name')?.id === node.id);
}

function lostReceiver({ root, language, text }) {
  const known = language === 'python' ? PYTHON_GLOBALS : NODE_GLOBALS;
  const accesses = nodesOfType(root, language === 'python' ? ['attribute'] : ['member_expression']);
  return accesses.flatMap((node) => {
    const object = node.childForFieldName('object');
    const member = node.childForFieldName('attribute') ?? node.childForFieldName('property');
    if (
      object === null ||
      !/^[A-Za-z_$]/.test(member?.text ?? '') ||
      !/^(this|self|math|os|re|Math|Object|path)$/.test(object.text)
    )
      return [];
    // Where the bare name means something else, no name is undefined.
    if (known.has(member.text) || standsAlone(text, member.text)) return [];
    if (node.parent?.type === 'assignment_expression' || node.parent?.type === 'assignment') return [];
    return [fault(`${node.text} became ${member.text}`, { start: node.startIndex, end: member.startIndex, text: '' })];
  });
}

function missingAwait({ root, project }) {
  return nodesOfType(root, ['await_expression', 'await']).flatMap((node) => {
    const call = node.namedChildren[0];
    const callee = /^call(_expression)?$/.test(call?.type ?? '') ? call.childForFieldName('function') : null;
    const name = callee?.childForFieldName('property') ?? callee?.childForFieldName('attribute') ?? callee;
    if (name === null || name === undefined || !project.asynchronous.has(name.text)) return [];
    const around = closest(node.parent, ({ type }) =>
      /^(expression_statement|return_statement|arrow_function|program|module)$/.test(type),
    );
    const isTail = around?.type === 'return_statement' && around.namedChildren[0]?.id === node.id;
    return isTail
      ? []
      : [fault(`${name.text} not awaited`, { start: node.startIndex, end: call.startIndex, text: '' })];
  });
}

export const CLASSES = {
  'missing import': missingImport,
  'misspelt module': misspeltModule,
  'wrong module path': wrongPath,
  'wrong imported name': wrongName,
  'wrong module for a name': wrongModule,
  'wrong import form': wrongForm,
  'missing export': exportFaults,
  'require and import mixed': mixedSystems,
  'undefined name': undefinedName,
  'lost this, self, module': lostReceiver,
  'missing await': missingAwait,
};
