import { createRequire } from 'node:module';
import { AutofixError, EXIT } from '../domain/autofix-error.ts';
import { isRecord } from '../shared/json.ts';

const require = createRequire(import.meta.url);

/** An element with its children in document order. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Text directly inside the element, entities decoded. */
  readonly text: string;
}

export interface XmlDocument {
  /** Usually one; several when files were put together into one. */
  readonly roots: readonly XmlElement[];
  /** True when the document ended early and was closed here, or when its beginning is missing. */
  readonly truncated: boolean;
}

/** No honest report nests deeper; the parser refuses more than a few hundred by itself. */
const MAX_DEPTH = 90;

/**
 * Parses XML of untrusted origin. The document type with its entities is cut away first, so no entity can expand or
 * be fetched. A document that ends early is closed after its last whole test case.
 * Throws an `AutofixError` with code `report-unreadable`.
 */
export function readXml(text: string): XmlDocument {
  const clean = cleanXml(text);
  const whole = tryParse(clean);
  if (whole !== null && isClosed(clean)) return { roots: whole, truncated: hasLostItsHead(text) };
  const roots = tryParse(closedXml(clean)) ?? whole;
  if (roots !== null) return { roots, truncated: true };
  throw new AutofixError('The report is not well-formed XML.', {
    code: 'report-unreadable',
    exitCode: EXIT.inputRefused,
    hint: 'Pass the XML file as the runner wrote it; --format names the format when it is not XML.',
  });
}

/** Whether what is there began before: parts of test cases come before any suite, or more suites end than begin. */
function hasLostItsHead(text: string): boolean {
  const start = text.search(SUITES_START);
  if (/<\/?testcase\b|<\/(?:testsuite|failure|error|skipped|system-out)>/.test(start < 0 ? text : text.slice(0, start)))
    return true;
  const begun = text.match(/<testsuites?\b(?![^>]*\/>)/g)?.length ?? 0;
  return (text.match(/<\/testsuites?>/g)?.length ?? 0) > begun;
}

const SUITES_START = /<\?xml|<testsuites?\b/;

/** Output before the first tag, the document type, and characters that XML forbids. */
function cleanXml(text: string): string {
  const start = text.search(SUITES_START);
  const from = start < 0 ? text : text.slice(start);
  return (
    from
      .replaceAll(/(?!^)<\?xml[^>]{0,200}\?>/g, '')
      .replace(/<!DOCTYPE[^[>]*(?:\[[^\]]*\])?[^>]*>/i, '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: raw control characters are what makes runners' XML malformed
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
  );
}

/** null when the parser refuses, or when there is no element at all. */
function tryParse(text: string): XmlElement[] | null {
  const { XMLParser } = require('fast-xml-parser') as typeof import('fast-xml-parser');
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    attributesGroupName: false,
    trimValues: false,
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: false,
    cdataPropName: '#cdata',
    ignoreDeclaration: true,
    ignorePiTags: true,
  });
  try {
    const nodes = parser.parse(text) as unknown;
    if (!Array.isArray(nodes)) return null;
    const roots = nodes.map((node) => element(node, 0)).filter((node) => node !== null);
    return roots.length > 0 ? roots : null;
  } catch {
    return null;
  }
}

/** One node of fast-xml-parser's ordered form: `{ tag: [children], ':@': { attributes } }`. */
function element(node: unknown, depth: number): XmlElement | null {
  if (!isRecord(node) || depth > MAX_DEPTH) return null;
  const name = Object.keys(node).find((key) => key !== ':@');
  if (name === undefined || name.startsWith('#')) return null;
  const nodes: unknown[] = Array.isArray(node[name]) ? node[name] : [];
  const attributes = Object.entries(isRecord(node[':@']) ? node[':@'] : {});
  return {
    name: name.slice(name.indexOf(':') + 1),
    attributes: Object.fromEntries(attributes.map(([key, value]) => [key, decodeEntities(String(value))])),
    children: nodes.map((child) => element(child, depth + 1)).filter((child) => child !== null),
    text: nodes.map(textOf).join(''),
  };
}

function textOf(node: unknown): string {
  if (!isRecord(node)) return '';
  if (typeof node['#text'] === 'string') return decodeEntities(node['#text']);
  const [cdata] = Array.isArray(node['#cdata']) ? (node['#cdata'] as unknown[]) : [];
  return isRecord(cdata) && typeof cdata['#text'] === 'string' ? cdata['#text'] : '';
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The five entities of XML and numeric ones; any other stays as it is. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}

/** Whether nothing but comments follows the end of the outermost suite. */
function isClosed(text: string): boolean {
  const end = Math.max(text.lastIndexOf('</testsuites>'), text.lastIndexOf('</testsuite>'));
  if (end < 0) return /<testsuites?\b[^>]*\/>\s*$/.test(text);
  const opened = text.lastIndexOf('<testsuites');
  if (opened >= 0 && text.lastIndexOf('</testsuites>') < opened) return false;
  const rest = text.slice(end + 1).replaceAll(/<!--[\s\S]*?-->/g, '');
  return !rest.includes('<');
}

const TAG =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<(\/?)([A-Za-z][\w:.-]*)(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(\/?)>/g;

/** The document up to the last whole test case, with the suites closed that are open there. */
function closedXml(text: string): string {
  const suites: string[] = [];
  let inside = 0;
  let end = 0;
  let open: readonly string[] = [];
  for (const match of text.matchAll(TAG)) {
    const [, closing, name, selfClosing] = match;
    if (name === undefined) continue;
    const isSuite = inside === 0 && /^(?:\w+:)?testsuites?$/.test(name);
    if (isSuite && closing) suites.pop();
    else if (isSuite && !selfClosing) suites.push(name);
    else if (!isSuite && !selfClosing) inside = Math.max(0, inside + (closing ? -1 : 1));
    if (suites.length > MAX_DEPTH) break;
    if (inside === 0) {
      end = match.index + match[0].length;
      open = [...suites];
    }
  }
  return (
    text.slice(0, end) +
    brokenCase(text.slice(end)) +
    [...open]
      .reverse()
      .map((name) => `</${name}>`)
      .join('')
  );
}

const ATTRIBUTES = '(?:\\s+[\\w:.-]+\\s*=\\s*(?:"[^"]*"|\'[^\']*\'))*';
const CASE_START = new RegExp(`^\\s*<testcase${ATTRIBUTES}\\s*>`);
const FAILURE_START = new RegExp(`<(?<name>failure|error)(?<attributes>${ATTRIBUTES})\\s*>(?<text>[\\s\\S]*)$`);

/** A test case that the end cut in two is kept when it had begun to tell of its failure. */
function brokenCase(rest: string): string {
  const start = CASE_START.exec(rest)?.[0];
  if (start === undefined) return '';
  const told = FAILURE_START.exec(rest.slice(start.length))?.groups;
  if (told === undefined) return '';
  const { name = 'failure', attributes = '', text = '' } = told;
  const plain = text.includes('<![CDATA[')
    ? text.replace(/^\s*<!\[CDATA\[/, '').replace(/\]{0,2}$/, '')
    : decodeEntities(text.replace(/<[^<]*$/, '').replace(/&[^;\s]{0,8}$/, ''));
  return `${start}<${name}${attributes}><![CDATA[${plain.replaceAll(']]>', '')}]]></${name}></testcase>`;
}
