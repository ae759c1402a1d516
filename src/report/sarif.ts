import type { ReportFormat } from '../domain/report-format.ts';
import type { FailureKind } from '../domain/test-report.ts';
import { isRecord, numberOrNull, stringOrNull } from '../shared/json.ts';
import { assembleReport, type ReportedFailure, type ReportedTest } from './assemble-report.ts';
import { looksLike, readJsonDocument, recordsOf, stringsOf } from './json-document.ts';

/** SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export const sarif: ReportFormat = {
  name: 'sarif',
  summary: 'SARIF 2.1.0 of any linter, compiler or scanner (findings of level error; of warning when there is none)',
  detect(text) {
    if (!looksLike(text, ['runs', 'tool', 'driver'])) return 0;
    return /sarif/i.test(text.slice(0, 4000)) || looksLike(text, ['results', 'version']) ? 1 : 0.5;
  },
  parse(text, context) {
    const document = readJsonDocument(text, 'SARIF');
    const findings = recordsOf(document.value.runs).flatMap(runFindings);
    const hasErrors = findings.some((finding) => finding.level === 'error');
    const counted = findings.filter(({ level }) => level === 'error' || (!hasErrors && level === 'warning'));
    const left = findings.length - counted.length;
    const warnings = left > 0 ? [`${left} finding(s) are notes, warnings or suppressed: left out.`] : [];
    const runner = toolOf(recordsOf(document.value.runs)[0]);
    const tests = counted.map((finding) => finding.test);
    return assembleReport({ format: 'sarif', runner, tests, truncated: document.truncated, warnings }, context);
  },
};

interface Finding {
  readonly level: string;
  readonly test: ReportedTest;
}

function toolOf(run: Record<string, unknown> | undefined): string | null {
  const tool = isRecord(run?.tool) ? run.tool : {};
  return isRecord(tool.driver) ? stringOrNull(tool.driver.name) : null;
}

const COMPILERS = /^(?:clang(?!-tidy)|gcc|g\+\+|GNU|msvc|cl|rustc|tsc|javac|swiftc|Roslyn|Microsoft \(R\) Visual C#)/i;

function runFindings(run: Record<string, unknown>): Finding[] {
  const tool = isRecord(run.tool) && isRecord(run.tool.driver) ? run.tool.driver : {};
  const rules = recordsOf(tool.rules);
  const bases = isRecord(run.originalUriBaseIds) ? run.originalUriBaseIds : {};
  const kind: FailureKind = COMPILERS.test(stringOrNull(tool.name) ?? '') ? 'compile' : 'lint';
  return [...recordsOf(run.results), ...notifications(run)].map((result) => {
    const rule = ruleOf(result, rules);
    const message = messageOf(result, rule);
    const frames = framesOf(result, bases);
    const [first] = frames;
    const failure: ReportedFailure = { kind, errorType: ruleId(result, rule), message, frames };
    const test = {
      namePath: [message],
      file: first?.file ?? null,
      line: first?.line ?? null,
      status: 'failed' as const,
      failure,
    };
    return { level: levelOf(result, rule), test };
  });
}

/** What kept the tool from its work, as a file that it could not parse, is no result but a notification. */
function notifications(run: Record<string, unknown>): Record<string, unknown>[] {
  const told = recordsOf(run.invocations).flatMap((invocation) => [
    ...recordsOf(invocation.toolConfigurationNotifications),
    ...recordsOf(invocation.toolExecutionNotifications),
  ]);
  return told.filter((each) => each.level === 'error').map((each) => ({ ...each, ruleId: descriptorId(each) }));
}

function descriptorId(notification: Record<string, unknown>): string | null {
  return isRecord(notification.descriptor) ? stringOrNull(notification.descriptor.id) : null;
}

function ruleOf(result: Record<string, unknown>, rules: readonly Record<string, unknown>[]): Record<string, unknown> {
  const reference = isRecord(result.rule) ? result.rule : {};
  const index = numberOrNull(result.ruleIndex) ?? numberOrNull(reference.index) ?? -1;
  return rules[index] ?? rules.find((rule) => rule.id === result.ruleId) ?? {};
}

function ruleId(result: Record<string, unknown>, rule: Record<string, unknown>): string | null {
  return stringOrNull(result.ruleId) ?? stringOrNull(rule.id);
}

/** What is not said is the rule's default, else `warning`. Passes and suppressed results are no findings. */
function levelOf(result: Record<string, unknown>, rule: Record<string, unknown>): string {
  const isPass = typeof result.kind === 'string' && result.kind !== 'fail';
  if (isPass || recordsOf(result.suppressions).length > 0 || result.baselineState === 'absent') return 'none';
  const defaults = isRecord(rule.defaultConfiguration) ? stringOrNull(rule.defaultConfiguration.level) : null;
  return stringOrNull(result.level) ?? defaults ?? 'warning';
}

function messageOf(result: Record<string, unknown>, rule: Record<string, unknown>): string {
  const message = isRecord(result.message) ? result.message : {};
  const strings = isRecord(rule.messageStrings) ? rule.messageStrings : {};
  const named = strings[String(message.id)];
  const template = stringOrNull(message.text) ?? (isRecord(named) ? stringOrNull(named.text) : null) ?? '';
  const values = stringsOf(message.arguments);
  return (
    template.replaceAll(/\{(\d{1,2})\}/g, (whole, index) => values[Number(index)] ?? whole) ||
    (ruleId(result, rule) ?? '')
  );
}

/** The result's place, then the places of its first code flow or of its stack. */
function framesOf(result: Record<string, unknown>, bases: Record<string, unknown>) {
  const [flow] = recordsOf(result.codeFlows).flatMap((each) => recordsOf(each.threadFlows));
  const [stack] = recordsOf(result.stacks);
  const steps = [...recordsOf(flow?.locations).reverse(), ...recordsOf(stack?.frames)];
  const inner = steps.map((step) => (isRecord(step.location) ? step.location : {}));
  return [...recordsOf(result.locations).slice(0, 1), ...inner].flatMap((location) => frameOf(location, bases));
}

function frameOf(location: Record<string, unknown>, bases: Record<string, unknown>) {
  const physical = isRecord(location.physicalLocation) ? location.physicalLocation : {};
  const artifact = isRecord(physical.artifactLocation) ? physical.artifactLocation : {};
  const uri = stringOrNull(artifact.uri);
  if (uri === null) return [];
  const region = isRecord(physical.region) ? physical.region : {};
  const base = bases[String(artifact.uriBaseId)];
  const prefix = isRecord(base) ? (stringOrNull(base.uri) ?? '') : '';
  const file = /^(?:[a-z]+:|\/)/i.test(uri) ? uri : prefix + decoded(uri);
  const line = numberOrNull(region.startLine);
  return [{ raw: `${file}:${line ?? '?'}`, file, line, column: numberOrNull(region.startColumn), functionName: null }];
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
