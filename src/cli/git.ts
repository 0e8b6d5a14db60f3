import { realpathSync } from 'node:fs';
import { UsageError } from './usage-error.ts';

const MOST_BYTES = 256 * 1024 * 1024;

/** Git, asked in one folder. It writes nothing and loads nothing, not even from a remote that a partial clone has. */
export class Git {
  readonly #cwd: string;

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** What it prints. Throws a {@link GitError} when it fails. */
  ask(...args: readonly string[]): string {
    return this.#run(args, undefined).toString('utf8');
  }

  /** The bytes of blobs by name (`main:prisma/schema.prisma`), in one go. What is not there is left out. */
  blobs(names: readonly string[]): ReadonlyMap<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    if (names.length === 0) return found;
    const printed = this.#run(['cat-file', '--batch'], `${names.join('\n')}\n`);
    let at = 0;
    for (const name of names) {
      const lineEnd = printed.indexOf(10, at);
      const size = /^\S+ blob (\d+)$/.exec(printed.toString('utf8', at, lineEnd))?.[1];
      at = lineEnd + 1;
      if (size === undefined) continue;
      found.set(name, printed.subarray(at, at + Number(size)));
      at += Number(size) + 1;
    }
    return found;
  }

  /** The folder of the repository, symbolic links resolved. Throws a {@link UsageError} where there is none, or no git. */
  top(): string {
    try {
      return realpathSync(this.ask('rev-parse', '--show-toplevel').trim());
    } catch (error) {
      const reason = error instanceof GitError && !error.reason.startsWith('not a git repository') ? `: ${error.reason}` : '';
      throw new UsageError(`--since needs a git repository, and git${reason}`);
    }
  }

  #run(args: readonly string[], input: string | undefined): Buffer {
    try {
      // Few runs ask git, and the module takes 5 ms to load.
      return process.getBuiltinModule('node:child_process').execFileSync('git', args, {
        cwd: this.#cwd,
        input: input ?? '',
        stdio: ['pipe', 'pipe', 'pipe'],
        maxBuffer: MOST_BYTES,
        env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', LC_ALL: 'C' },
      });
    } catch (error) {
      throw new GitError(reasonOf(error));
    }
  }
}

/** Git is not there, or refuses; the reason is what it says, in one line. */
export class GitError extends UsageError {
  readonly reason: string;

  constructor(reason: string) {
    super(`git: ${reason}`);
    this.reason = reason;
  }
}

function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('code' in error && error.code === 'ENOENT') return 'git is not installed';
  const said = 'stderr' in error ? String(error.stderr) : '';
  const line = said.split('\n').find((one) => one.trim() !== '') ?? (error instanceof Error ? error.message : '');
  return line.replace(/^(fatal|error): /, '').trim();
}
