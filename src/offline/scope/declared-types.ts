/** Types of Java that may stand for each other in many places, by what their names have in common. */
const FAMILIES: readonly RegExp[] = [
  /^(?:byte|short|int|long|float|double|char|Byte|Short|Integer|Long|Float|Double|Character|Number|BigInteger|BigDecimal)$/,
  /^(?:boolean|Boolean)$/,
  /^(?:String|StringBuilder|StringBuffer|CharSequence)$/,
  /^\w*(?:List|Set|Queue|Deque|Stack|Vector|Collection|Iterable)$/,
  /^\w*(?:Map|Hashtable|Properties)$/,
  /^(?:Iterator|ListIterator|Stream|IntStream)$/,
];
/** What anything may be: a type parameter by its custom, and what each class is. */
const ANYTHING = /^(?:[A-Z]|Object|Comparable|Serializable)$/;

/**
 * Whether a value of one declared type may be meant where the other one stands; a compiler has the last word. False only
 * where it surely refuses: a number for a list, a list for a boolean, one class of a family of the language for a class of
 * the project.
 */
export function mayBeMeant(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return true;
  const [left, right] = [one, other].map((type) => type.replaceAll(/<.*>|\s|@\w+/gs, ''));
  if (left === undefined || right === undefined || left === right) return true;
  if (left.endsWith(']') !== right.endsWith(']')) return ANYTHING.test(left) || ANYTHING.test(right);
  const [first, second] = [left, right].map((type) => type.replace(/^.*\.|(?:\[\])+$/g, ''));
  if (first === undefined || second === undefined || first === second) return true;
  if (ANYTHING.test(first) || ANYTHING.test(second)) return true;
  const family = FAMILIES.findIndex((names) => names.test(first));
  const others = FAMILIES.findIndex((names) => names.test(second));
  // Two classes that are not of the language may extend one another.
  return family === others;
}

/** What a method of a declared type of Java gives that has nothing to give, the likeliest first. */
export function emptyValuesOf(type: string): readonly string[] {
  if (/^(?:byte|short|int|long|float|double)$/.test(type)) return ['0', '-1'];
  if (type === 'boolean') return ['false', 'true'];
  if (type === 'String') return ['""', 'null'];
  if (/^Optional\b/.test(type)) return ['Optional.empty()'];
  if (type === 'void' || type === 'char') return [];
  const made = /^(List|Set|Map)\b/.exec(type)?.[1];
  return made === undefined ? ['null'] : [`${made}.of()`, 'null'];
}

/** Tests that a value of a declared type of Java is missing or empty; null where nothing is known of the type. */
export function emptyTestsOf(name: string, type: string | null): readonly string[] | null {
  if (type === null) return null;
  if (/^(?:byte|short|int|long|float|double)$/.test(type)) return [`${name} == 0`, `${name} < 0`, `${name} <= 0`];
  if (type === 'boolean') return [name, `!${name}`];
  if (type === 'char') return [];
  if (type.endsWith(']')) return [`${name} == null`, `${name}.length == 0`];
  const isMeasured = /^(?:String|\w*(?:List|Set|Map|Queue|Deque|Collection))(?:<.*>)?$/s.test(type);
  return isMeasured ? [`${name} == null`, `${name}.isEmpty()`] : [`${name} == null`];
}
