// The floors of the house: an import runs downwards, features are strangers to one another, nothing is circular.
const FEATURES = 'archive|report|toolchain|sandbox|localization|context|llm|offline|patch|output';

const door = (name, module, folder) => ({
  name: `door-${name}`,
  comment: `${module} has one door: ${folder}`,
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/${folder}` },
  to: { path: `node_modules/${module}/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^src/', pathNot: '(^src/index\\.ts$|/support/)' }, to: {} },
    {
      name: 'domain-imports-nothing',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'shared-imports-domain-only',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^src/', pathNot: '^src/(shared|domain)/' },
    },
    {
      name: 'syntax-imports-the-floors-above-only',
      severity: 'error',
      from: { path: '^src/syntax/' },
      to: { path: '^src/', pathNot: '^src/(syntax|shared|domain)/' },
    },
    {
      name: 'features-are-strangers',
      severity: 'error',
      from: { path: `^src/(${FEATURES})/` },
      to: { path: '^src/', pathNot: '^src/($1|syntax|shared|domain)/' },
    },
    {
      name: 'pipeline-does-not-know-the-command-line',
      severity: 'error',
      from: { path: '^src/pipeline/' },
      to: { path: '^src/(cli/|index\\.ts)' },
    },
    {
      name: 'nobody-imports-the-command-line',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'source-does-not-import-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|tooling|fixtures)/' },
    },
    {
      name: 'no-development-dependencies-in-source',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only', 'npm-peer'] },
    },
    door('adm-zip', 'adm-zip', 'archive/'),
    door('execa', 'execa', 'sandbox/'),
    door('tree-sitter', 'web-tree-sitter', 'syntax/'),
    door('gemini', '@google/generative-ai', 'llm/'),
    door('groq', 'groq-sdk', 'llm/'),
    door('anthropic', '@anthropic-ai/sdk', 'llm/'),
    door('openai', 'openai', 'llm/'),
    door('bedrock', '@aws-sdk', 'llm/'),
    door('secretlint', '@secretlint', 'context/'),
    door('commander', 'commander', 'cli/'),
    door('ora', 'ora', 'cli/'),
    door('chalk', 'chalk', 'cli/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
