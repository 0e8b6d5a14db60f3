import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { command, DROP, INDEX, PROJECT, sandbox } from './sandbox.ts';

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false', ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

function commit(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '--allow-empty', '-m', 'x');
}

/** A repository with the project on `main`, checked out on `topic`. */
function repository(): string {
  const folder = sandbox({});
  rmSync(join(folder, '.git'), { recursive: true });
  git(folder, 'init', '-q', '-b', 'main');
  commit(folder, PROJECT);
  git(folder, 'checkout', '-q', '-b', 'topic');
  return folder;
}

const base = 'prisma/migrations';

async function reported(folder: string, ...args: readonly string[]): Promise<readonly string[]> {
  const { stdout, stderr } = await command(folder, [
    '--format',
    'json',
    '--rule',
    'missing-lock-timeout=off',
    '--rule',
    'brief-exclusive-lock=off',
    '--since',
    'main',
    ...args,
  ]);
  expect(stdout, stderr).not.toBe('');
  const report: {
    readonly summary: { readonly migrations: number; readonly reported: number };
    readonly diagnostics: readonly { readonly migration: string }[];
  } = JSON.parse(stdout);
  return [`${report.summary.reported} of ${report.summary.migrations}`, ...new Set(report.diagnostics.map(({ migration }) => migration))];
}

describe('--since', () => {
  test('reports nothing when nothing changed', async () => {
    expect(await reported(repository())).toEqual(['0 of 2']);
  });
  test('what is committed, what is not, and what git does not know yet', async () => {
    const folder = repository();
    commit(folder, { [`${base}/20250103000000_index/migration.sql`]: INDEX.replaceAll('email', 'id') });
    writeFileSync(join(folder, base, '20250102000000_drop/migration.sql'), `${DROP}-- edited\n`);
    mkdirSync(join(folder, base, '20250104000000_new'));
    writeFileSync(join(folder, base, '20250104000000_new/migration.sql'), 'DROP TABLE "User";\n');
    expect(await reported(folder)).toEqual(['3 of 4', '20250102000000_drop', '20250103000000_index', '20250104000000_new']);
    expect(await reported(folder, `${base}/20250104000000_new`)).toEqual(['1 of 4', '20250104000000_new']);
  });
  test('what an editor holds of a file that is not there yet', async () => {
    const file = `${base}/20250104000000_new/migration.sql`;
    const given = ['--stdin', '--stdin-filename', file, '--since', 'main', '--format', 'unix', '--quiet'];
    expect((await command(repository(), given, { input: 'DROP TABLE "User";\n' })).stdout).toContain('[drop-table]');
  });
  test('not what others merged in the meantime', async () => {
    const folder = repository();
    commit(folder, { [`${base}/20250104000000_mine/migration.sql`]: 'DROP TABLE "User";\n' });
    git(folder, 'checkout', '-q', 'main');
    commit(folder, { [`${base}/20250103000000_theirs/migration.sql`]: INDEX });
    git(folder, 'checkout', '-q', 'topic');
    expect(await reported(folder)).toEqual(['1 of 3', '20250104000000_mine']);
  });
  test('from a folder inside of the repository', async () => {
    const folder = repository();
    commit(folder, { [`${base}/20250104000000_mine/migration.sql`]: 'DROP TABLE "User";\n' });
    expect(await reported(join(folder, 'prisma'))).toEqual(['1 of 3', '20250104000000_mine']);
  });
  test('a ref that is not there, or without common history, is a mistake', async () => {
    const folder = repository();
    expect(await command(folder, ['--since', 'origin/main'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: --since origin/main: git knows no such commit\n',
    });
    git(folder, 'checkout', '-q', '--orphan', 'other');
    commit(folder, { 'readme.md': 'something else' });
    expect((await command(folder, ['--since', 'main'])).stderr).toContain('--since main: it has no history in common with HEAD');
  });
});
