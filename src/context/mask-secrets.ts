import { MASK } from '../shared/masked-secret.ts';
import { baseNameOf } from '../shared/project-path.ts';

interface SecretRule {
  readonly name: string;
  /** The secret is group 1 when the expression has one, else the whole match. */
  readonly expression: RegExp;
  /** Without these characters in a text there is nothing to find, and much to search. */
  readonly needs?: string;
}

/** Shapes of credentials, as their issuers document them: what the loaded rule set misses, or wants in full context. */
const SHAPES: readonly SecretRule[] = [
  {
    name: 'private key',
    expression:
      /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  {
    name: 'end of a private key',
    needs: 'PRIVATE KEY',
    expression:
      /(?:^[ \t]*[A-Za-z0-9+/=]{40,}[ \t]*\r?\n){1,100}[ \t]*[A-Za-z0-9+/=]*\s*-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----/gm,
  },
  { name: 'AWS access key', expression: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g },
  { name: 'Google key', expression: /\bAIza[\w-]{35}\b|\bAQ\.[\w-]{30,}/g },
  { name: 'Google OAuth token', expression: /\bya29\.[\w-]{20,}/g },
  { name: 'Groq key', expression: /\bgsk_[A-Za-z0-9]{20,}/g },
  { name: 'OpenAI or Anthropic key', expression: /\bsk-(?=[\w-]*\d)[\w-]{20,}/g },
  { name: 'Stripe key', expression: /\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,}/g },
  { name: 'GitHub token', expression: /\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_\w{30,}/g },
  { name: 'GitLab token', expression: /\bgl(?:pat|ptt|dt|rt)-[\w-]{20,}/g },
  { name: 'Slack token', expression: /\bxox[abeoprs]-[\w-]{10,}/g },
  { name: 'Slack hook', expression: /https:\/\/hooks\.slack\.com\/services\/[\w/]+/g },
  { name: 'Hugging Face token', expression: /\bhf_[A-Za-z0-9]{30,}/g },
  { name: 'PyPI token', expression: /\bpypi-AgEI[\w-]{30,}/g },
  { name: 'Docker token', expression: /\bdckr_[a-z]+_[\w-]{20,}/g },
  { name: 'Databricks token', expression: /\bdapi[0-9a-f]{32}\b/g },
  { name: 'DigitalOcean token', expression: /\bdo[opr]_v1_[0-9a-f]{40,}/g },
  { name: 'Vault token', expression: /\bhv[sb]\.[\w-]{20,}/g },
  { name: 'Atlassian token', expression: /\bATATT3[\w=-]{20,}/g },
  { name: 'Twilio key', expression: /\bSK[0-9a-f]{32}\b/g },
  { name: 'Mailgun key', expression: /\bkey-[0-9a-f]{32}\b/g },
  { name: 'Square token', expression: /\b(?:sq0[a-z]{3}-|EAAA)[\w-]{22,}/g },
  { name: 'xAI, Perplexity or Replicate key', expression: /\b(?:xai-|pplx-|r8_)[A-Za-z0-9]{30,}/g },
  { name: 'age secret key', expression: /\bAGE-SECRET-KEY-1[A-Z0-9]{50,}/g },
  { name: 'Azure storage key', expression: /\bAccountKey=([A-Za-z0-9+/]{40,}={0,2})/g },
  { name: 'Discord token', expression: /\b[MNO][A-Za-z\d]{23,27}\.[\w-]{6}\.[\w-]{27,}/g },
  { name: 'npm token', expression: /\bnpm_[A-Za-z0-9]{30,}/g },
  { name: 'SendGrid key', expression: /\bSG\.[\w-]{16,}\.[\w-]{16,}/g },
  { name: 'Telegram token', expression: /\b\d{8,10}:AA[\w-]{33}\b/g },
  { name: 'JSON web token', expression: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g },
  { name: 'password in an address', expression: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/'"`]*:([^\s@/'"`]{3,})@/gi },
  { name: 'authorization header', expression: /\b(?:Bearer|Basic)\s+([A-Za-z0-9._~+/=-]{20,})/g },
];

/** By the name that a value is assigned to. */
const ASSIGNMENTS: readonly SecretRule[] = [
  {
    name: 'assigned secret',
    expression:
      /\b[\w.-]*(?:password|passwd|passphrase|secret|api[_-]?key|apikey|access[_-]?key|auth[_-]?token|access[_-]?token|private[_-]?key|client[_-]?secret|credentials?)["'\]]*\s*(?::\s*\w+\s*)?(?::|=>|:=|=)\s*(?:["'`]([^"'`\s]{8,})["'`])/gi,
  },
  {
    name: 'assigned token',
    expression:
      /\b[\w-]*token["'\]]*\s*(?::\s*\w+\s*)?(?::|=>|:=|=)\s*["'`](?=[^"'`\s]*\d)(?=[^"'`\s]*[a-z])([A-Za-z0-9_./+=-]{20,})["'`]/gi,
  },
  {
    name: 'assigned secret without quotes',
    expression:
      /^[ \t]*(?:export[ \t]+)?[A-Z0-9_]*(?:PASSWORD|PASSWD|SECRET|API_?KEY|TOKEN|PRIVATE_KEY|ACCESS_KEY)[A-Z0-9_]*=([^\s"'`#$({[]{8,})[ \t]*$/gm,
  },
];

const RULES = [...SHAPES, ...ASSIGNMENTS];

/** Most texts have none of these words, and need not be looked at more closely. */
const ASSIGNED_NAME = /pass(?:word|wd|phrase)|secret|key|token|credential/i;

/** Values that stand for a secret without being one. */
const PLACEHOLDER =
  /^(?:[x*.•_-]+|<.*>|\$\{.*\}|\{\{.*\}\}|%.*%|(?:your|my|the|some|a|test|dummy|fake|example|sample|changeme|change|placeholder|todo|none|null|undefined|true|false)(?:[\W_].*)?)$/i;

/** Masks what looks like a credential by its shape or by the name that it is assigned to. Keeps the number of lines. */
export function maskSecrets(text: string): string {
  let result = text;
  for (const { expression, needs } of RULES) {
    if (needs !== undefined && !result.includes(needs)) continue;
    result = result.replace(expression, (match: string, ...rest: unknown[]) => {
      const secret = typeof rest[0] === 'string' ? rest[0] : match;
      if (secret !== match && PLACEHOLDER.test(secret)) return match;
      if (match.includes(MASK)) return match;
      const at = match.lastIndexOf(secret);
      return match.slice(0, at) + maskFor(secret) + match.slice(at + secret.length);
    });
  }
  return result;
}

/** The values of a text that are assigned to the name of a secret. */
export function assignedSecrets(text: string): string[] {
  if (!ASSIGNED_NAME.test(text)) return [];
  return ASSIGNMENTS.flatMap(({ expression }) =>
    [...text.matchAll(expression)].flatMap(([, value]) => value ?? []),
  ).filter((value) => !PLACEHOLDER.test(value));
}

/** A mask with the line ends of what it hides, so that the lines after it keep their numbers. */
export function maskFor(secret: string): string {
  return MASK + '\n'.repeat(secret.split('\n').length - 1);
}

const SECRET_FILES = [
  /^(\.env(\..+)?|.*\.env|\.npmrc|\.yarnrc\.yml|\.pypirc|\.netrc|_netrc|\.htpasswd|\.pgpass|\.my\.cnf|\.git-credentials)$/i,
  /^(id_(rsa|dsa|ecdsa|ed25519)|.*\.(pem|key|p8|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg|tfvars|tfstate)|kubeconfig|\.vault[-_]?pass.*)$/i,
  /^(.*[-_.])?(credentials?|secrets?|service[-_]?account([-_]?key)?|firebase[-_]?admin.*)([-_.].*)?\.(json|ya?ml|toml|ini|cfg|conf|properties|env|enc|txt|xml)$/i,
  /^(credentials|\.dockercfg|\.boto|\.s3cfg|local\.settings\.json)$/i,
];

/** Files that hold secrets by their nature: nothing of them is ever shown. */
export function isSecretFile(path: string): boolean {
  const name = baseNameOf(path);
  return SECRET_FILES.some((expression) => expression.test(name));
}
