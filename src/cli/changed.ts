import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './usage-error.ts';

/**
 * Paths (absolute, symbolic links resolved) of what was added or changed since the merge base with a ref, committed or not.
 * `filter`: `A` leaves out what was there and only changed. Asks git. Throws a {@link UsageError} where there is no repository, no such ref, or no common history.
 */
export function changedSince(ref: string, cwd: string, filter: 'd' | 'A' = 'd'): ReadonlySet<string> {
  const git = (...rest: readonly string[]): string =>
    execFileSync('git', rest, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 256 * 1024 * 1024 });
  const top = attempt(() => git('rev-parse', '--show-toplevel').trim(), '--since needs a git repository, and git');
  attempt(() => git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`), `--since ${ref}: git knows no such commit`);
  const base = attempt(
    () => git('merge-base', ref, 'HEAD').trim(),
    `--since ${ref}: it has no history in common with HEAD (in a shallow clone: fetch more of it, \`fetch-depth: 0\`)`,
  );
  const changed = git('diff', '--name-only', '--no-renames', `--diff-filter=${filter}`, '-z', base, '--', top);
  const untracked = git('ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', top);
  return new Set(
    `${changed}${untracked}`
      .split('\0')
      .filter(Boolean)
      .map((name) => join(realpathSync(top), name)),
  );
}

/** Where work is branched off from, as far as nobody says. */
const MAIN_BRANCHES = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master', 'HEAD'];

/**
 * Paths (absolute, symbolic links resolved) of what this branch, or this working copy, has added to the main branch. Null:
 * there is no git, or no repository.
 */
export function addedHere(cwd: string): ReadonlySet<string> | null {
  for (const ref of MAIN_BRANCHES) {
    try {
      return changedSince(ref, cwd, 'A');
    } catch (error) {
      if (!(error instanceof UsageError)) return null;
    }
  }
  return null;
}

function attempt<Value>(work: () => Value, otherwise: string): Value {
  try {
    return work();
  } catch {
    throw new UsageError(otherwise);
  }
}
