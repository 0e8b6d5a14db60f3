import { existsSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LOCK_FILE, MIGRATION_FILE } from '../migration/index.ts';
import { Git, GitError } from './git.ts';
import { UsageError } from './usage-error.ts';

/**
 * What was added, changed or deleted since the merge base with a ref, committed or not, and what there was at that base.
 * Asks git. Throws a {@link UsageError} where there is no repository, no such ref, or no common history.
 */
export class Changes {
  readonly ref: string;
  /** The merge base. */
  readonly base: string;
  readonly #git: Git;
  readonly #top: string;
  readonly #untracked: readonly string[];
  readonly #changed: ReadonlySet<string>;
  #files: readonly string[] | undefined;

  constructor(ref: string, cwd: string) {
    this.ref = ref;
    this.#git = new Git(cwd);
    this.#top = this.#git.top();
    this.base = mergeBase(this.#git, ref);
    this.#untracked = this.#paths('ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', this.#top);
    this.#changed = new Set([...this.#diff(), ...this.#untracked]);
  }

  /** Was it added, changed or deleted? What is not there yet will be new. */
  has(path: string): boolean {
    return !existsSync(path) || this.#changed.has(realpathSync(path));
  }

  /** Absolute paths of what was not there at the base. */
  added(): ReadonlySet<string> {
    return new Set([...this.#diff('--diff-filter=A'), ...this.#untracked]);
  }

  wasThere(path: string): boolean {
    return this.filesAtBase().includes(path);
  }

  /** Absolute paths of all migration.sql and lock files that there were at the base. */
  filesAtBase(): readonly string[] {
    this.#files ??= this.#paths('ls-tree', '-r', '-z', '--full-tree', '--name-only', this.base).filter((path) =>
      [MIGRATION_FILE, LOCK_FILE].includes(basename(path)),
    );
    return this.#files;
  }

  /** Bytes at the base, by path; `paths` are some of {@link filesAtBase}. */
  bytesAtBase(paths: readonly string[]): ReadonlyMap<string, Uint8Array> {
    const blobs = this.#git.blobs(paths.map((path) => this.#blobOf(path)));
    return new Map(
      paths.flatMap((path) => {
        const bytes = blobs.get(this.#blobOf(path));
        return bytes === undefined ? [] : [[path, bytes] as const];
      }),
    );
  }

  /** A command that writes a file again as it was. */
  restoring(path: string): string {
    return `git checkout ${this.base.slice(0, 12)} -- ${quoted(this.#within(path))}`;
  }

  #diff = (...filter: readonly string[]): readonly string[] => this.#paths('diff', '--name-only', '--no-renames', ...filter, '-z', this.base, '--', this.#top);
  #paths = (...args: readonly string[]): readonly string[] =>
    this.#git
      .ask(...args)
      .split('\0')
      .filter(Boolean)
      .map((name) => join(this.#top, name));
  #blobOf = (path: string): string => `${this.base}:${this.#within(path)}`;
  /** Relative to the repository, with "/". */
  #within = (path: string): string => path.slice(this.#top.length + 1).replaceAll('\\', '/');
}

const quoted = (path: string): string => (/[^\w./@-]/.test(path) ? `'${path}'` : path);

function mergeBase(git: Git, ref: string): string {
  const isShallow = (): boolean => git.ask('rev-parse', '--is-shallow-repository').trim() === 'true';
  try {
    git.ask('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UsageError(`--since ${ref}: git knows no such commit${isShallow() ? `; this clone is shallow: ${DEEPER}` : ''}`);
  }
  try {
    return git.ask('merge-base', ref, 'HEAD').trim();
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UsageError(
      isShallow()
        ? `--since ${ref}: this shallow clone does not reach back to where the two histories part: ${DEEPER}`
        : `--since ${ref}: it has no history in common with HEAD`,
    );
  }
}

const DEEPER = 'fetch more with `git fetch --unshallow`, or let CI check out everything (`fetch-depth: 0`)';

/** Where work is branched off from, as far as nobody says. */
const MAIN_BRANCHES = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master', 'HEAD'];

/**
 * Paths (absolute, symbolic links resolved) of what this branch, or this working copy, has added to the main branch. Null:
 * there is no git, or no repository.
 */
export function addedHere(cwd: string): ReadonlySet<string> | null {
  for (const ref of MAIN_BRANCHES) {
    try {
      return new Changes(ref, cwd).added();
    } catch (error) {
      if (!(error instanceof UsageError)) return null;
    }
  }
  return null;
}
