/** Why a path must not be touched. */
export type ProtectedKind =
  | 'tests'
  | 'snapshots'
  | 'mocks'
  | 'test-fixtures'
  | 'runner-configuration'
  | 'editor-configuration'
  | 'start-hooks'
  | 'ci'
  | 'lock-files'
  | 'dependencies'
  | 'package-settings'
  | 'secrets'
  | 'build-configuration'
  | 'installed-code'
  | 'version-control'
  | 'test-library-shadow';

export interface ProtectedGroup {
  readonly kind: ProtectedKind;
  /** What they are, for the message. */
  readonly name: string;
  /** Matched against the whole path, case apart. */
  readonly globs: readonly string[];
}

/** Kinds that `--allow-test-edits` opens. */
export const TEST_KINDS: ReadonlySet<ProtectedKind> = new Set(['tests', 'snapshots', 'mocks', 'test-fixtures']);

/** In the order in which a path is named; a path may be of several groups. */
export const PROTECTED_GROUPS: readonly ProtectedGroup[] = [
  {
    kind: 'version-control',
    name: 'version control',
    globs: ['**/.git', '**/.git/**', '**/.gitmodules', '**/.gitattributes', '**/.{hg,svn,jj}/**'],
  },
  {
    kind: 'installed-code',
    name: 'installed code',
    globs: [
      '**/{node_modules,bower_components,site-packages,.venv,venv,.tox,.nox,.yarn}/**',
      '**/node_modules',
      '**/*.{dist,egg}-info/**',
    ],
  },
  {
    kind: 'secrets',
    name: 'an environment or secrets file',
    globs: ['**/.env', '**/.env.*', '**/.envrc', '**/.netrc', '**/.pypirc', '**/*.{pem,key,p12,pfx}'],
  },
  {
    kind: 'package-settings',
    name: 'package manager settings',
    globs: [
      '**/.npmrc',
      '**/.yarnrc*',
      '**/.pnpmfile.*',
      '**/pnpmfile.*',
      '**/.pnp.*',
      '**/pnpm-workspace.yaml',
      '**/bunfig.toml',
      '**/pip.conf',
      '**/uv.toml',
      '**/.nvmrc',
      '**/.node-version',
      '**/.python-version',
      '**/.tool-versions',
      '**/mise.toml',
      '**/lerna.json',
    ],
  },
  {
    kind: 'lock-files',
    name: 'a lock file',
    globs: [
      '**/{package-lock,npm-shrinkwrap}.json',
      '**/*.lock',
      '**/*.lockb',
      '**/pnpm-lock.yaml',
      '**/go.sum',
      '**/gradle.lockfile',
      '**/*-lock.{json,yaml,yml}',
    ],
  },
  {
    kind: 'dependencies',
    name: 'a list of dependencies',
    globs: [
      '**/*requirements*.{txt,in}',
      '**/requirements/*.{txt,in}',
      '**/constraints*.txt',
      '**/Pipfile',
      '**/setup.py',
      '**/environment.y{a,}ml',
      '**/go.{mod,work}',
      '**/Cargo.toml',
      '**/Gemfile',
      '**/*.gemspec',
      '**/composer.json',
      '**/pom.xml',
      '**/*.gradle',
      '**/*.gradle.kts',
      '**/*.csproj',
      '**/*.sln',
    ],
  },
  {
    kind: 'ci',
    name: 'CI configuration',
    globs: [
      '.{github,gitlab,circleci,buildkite,husky,woodpecker,ci}/**',
      '**/.gitlab-ci*.y{a,}ml',
      '**/{.travis,appveyor,.appveyor,.drone,azure-pipelines*,bitbucket-pipelines,cloudbuild,codecov,.codecov,.pre-commit-config}.y{a,}ml',
      '**/Jenkinsfile*',
      '**/{lefthook,.lefthook}.y{a,}ml',
    ],
  },
  {
    kind: 'editor-configuration',
    name: 'configuration of an editor, which may run commands of its own',
    globs: [
      '**/{.vscode,.idea,.fleet,.zed,.devcontainer,.cursor,.claude}/**',
      '**/*.code-workspace',
      '**/.{vimrc,exrc,nvimrc,nvim.lua,dir-locals.el}',
      '**/.devcontainer.json',
    ],
  },
  {
    kind: 'start-hooks',
    name: 'code that Python or a runner loads by itself',
    globs: [
      '**/conftest.py',
      '**/{site,user}customize.py',
      '**/{site,user}customize/**',
      '**/*.pth',
      '**/.pdbrc',
      '**/.pythonrc*',
    ],
  },
  {
    kind: 'runner-configuration',
    name: 'configuration of a test runner',
    globs: [
      '**/{jest,vitest,vite,karma,playwright,cypress,ava,wdio,nightwatch,protractor,web-test-runner}{,.*,-*}.{config,conf,setup,workspace,preset}.*',
      '**/{jest,vitest}{.*,-*,}.json',
      '**/{jest,vitest,vite}{.,-}{setup,global-setup,globals,environment,preset,helper,helpers}*.*',
      '**/{test,tests,mocha}-{setup,helper,helpers,utils,environment}*.*',
      '**/setup{,-,_}{tests,test,jest,vitest}*.*',
      '**/.{mocharc,taprc,nycrc,c8rc,jestrc,avarc}*',
      '**/mocha.opts',
      '**/{,.}{pytest,tox,nox}.{ini,toml}',
      '**/setup.cfg',
      '**/noxfile.py',
      '**/pyproject.toml',
      '**/{.coveragerc,.rspec,manage.py,node.config.json}',
      '**/phpunit*.xml*',
      '**/deno.json{,c}',
      '**/{Makefile,GNUmakefile,justfile}',
      '**/Taskfile.y{a,}ml',
    ],
  },
  {
    kind: 'build-configuration',
    name: 'configuration of the compiler that the tests run through',
    globs: [
      '**/{tsconfig,jsconfig}*.json',
      '**/babel.config.*',
      '**/.babelrc*',
      '**/.swcrc',
      '**/{webpack,rollup,tsup,esbuild,metro}.config.*',
    ],
  },
  {
    kind: 'snapshots',
    name: 'a snapshot',
    globs: [
      '**/__snapshots__/**',
      '**/*.snap',
      '**/*.snap.*',
      '**/*.approved.*',
      '**/*.ambr',
      '**/__image_snapshots__/**',
      '**/.snapshots/**',
    ],
  },
  { kind: 'mocks', name: 'a mock', globs: ['**/__mocks__/**', '**/*.mock.*', '**/mocks/**', '**/*.stub.*'] },
  {
    kind: 'test-fixtures',
    name: 'a test fixture',
    globs: [
      '**/__fixtures__/**',
      '**/fixtures/**',
      '**/testdata/**',
      '**/test{-,_}data/**',
      '**/cassettes/**',
      '**/golden/**',
      '**/*.golden',
    ],
  },
  {
    kind: 'tests',
    name: 'a test',
    globs: [
      '**/{test,tests,spec,specs,__test__,__tests__,__specs__,e2e,cypress,playwright,test-utils,test-helpers,test-support,testing}/**',
      '**/*.{test,spec,cy,e2e}.*',
      '**/*.test-d.ts',
      '**/*{_test,_spec,-test,-spec}.*',
      '**/test{_,-}*.*',
      '**/test{,s}.{js,cjs,mjs,ts,tsx,jsx,py}',
    ],
  },
  {
    kind: 'test-library-shadow',
    name: 'a module that would stand in for a test library',
    globs: [
      '**/{pytest,_pytest,unittest,doctest,nose,nose2,pluggy,hypothesis,mock,coverage,xdist}.py',
      '**/{pytest,_pytest,unittest,nose,pluggy,hypothesis}/**',
    ],
  },
];
