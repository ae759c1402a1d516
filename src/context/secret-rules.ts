/** Half-open range of UTF-16 code units. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
}

/** What of secretlint's contract of a rule is needed here: see "Rule" in its documentation. */
interface RuleCreator {
  readonly meta: { readonly id: string; readonly type: string };
  create(context: RuleContext, options: object): { file?(source: RuleSource): void | Promise<void> };
}

interface RuleContext {
  readonly sharedOptions: { readonly noPhysicFilePath: boolean };
  createTranslator(): (messageId: string) => { readonly message: string; readonly messageId: string };
  report(found: { readonly range: readonly [number, number] }): void;
  ignore(): void;
}

interface RuleSource {
  readonly content: string;
  readonly filePath: string;
  readonly ext: string;
  readonly contentType: 'text';
}

let loading: Promise<readonly RuleCreator[]> | null = null;

/**
 * Finds credentials by the rules of secretlint's recommended preset: key shapes of many issuers, connection strings with
 * passwords. Loaded when first needed: it is of no use to whoever asks no model. The rules are driven here rather than by
 * secretlint's core, which keeps an entry of every call for ever and obeys `secretlint-disable` comments of the text.
 */
export async function findCredentials(content: string): Promise<SecretRange[]> {
  loading ??= loadRules();
  const ranges: SecretRange[] = [];
  const context: RuleContext = {
    sharedOptions: { noPhysicFilePath: true },
    createTranslator: () => (messageId) => ({ message: messageId, messageId }),
    report: ({ range: [start, end] }) => ranges.push({ start, end }),
    ignore: () => undefined,
  };
  const source: RuleSource = { content, filePath: '/project/source', ext: '', contentType: 'text' };
  for (const rule of await loading) await rule.create(context, {}).file?.(source);
  return ranges;
}

async function loadRules(): Promise<readonly RuleCreator[]> {
  const { rules } = await import('@secretlint/secretlint-rule-preset-recommend');
  return (rules as readonly RuleCreator[]).filter(({ meta }) => meta.type === 'scanner');
}
