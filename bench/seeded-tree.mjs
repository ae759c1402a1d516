// What the fault classes of bench/seeded.mjs ask of a syntax tree. A change is `[start, end, text]`.

const FUNCTIONS = /^(function_declaration|function_expression|arrow_function|method_definition|generator_function\w*)$/;

export const children = (node) => node.namedChildren.filter((child) => child !== null);
export const around = (node, text) => [[node.startIndex, node.endIndex, text]];
export const field = (node, name) => node.childForFieldName(name);
export const without = (node) => around(node, '');

/** The function around a node, else the whole file. */
export function enclosing(node) {
  let found = node.parent;
  while (found !== null && !FUNCTIONS.test(found.type)) found = found.parent;
  return found ?? node.tree.rootNode;
}

export function argumentsOf(node) {
  const list = /^(call|new)_expression$/.test(node.type) ? field(node, 'arguments') : null;
  return list === null || list.type !== 'arguments' ? [] : children(list);
}

/** The callee `a.b` of `a.b()`; null for other calls. */
export function methodOf(node) {
  const callee = node.type === 'call_expression' ? field(node, 'function') : null;
  return callee?.type === 'member_expression' ? callee : null;
}

export function isCallee(node) {
  return node.parent !== null && field(node.parent, 'function')?.id === node.id;
}

export function isAssigned(node) {
  return node.parent?.type === 'assignment_expression' && field(node.parent, 'left').id === node.id;
}

/** Texts of nodes of these types within a scope, without that of the node itself; few, each once. */
export function otherTexts(scope, types, node, isWanted = () => true) {
  const found = scope.descendantsOfType(types).filter((each) => each !== null && isWanted(each));
  const texts = new Set(found.map((each) => each.text));
  texts.delete(node.text);
  return [...texts].filter((text) => text.length <= 40 && !text.includes('\n'));
}

/** A variable that is read: neither declared nor assigned nor called here. */
export function isRead(node) {
  if (node.type !== 'identifier' || isCallee(node) || isAssigned(node)) return false;
  return !/declarator|parameter|function|catch_clause|pattern|update|labeled|for_in/.test(node.parent?.type ?? '');
}

/** Whether a logical expression decides something, rather than gives a value. */
export function isInCondition(node) {
  for (let current = node; current.parent !== null; current = current.parent) {
    if (field(current.parent, 'condition')?.id === current.id) return true;
    if (!/^(parenthesized|binary|unary)_expression$/.test(current.parent.type)) return false;
  }
  return false;
}

export function operatorOf(node) {
  return field(node, 'operator')?.text ?? '';
}

export function isLogical(node) {
  return node.type === 'binary_expression' && /^(&&|\|\||\?\?)$/.test(operatorOf(node));
}

/** Not the name of a module, and no directive. */
export function isPlainText(node) {
  const holder = node.parent;
  return !(
    /^(import|export|expression)_statement$/.test(holder?.type ?? '') || /^require\(/.test(holder?.parent?.text ?? '')
  );
}

/** Names that the file declares: nobody takes `Boolean` for a variable of his. */
export function isDeclared(name, root) {
  const word = name.replaceAll('$', '\\$');
  return new RegExp(
    `\\b(?:const|let|var|function)\\s+${word}(?![\\w$])|[(,]\\s*${word}\\s*(?=[,)=]|=>)|(?<![\\w$.])${word}\\s*=>`,
  ).test(root.text);
}
