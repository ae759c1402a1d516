import picomatch from 'picomatch';
import { isTestPath } from '../shared/project-path.ts';
import { remembered } from '../shared/remembered.ts';
import { comparablePath } from './odd-path.ts';
import { PROTECTED_GROUPS, type ProtectedKind, TEST_KINDS } from './protected-paths.ts';

/** What the user and the toolchains say about paths; globs without a slash match in any folder. */
export interface PathPolicy {
  /** Protected paths that may be changed all the same. */
  readonly allow: readonly string[];
  /** Paths that must not be changed; wins over everything. */
  readonly deny: readonly string[];
  /** Opens tests, snapshots, mocks and test fixtures; never the configuration of runners. */
  readonly allowTestEdits: boolean;
  /** Paths that steer the runners, as the toolchains tell. */
  readonly runnerGlobs: readonly string[];
}

/** What a policy says of a path by its name alone. */
type PathRuling =
  | { readonly kind: 'free' }
  | { readonly kind: 'allowed' }
  | { readonly kind: 'protected'; readonly policy: ProtectedKind | 'deny'; readonly name: string };

export type PathRule = (path: string) => PathRuling;

type Matcher = (path: string) => boolean;

/** Compiled once: a judgement is asked for every candidate. */
const GROUPS = PROTECTED_GROUPS.map((group) => ({ ...group, matches: matcher(group.globs) }));

/** Compiles a policy into a judgement of paths. `--deny` wins over `--allow`, which wins over the built-in groups. */
export function pathRule(policy: PathPolicy, runnerFiles: ReadonlySet<string>): PathRule {
  const { denied, allowed, steering, rulings } = compiledGlobs(policy);
  const groups = GROUPS.filter((group) => !(policy.allowTestEdits && TEST_KINDS.has(group.kind)));
  const rule: PathRule = (path) => {
    const name = comparablePath(path);
    if (denied(name)) return { kind: 'protected', policy: 'deny', name: 'denied by --deny' };
    if (allowed(name)) return { kind: 'allowed' };
    const group = groups.find(({ matches }) => matches(name));
    if (group !== undefined) return { kind: 'protected', policy: group.kind, name: group.name };
    if (!policy.allowTestEdits && isTestPath(path)) return { kind: 'protected', policy: 'tests', name: 'a test' };
    if (steering(name) || runnerFiles.has(path))
      return {
        kind: 'protected',
        policy: 'runner-configuration',
        name: 'code or configuration that steers a test runner',
      };
    return { kind: 'free' };
  };
  const known = rulings(runnerFiles);
  return (path) => {
    const ruling = known.get(path) ?? rule(path);
    known.set(path, ruling);
    return ruling;
  };
}

interface CompiledGlobs {
  readonly denied: Matcher;
  readonly allowed: Matcher;
  readonly steering: Matcher;
  /** What was said of paths so far, by the files that steer the runners: candidates of a search touch the same few. */
  readonly rulings: (runnerFiles: ReadonlySet<string>) => Map<string, PathRuling>;
}

/** By the policy: all candidates of a search are judged by one. */
const compiledGlobs = remembered(
  (policy: PathPolicy): CompiledGlobs => ({
    denied: matcher(policy.deny),
    allowed: matcher(policy.allow),
    steering: matcher(policy.runnerGlobs.filter((glob) => !glob.endsWith('package.json'))),
    rulings: remembered((_runnerFiles) => new Map()),
  }),
);

/** A glob without a slash is meant for any folder, as in `.gitignore`. */
function matcher(globs: readonly string[]): Matcher {
  if (globs.length === 0) return () => false;
  const anywhere = globs.map((glob) => comparablePath(glob.includes('/') ? glob.replace(/^\.?\//, '') : `**/${glob}`));
  return picomatch(anywhere, { dot: true, nocase: true });
}
