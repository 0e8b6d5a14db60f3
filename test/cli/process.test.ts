import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { DROP, INIT, PROJECT, sandbox } from './sandbox.ts';

// What is built, as a process of its own: pipes, exit codes, and what a package manager would install.

const root = join(import.meta.dirname, '..', '..');
const bin = join(root, 'dist', 'bin.cjs');

beforeAll(() => {
  expect(existsSync(bin), 'dist/ is missing: npm run build').toBe(true);
});

const run = (cwd: string, ...args: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } =>
  spawnSync(process.execPath, [bin, ...args], { cwd, encoding: 'utf8', maxBuffer: 2 ** 30 });

/** A history with so many findings that its report does not fit into the buffer of a pipe. */
function longProject(): string {
  const drops = Array.from({ length: 400 }, (_, index): readonly [string, string] => [
    `m/migrations/2025${String(index).padStart(4, '0')}_x/migration.sql`,
    `DROP TABLE "Missing${index}";`,
  ]);
  return sandbox({ 'm/migrations/2024_init/migration.sql': INIT, ...Object.fromEntries(drops) });
}

/** As `| head -c` does: reads the beginning and goes. */
function headOf(cwd: string, options: readonly string[]): { readonly code: number; readonly bytes: number } {
  const script = 'node "$0" --format json "$@" | head -c 1000 | wc -c; echo "${PIPESTATUS[0]}"';
  const { stdout } = spawnSync('bash', ['-c', script, bin, ...options], { cwd, encoding: 'utf8' });
  const [bytes, code] = stdout.trim().split('\n').map(Number);
  return { code: code ?? -1, bytes: bytes ?? 0 };
}

describe('the command', () => {
  test('exit codes', () => {
    const folder = sandbox(PROJECT);
    expect(run(folder, '--fail-on', 'never').status).toBe(0);
    expect(run(folder).status).toBe(1);
    expect(run(folder, '--nonsense').status).toBe(2);
  });
  test('nothing is cut off when piped', () => {
    const { stdout } = run(longProject(), '--format', 'json');
    expect(stdout.length).toBeGreaterThan(400_000);
    expect(() => JSON.parse(stdout)).not.toThrow();
  });
  test('a reader that has seen enough is no error', async () => {
    const child = spawn(process.execPath, [bin, '--format', 'json'], { cwd: longProject(), stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += String(data);
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });
  test('forty thousand findings: whole in every format, and no more memory than they need', { timeout: 240_000 }, () => {
    const sql = Array.from({ length: 1_000 }, (_, index) => `TRUNCATE "User";\nINSERT INTO "User" VALUES (${index});\n`).join('');
    const histories = Array.from({ length: 40 }, (_, index): readonly [string, string] => [`m/migrations/202501${index + 10}_x/migration.sql`, sql]);
    const folder = sandbox({ 'm/migrations/2024_init/migration.sql': INIT, ...Object.fromEntries(histories) });
    const files = ['json', 'sarif', 'gitlab', 'rdjson', 'junit', 'checkstyle', 'markdown', 'github', 'terminal'].flatMap((format) => [
      '--format',
      `${format}:reports/${format}`,
    ]);
    const own = ['--rule', 'half-applied-on-failure=off', '--rule', 'missing-lock-timeout=off', '--rule', 'several-tables-locked=off'];
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--max-old-space-size=1024', bin, '--format', 'unix', ...files, ...own], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout.split('\n')).toHaveLength(40_001);
    const read = (format: string): string => readFileSync(join(folder, 'reports', format), 'utf8');
    expect(JSON.parse(read('json')).diagnostics).toHaveLength(40_000);
    expect(JSON.parse(read('sarif')).runs[0].results).toHaveLength(40_000);
    expect(read('junit').match(/<testcase /g)).toHaveLength(40_000);
    expect(read('markdown').length).toBeLessThan(65_536);
    const { code, bytes } = headOf(folder, own);
    expect(code).toBe(1);
    expect(bytes).toBeGreaterThan(0);
  });
  test('standard input', () => {
    const { status, stdout } = spawnSync(process.execPath, [bin, '--stdin', '--format', 'unix', '--quiet'], {
      cwd: sandbox({}),
      input: DROP,
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^stdin\.sql:1:\d+: error: .* \[drop-column\]\n$/);
  });
  test('a configuration in TypeScript, where the package is not installed', () => {
    const config = "import { defineConfig } from 'prisma-migration-lint';\nexport default defineConfig({ rules: { 'drop-column': 'info' } });\n";
    expect(run(sandbox({ ...PROJECT, 'migration-lint.config.ts': config }))).toMatchObject({ status: 0, stderr: '' });
  });
  test('--help and --version', () => {
    const { version }: { readonly version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const folder = sandbox({});
    expect(run(folder, '--version').stdout).toBe(`${version}\n`);
    expect(run(folder, '-v').stdout).toBe(`${version}\n`);
    for (const command of ['inspect', 'explain', 'rules']) expect(run(folder, '--help').stdout).toContain(`prisma-migration-lint ${command}`);
    expect(run(folder, '--help').stdout).not.toContain('verify');
    expect(run(folder, 'inspect', '-h').stdout).toContain('inspect [paths..]');
  });
});

describe('the package', () => {
  const require = createRequire(import.meta.url);
  test('holds what it needs, and nothing of the tests', () => {
    const [pack]: readonly { readonly files: readonly { readonly path: string }[] }[] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
    const paths = pack?.files.map(({ path }) => path) ?? [];
    for (const path of ['LICENSE', 'README.md', 'CHANGELOG.md', 'dist/bin.cjs', 'dist/index.js', 'dist/types/src/index.d.ts', 'rules/drop-column.md'])
      expect(paths).toContain(path);
    expect(paths.filter((path) => /^(src|test|examples|\.)/.test(path) || /^rules\/.*\.ts$/.test(path))).toEqual([]);
  });
  test('runs nothing when it is installed', () => {
    const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?(install|prepare|prepublish)$/.test(name))).toEqual([]);
  });
  test.each([
    ['index', ['createLibpgQueryParser', 'createPgsqlAstParser', 'defineConfig', 'definePlugin', 'defineRule', 'inspect', 'lint']],
    ['rule', ['definePlugin', 'defineRule', 'quoteName']],
    ['rule-tester', ['testRule']],
  ])('%s can be required and imported', async (name, exports) => {
    const path = join(root, 'dist', `${name}.js`);
    expect(Object.keys(require(path))).toEqual(expect.arrayContaining(exports));
    expect(Object.keys(await import(path))).toEqual(expect.arrayContaining(exports));
  });
  test('has types that a strict project accepts', () => {
    const folder = sandbox({
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          module: 'nodenext',
          target: 'es2022',
          types: [],
          skipLibCheck: false,
          paths: {
            'prisma-migration-lint': [join(root, 'dist/types/src/index.d.ts')],
            'prisma-migration-lint/rule': [join(root, 'dist/types/src/rule/index.d.ts')],
          },
        },
        files: ['config.ts', 'wrong.ts'],
      }),
      'package.json': '{ "type": "module" }',
      'config.ts': `import { defineConfig } from 'prisma-migration-lint';
import { definePlugin, defineRule } from 'prisma-migration-lint/rule';
const rule = defineRule({
  id: 'x',
  meta: { summary: 'x', harms: [], severity: 'info', preset: 'all' },
  messages: { found: (data: { readonly table: string }) => ({ what: data.table, why: '', todo: '' }) },
  on: { dropTable: (operation, context) => context.finding('found', { table: operation.table.name }) },
});
export default defineConfig({ rules: { 'drop-column': ['error', {}] }, tables: { User: 'large' }, plugins: [definePlugin({ name: 'p', rules: [rule] })] });
`,
      'wrong.ts': "import { defineConfig } from 'prisma-migration-lint';\ndefineConfig({ rulez: {} });\ndefineConfig({ failOn: 'sometimes' });\n",
    });
    const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder], { encoding: 'utf8' });
    expect(
      stdout
        .split('\n')
        .filter((line) => line.includes('error'))
        .map((line) => line.replace(/^.*?(\w+\.ts\(\d+).*(TS\d+).*$/, '$1 $2')),
    ).toEqual(['wrong.ts(2 TS2561', 'wrong.ts(3 TS2322']);
  });
});
