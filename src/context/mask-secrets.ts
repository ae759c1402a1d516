import { baseNameOf } from '../shared/project-path.ts';

/** What stands in place of a secret. */
export const MASK = '[masked secret]';

export interface MaskedText {
  readonly text: string;
  readonly masked: number;
}

interface SecretRule {
  readonly name: string;
  /** The secret is group 1 when the expression has one, else the whole match. */
  readonly expression: RegExp;
}

/** Shapes of credentials, as their issuers document them. */
const RULES: readonly SecretRule[] = [
  {
    name: 'private key',
    expression:
      /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
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
  { name: 'npm token', expression: /\bnpm_[A-Za-z0-9]{30,}/g },
  { name: 'SendGrid key', expression: /\bSG\.[\w-]{16,}\.[\w-]{16,}/g },
  { name: 'Telegram token', expression: /\b\d{8,10}:AA[\w-]{33}\b/g },
  { name: 'JSON web token', expression: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g },
  { name: 'password in an address', expression: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/'"`]*:([^\s@/'"`]{3,})@/gi },
  { name: 'authorization header', expression: /\b(?:Bearer|Basic)\s+([A-Za-z0-9._~+/=-]{20,})/g },
  {
    name: 'assigned secret',
    expression:
      /\b[\w.-]*(?:password|passwd|passphrase|secret|api[_-]?key|apikey|access[_-]?key|auth[_-]?token|access[_-]?token|private[_-]?key|client[_-]?secret|credentials?)["'\]]*\s*(?::\s*\w+\s*)?(?::|=>|:=|=)\s*(?:["'`]([^"'`\s]{8,})["'`])/gi,
  },
  {
    name: 'assigned secret without quotes',
    expression:
      /^[ \t]*(?:export[ \t]+)?[A-Z0-9_]*(?:PASSWORD|PASSWD|SECRET|API_?KEY|TOKEN|PRIVATE_KEY|ACCESS_KEY)[A-Z0-9_]*=([^\s"'`#$({[]{8,})[ \t]*$/gm,
  },
];

/** Values that stand for a secret without being one. */
const PLACEHOLDER =
  /^(?:[x*.•_-]+|<.*>|\$\{.*\}|\{\{.*\}\}|%.*%|(?:your|my|the|some|a|test|dummy|fake|example|sample|changeme|change|placeholder|todo|none|null|undefined|true|false)(?:[\W_].*)?)$/i;

/** Masks what looks like a credential, and counts it. */
export function maskSecrets(text: string): MaskedText {
  let masked = 0;
  let result = text;
  for (const { expression } of RULES) {
    result = result.replace(expression, (match: string, ...rest: unknown[]) => {
      const secret = typeof rest[0] === 'string' ? rest[0] : match;
      if (secret !== match && PLACEHOLDER.test(secret)) return match;
      if (match.includes(MASK)) return match;
      masked++;
      const lines = secret.split('\n').length - 1;
      const at = match.lastIndexOf(secret);
      return match.slice(0, at) + MASK + '\n'.repeat(lines) + match.slice(at + secret.length);
    });
  }
  return { text: result, masked };
}

const SECRET_FILES =
  /^(\.env(\..+)?|.*\.env|\.npmrc|\.pypirc|\.netrc|_netrc|\.htpasswd|id_(rsa|dsa|ecdsa|ed25519)|.*\.(pem|key|p12|pfx|jks|keystore|kdbx)|credentials(\.\w+)?|secrets?\.(json|ya?ml|toml))$/i;

/** Files that hold secrets by their nature: nothing of them is ever shown. */
export function isSecretFile(path: string): boolean {
  return SECRET_FILES.test(baseNameOf(path));
}
