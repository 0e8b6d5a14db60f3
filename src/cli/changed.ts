import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './usage-error.ts';

/**
 * Paths (absolute, symbolic links resolved) of what was added or changed since the merge base with a ref, committed or not.
 * Asks git. Throws a {@link UsageError} where there is no repository, no such ref, or no common history.
 */
export function changedSince(ref: string, cwd: string): ReadonlySet<string> {
  const git = (...rest: readonly string[]): string =>
    execFileSync('git', rest, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 256 * 1024 * 1024 });
  const top = attempt(() => git('rev-parse', '--show-toplevel').trim(), '--since needs a git repository, and git');
  attempt(() => git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`), `--since ${ref}: git knows no such commit`);
  const base = attempt(
    () => git('merge-base', ref, 'HEAD').trim(),
    `--since ${ref}: it has no history in common with HEAD (in a shallow clone: fetch more of it, \`fetch-depth: 0\`)`,
  );
  const changed = git('diff', '--name-only', '--no-renames', '--diff-filter=d', '-z', base, '--', top);
  const untracked = git('ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', top);
  return new Set(
    `${changed}${untracked}`
      .split('\0')
      .filter(Boolean)
      .map((name) => join(realpathSync(top), name)),
  );
}

function attempt<Value>(work: () => Value, otherwise: string): Value {
  try {
    return work();
  } catch {
    throw new UsageError(otherwise);
  }
}
