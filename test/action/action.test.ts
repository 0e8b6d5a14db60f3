import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { parse } from 'yaml';
import { DROP, PROJECT, sandbox } from '../cli/sandbox.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

// The steps of action.yml, run as a runner does: `${{ … }}` put into their environment, one after the other, against a GitHub
// of our own on localhost. `npx` is one that runs what is built here.

const root = join(import.meta.dirname, '..', '..');

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}
const action: {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
} = parse(readFileSync(join(root, 'action.yml'), 'utf8'));

interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly type: string };
}

/** Comments of one pull request, and what was asked for. */
class GitHub {
  readonly comments: Comment[] = [];
  readonly calls: string[] = [];
  isReadOnly = false;
  readonly #server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    this.calls.push(`${request.method} ${url.pathname}`);
    let text = '';
    request.on('data', (data) => {
      text += String(data);
    });
    request.on('end', () => {
      if (this.isReadOnly && request.method !== 'GET') {
        response.writeHead(403).end('{"message":"Resource not accessible by integration"}');
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.#answer(request.method ?? '', url, text)));
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address: string | AddressInfo | null = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  stop(): void {
    this.#server.close();
  }

  #answer(method: string, url: URL, text: string): unknown {
    if (method === 'GET') {
      const [size, page] = ['per_page', 'page'].map((name) => Number(url.searchParams.get(name)));
      return this.comments.slice(((page ?? 1) - 1) * (size ?? 30), (page ?? 1) * (size ?? 30));
    }
    const { body }: { readonly body: string } = JSON.parse(text);
    if (method === 'POST') this.comments.push({ id: 1000 + this.comments.length, body, user: { type: 'Bot' } });
    const changed = this.comments.find(({ id }) => url.pathname.endsWith(`/${id}`));
    if (changed) changed.body = body;
    return {};
  }
}

let github: GitHub;
let api: string;
beforeEach(async () => {
  github = new GitHub();
  api = await github.start();
});
afterEach(() => github.stop());

const SCHEMA = 'datasource db {\n  provider = "postgresql"\n}\n\nmodel User {\n  id Int @id\n  email String?\n}\n';

/** A repository with a base commit; its project has a clean migration and no other. */
function repository(): string {
  const { 'prisma/migrations/20250102000000_drop/migration.sql': _, ...clean } = PROJECT;
  const folder = sandbox({ ...clean, 'prisma/schema.prisma': SCHEMA });
  git(folder, 'init', '-q');
  commit(folder, 'base');
  return folder;
}

const git = (cwd: string, ...args: readonly string[]): string =>
  spawnSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], { cwd, encoding: 'utf8' }).stdout.trim();

function commit(folder: string, message: string): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', message);
}

function addMigration(folder: string, sql: string): void {
  const path = join(folder, 'prisma/migrations/20250102000000_drop');
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'migration.sql'), sql);
  commit(folder, 'change');
}

interface Run {
  readonly code: number;
  readonly log: string;
  readonly summary: string;
  readonly sarif: boolean;
}

/** Runs the action in a repository, on an event of a pull request with these inputs. */
async function runAction(folder: string, inputs: Readonly<Record<string, string>> = {}, event: object = { pull_request: { number: 7 } }): Promise<Run> {
  const runner = sandbox({
    'event.json': JSON.stringify(event),
    output: '',
    summary: '',
    'bin/npx': `#!/usr/bin/env bash\nshift 2\nexec "${process.execPath}" "${root}/dist/bin.cjs" "$@"\n`,
  });
  chmodSync(join(runner, 'bin/npx'), 0o755);
  const base = git(folder, 'rev-list', '--max-parents=0', 'HEAD');
  const values = new Map([
    ['github.event.pull_request.base.sha', base],
    ['github.token', 'secret'],
  ]);
  for (const [name, { default: usual }] of Object.entries(action.inputs)) values.set(`inputs.${name}`, inputs[name] ?? filled(usual, values));
  const environment = {
    ...process.env,
    PATH: `${join(runner, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    RUNNER_TEMP: runner,
    GITHUB_ACTION_PATH: root,
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: api,
    GITHUB_EVENT_PATH: join(runner, 'event.json'),
    GITHUB_OUTPUT: join(runner, 'output'),
    GITHUB_REPOSITORY: 'owner/name',
    GITHUB_STEP_SUMMARY: join(runner, 'summary'),
    GITHUB_WORKSPACE: folder,
    NO_COLOR: '1',
  };
  let [code, log] = [0, ''];
  for (const step of action.runs.steps) {
    if (step.run === undefined || (step.if !== undefined && !isTrue(step.if, values))) continue;
    const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, text]) => [name, filled(text, values)]));
    const done = await shell(step.run, folder, { ...environment, ...env });
    [code, log] = [done.code, log + done.log];
    if (step.id !== undefined)
      for (const line of readFileSync(join(runner, 'output'), 'utf8').split('\n'))
        values.set(`steps.${step.id}.outputs.${line.split('=')[0]}`, line.replace(/^[^=]*=/, ''));
  }
  return { code, log, summary: readFileSync(join(runner, 'summary'), 'utf8'), sarif: values.has('steps.lint.outputs.sarif-file') };
}

const filled = (text: string, values: ReadonlyMap<string, string>): string =>
  String(text).replaceAll(/\$\{\{ ([^}]+) \}\}/g, (_, name: string) => values.get(name.trim()) ?? '');

const isTrue = (condition: string, values: ReadonlyMap<string, string>): boolean => {
  const [, name = '', expected] = /^(\S+) == '(\w+)'$/.exec(condition) ?? [];
  return values.get(name) === expected;
};

/** Not spawnSync: our GitHub has to answer meanwhile. */
const shell = (script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<{ readonly code: number; readonly log: string }> =>
  new Promise((resolve) => {
    const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        log += String(data);
      });
    child.once('close', (code) => resolve({ code: code ?? -1, log }));
    onTestFinished(() => void child.kill());
  });

describe('the action', () => {
  test('writes one comment, changes it on the next run, and clears it when nothing is found any more', async () => {
    const folder = repository();
    addMigration(folder, DROP);
    const first = await runAction(folder);
    expect(first.code, first.log).toBe(1);
    expect(first.log).toMatch(/^::error file=prisma\/migrations\/20250102000000_drop\/migration\.sql,/m);
    expect(first.sarif).toBe(true);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toMatch(/^<!-- prisma-migration-lint -->\n### ❌ 1 error/);

    addMigration(folder, `${DROP}DROP TABLE "User";\n`);
    expect((await runAction(folder)).code).toBe(1);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain('2 errors');

    addMigration(folder, 'SELECT 1;\n');
    const clean = await runAction(folder);
    expect(clean.code, clean.log).toBe(0);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toMatch(/^<!-- prisma-migration-lint -->\n### ✅ Nothing found in 1 migration/);
    await runAction(folder);
    expect(github.calls.filter((call) => !call.startsWith('GET'))).toEqual([
      'POST /repos/owner/name/issues/7/comments',
      'PATCH /repos/owner/name/issues/comments/1000',
      'PATCH /repos/owner/name/issues/comments/1000',
    ]);
  });
  test('finds its comment behind a hundred others, and leaves what people wrote', async () => {
    const folder = repository();
    addMigration(folder, DROP);
    github.comments.push({ id: 1, body: '<!-- prisma-migration-lint -->\nquoted', user: { type: 'User' } });
    for (let id = 2; id < 130; id++) github.comments.push({ id, body: 'talk', user: { type: 'User' } });
    github.comments.push({ id: 500, body: '<!-- prisma-migration-lint -->\nold', user: { type: 'Bot' } });
    await runAction(folder);
    expect(github.comments).toHaveLength(130);
    expect(github.comments.at(-1)?.body).toContain('1 error');
    expect(github.comments[0]?.body).toContain('quoted');
  });
  test('says nothing where nothing is found', async () => {
    const folder = repository();
    expect((await runAction(folder)).code).toBe(0);
    expect(github.calls).toEqual(['GET /repos/owner/name/issues/7/comments']);
  });
  test('a token that may only read: the report is in the summary of the job', async () => {
    const folder = repository();
    addMigration(folder, DROP);
    github.isReadOnly = true;
    const { code, log, summary } = await runAction(folder);
    expect(code).toBe(1);
    expect(summary).toContain('### ❌ 1 error');
    expect(log).toContain('::notice title=prisma-migration-lint::');
  });
  test('no pull request: the summary, and no call', async () => {
    const folder = repository();
    addMigration(folder, DROP);
    const { summary } = await runAction(folder, {}, { ref: 'refs/heads/main' });
    expect(summary).toContain('### ❌ 1 error');
    expect(github.calls).toEqual([]);
  });
  test('a folder of its own has a comment of its own', async () => {
    const folder = repository();
    addMigration(folder, DROP);
    await runAction(folder, { 'working-directory': 'prisma' });
    await runAction(folder);
    expect(github.comments.map(({ body }) => body.split('\n')[0])).toEqual(['<!-- prisma-migration-lint prisma -->', '<!-- prisma-migration-lint -->']);
  });
  test('a wrong configuration fails, and leaves the comment', async () => {
    const folder = repository();
    writeFileSync(join(folder, 'migration-lint.config.json'), '{ "rulez": 1 }');
    const { code, log } = await runAction(folder);
    expect(code).toBe(2);
    expect(log).toContain('unknown key "rulez"');
    expect(github.calls).toEqual([]);
  });
  test('thresholds and other options', async () => {
    const folder = repository();
    addMigration(folder, DROP);
    expect((await runAction(folder, { 'fail-on': 'never' })).code).toBe(0);
    expect((await runAction(folder, { args: '--rule drop-column=off --max-warnings 9' })).code).toBe(0);
  });
  test('a shallow clone is completed', async () => {
    const origin = repository();
    addMigration(origin, DROP);
    const parent = sandbox({});
    git(parent, 'clone', '-q', '--depth', '1', `file://${origin}`, 'clone');
    const { code, log } = await runAction(join(parent, 'clone'), { since: git(origin, 'rev-list', '--max-parents=0', 'HEAD') });
    expect(code, log).toBe(1);
  });
  test.each(['since', 'working-directory', 'version', 'args', 'fail-on'])('nothing in the input %s is run', async (name) => {
    const folder = repository();
    await runAction(folder, { [name]: '$(touch run) `touch run`; touch run; "; touch run' });
    expect(readdirSync(folder)).not.toContain('run');
    expect(existsSync(join(root, 'run'))).toBe(false);
  });
});

test('scripts get inputs by the environment, never as a part of their text', () => {
  for (const { run } of action.runs.steps) expect(run ?? '').not.toContain('${{');
});

test('.pre-commit-hooks.yaml names a command that exists', () => {
  const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8'));
  expect(hook).toMatchObject({ id: 'prisma-migration-lint', pass_filenames: false });
  expect(hook.entry).toMatch(/^npx --yes prisma-migration-lint --since HEAD$/);
  expect(new RegExp(hook.files).test('prisma/migrations/1_x/migration.sql')).toBe(true);
});
