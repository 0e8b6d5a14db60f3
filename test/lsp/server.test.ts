import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DiagnosticSeverity, FileChangeType } from 'vscode-languageserver-protocol/node';
import { describe, expect, test, vi } from 'vitest';
import { DROP, INIT, LOCK, PROJECT, sandbox } from '../cli/sandbox.ts';
import { type Editor, editorIn, gist } from './editor.ts';

// The built command as an editor sees it, each time as a process of its own.
vi.setConfig({ testTimeout: 30_000 });

const QUIET = '{ "rules": { "missing-lock-timeout": "off", "brief-exclusive-lock": "off", "several-tables-locked": "off" } }';
const QUIET_PROJECT = { ...PROJECT, 'migration-lint.config.json': QUIET };
const FIRST = 'prisma/migrations/20250101000000_init/migration.sql';
const LAST = 'prisma/migrations/20250102000000_drop/migration.sql';
const NEXT = 'prisma/migrations/20250103000000_next/migration.sql';
const UNKNOWN = 'DROP TABLE "Gone";\n';

const at = (line: number, character: number): { readonly line: number; readonly character: number } => ({ line, character });
const here = (line: number, character: number): { readonly start: ReturnType<typeof at>; readonly end: ReturnType<typeof at> } => ({
  start: at(line, character),
  end: at(line, character),
});

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A project of one migration below a folder. */
const begun = (folder: string): Readonly<Record<string, string>> => ({
  [`${folder}/prisma/migrations/migration_lock.toml`]: LOCK,
  [`${folder}/prisma/migrations/1/migration.sql`]: INIT,
});

/** A repository with the project on `main`, checked out on `topic`. */
function repository(): string {
  const folder = sandbox({});
  rmSync(join(folder, '.git'), { recursive: true });
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false', ...args], { cwd: folder, stdio: 'ignore' });
  };
  git('init', '-q', '-b', 'main');
  write(folder, QUIET_PROJECT);
  git('add', '-A');
  git('commit', '-q', '-m', 'x');
  git('checkout', '-q', '-b', 'topic');
  return folder;
}

describe('the life of a server', () => {
  test('it says what it can do, and ends with 0 when it is told to', async () => {
    const editor = await editorIn(sandbox(PROJECT));
    expect(await editor.quit()).toBe(0);
    expect(editor.stderr).toBe('');
  });
  test('with 1 when the editor is gone without a word', async () => {
    const editor = await editorIn(sandbox(PROJECT));
    expect(await editor.vanish()).toBe(1);
  });
  test('it is loaded by its own command alone', () => {
    const dist = join(import.meta.dirname, '..', '..', 'dist');
    const chunks = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.cjs'));
    const textOf = (name: string): string => readFileSync(join(dist, name), 'utf8');
    const server = chunks.filter((name) => textOf(name).includes('textDocument/publishDiagnostics'));
    expect(server).toHaveLength(1);
    const [name = ''] = server.map((path) => path.replace(/^.*[\\/]/, ''));
    const mentions = chunks.flatMap((path) => [...textOf(path).matchAll(new RegExp(`.{60}/${name}`, 'g'))].map(([found]) => found));
    expect(mentions).toHaveLength(1);
    expect(mentions[0]).toMatch(/then\(.*require\(/);
  });
  test('it asks to be told of files only an editor that can', async () => {
    const editor = await editorIn(sandbox(QUIET_PROJECT));
    await editor.open(LAST, DROP);
    expect(editor.registered).toEqual(['workspace/didChangeWatchedFiles']);
  });
});

describe('diagnostics', () => {
  test('of a document that is opened, edited and mended', async () => {
    const editor = await editorIn(sandbox(QUIET_PROJECT));
    const opened = await editor.open(LAST, DROP);
    expect(opened).toMatchObject({
      version: 1,
      diagnostics: [
        {
          code: 'drop-column',
          severity: DiagnosticSeverity.Error,
          source: 'prisma-migration-lint',
          range: { start: at(0, 19), end: at(0, 38) },
          message: expect.stringMatching(/^Dropping User\.email/),
          codeDescription: { href: expect.stringMatching(/^file:.*\/rules\/drop-column\.md$/) },
          data: { fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
        },
      ],
    });
    expect(gist(await editor.type(LAST, UNKNOWN))).toEqual(['drop-column 0:19', 'unknown-object 1:0']);
    expect(gist(await editor.replace(LAST, 'SELECT 1;\n'))).toEqual([]);
  });
  test('severities', async () => {
    const config = '{ "rules": { "missing-lock-timeout": "off", "brief-exclusive-lock": "info", "drop-column": "warning" } }';
    const editor = await editorIn(sandbox({ ...PROJECT, 'migration-lint.config.json': config }));
    const { diagnostics } = await editor.open(LAST, `${DROP}${UNKNOWN}-- migration-lint-disable-next-statement drop-column\nSELECT 1;\n`);
    expect(diagnostics.map(({ severity }) => severity)).toEqual([DiagnosticSeverity.Warning, DiagnosticSeverity.Error, DiagnosticSeverity.Warning]);
  });
  test('the last of many quick edits counts', async () => {
    const editor = await editorIn(sandbox(QUIET_PROJECT));
    await editor.open(LAST, '');
    const edits = Array.from({ length: 20 }, (_, index) => editor.type(LAST, `DROP TABLE "Gone${index}";\n`));
    expect((await edits.at(-1))?.diagnostics).toHaveLength(20);
    expect(editor.said(LAST).length).toBeLessThan(20);
  });
  test('places count UTF-16 units, over every kind of line end', async () => {
    const editor = await editorIn(sandbox(QUIET_PROJECT));
    expect(gist(await editor.open(LAST, `-- 🐘🐘 ä\r\n/* 🐘 */ ${UNKNOWN}`))).toEqual(['mixed-line-ends 0:0', 'unknown-object 1:9']);
    expect(gist(await editor.replace(LAST, `-- x\r${UNKNOWN}`))).toEqual(['unknown-object 1:0']);
  });
  test('a byte order mark that only the file has is counted, and moves nothing', async () => {
    const editor = await editorIn(sandbox({ ...QUIET_PROJECT, [LAST]: `\ufeff${DROP}` }));
    expect(gist(await editor.open(LAST, DROP))).toEqual(['unreadable-encoding 0:0', 'drop-column 0:19']);
    expect(gist(await editor.replace(LAST, ` ${DROP}`))).toEqual(['unreadable-encoding 0:0', 'drop-column 0:20']);
    const [suppression] = (await editor.actions(LAST, here(0, 30))).filter(({ title }) => title.includes('drop-column'));
    expect(gist(await editor.apply(LAST, suppression))).toEqual(['unreadable-encoding 0:0']);
  });
  test('a closed document has none', async () => {
    const editor = await editorIn(sandbox(QUIET_PROJECT));
    await editor.open(LAST, DROP);
    const said = editor.next(LAST);
    await editor.close(LAST);
    expect(await said).toMatchObject({ diagnostics: [] });
  });
});

describe('which documents', () => {
  test('a migration that is not saved yet, in a folder that is not there', async () => {
    const editor = await editorIn(sandbox({ ...QUIET_PROJECT, [LAST]: '' }));
    expect(gist(await editor.open(NEXT, DROP))).toEqual(['drop-column 0:19']);
  });
  test('a migration.sql outside of any project, without a history', async () => {
    const editor = await editorIn(sandbox({}));
    const { diagnostics } = await editor.open('somewhere/migration.sql', DROP);
    expect(diagnostics.map(({ code }) => code)).toContain('drop-column');
  });
  test('no other SQL, unless the configuration names it; nothing that is no file', async () => {
    const config = '{ "migrations": ["prisma/migrations", "db/by-hand.sql"], "rules": { "missing-lock-timeout": "off" } }';
    const editor = await editorIn(sandbox({ ...PROJECT, 'migration-lint.config.json': config, 'db/by-hand.sql': DROP }));
    await editor.openQuietly('prisma/seed.sql', UNKNOWN);
    await editor.openQuietly('untitled:Untitled-1', UNKNOWN);
    await editor.openQuietly('git:/prisma/migrations/x/migration.sql', UNKNOWN);
    expect(gist(await editor.open('db/by-hand.sql', DROP))).toEqual(['drop-column 0:19']);
    expect(await editor.hover('prisma/seed.sql', at(0, 3))).toBe('');
    expect(await editor.symbols('prisma/seed.sql')).toBeNull();
    expect(editor.said('prisma/seed.sql')).toEqual([]);
  });
  test('nothing is said of the migrations of another database', async () => {
    const editor = await editorIn(sandbox({ ...QUIET_PROJECT, 'prisma/migrations/migration_lock.toml': 'provider = "mysql"\n' }));
    await editor.openQuietly(LAST, DROP);
    expect(await editor.symbols(LAST)).toBeNull();
    expect(editor.said(LAST)).toEqual([]);
    expect(editor.messages).toEqual([]);
  });
  test('what is deployed is replayed, not reported', async () => {
    const config = '{ "deployedThrough": "20250102000000_drop", "rules": { "missing-lock-timeout": "off" } }';
    const editor = await editorIn(sandbox({ ...PROJECT, 'migration-lint.config.json': config }));
    expect(gist(await editor.open(LAST, DROP))).toEqual([]);
    expect(await editor.actions(LAST, here(0, 20))).toEqual([]);
    expect(await editor.hover(LAST, at(0, 3))).toContain('ACCESS EXCLUSIVE on User');
  });
});

describe('with --since', () => {
  test('what the base has is not reported, unless it was edited, and then until it is as it was', async () => {
    const folder = repository();
    const editor = await editorIn(folder, { args: ['--since', 'main'] });
    await editor.open(NEXT, DROP);
    expect(gist(await editor.open(LAST, DROP))).toEqual([]);
    write(folder, { [LAST]: `${DROP}-- edited` });
    await editor.type(LAST, '-- edited');
    let judged = editor.next(LAST, ({ diagnostics }) => diagnostics.length > 0);
    await editor.save(LAST);
    expect((await judged).diagnostics.map(({ code }) => code)).toEqual(['edited-applied-migration', 'drop-column']);
    write(folder, { [LAST]: DROP });
    await editor.replace(LAST, DROP);
    judged = editor.next(LAST);
    await editor.save(LAST);
    expect(gist(await judged)).toEqual([]);
  });
});

describe('the history around a document', () => {
  test('other documents count as the editor holds them, and are judged anew when an earlier one changes', async () => {
    const editor = await editorIn(sandbox(QUIET_PROJECT));
    await editor.open(FIRST, INIT);
    expect(gist(await editor.open(NEXT, 'DROP INDEX "User_name_idx";\n'))).toEqual(['unknown-object 0:0']);
    const judged = editor.next(NEXT);
    await editor.type(FIRST, 'ALTER TABLE "User" ADD COLUMN "name" TEXT;\nCREATE INDEX "User_name_idx" ON "User"("name");\n');
    expect((await judged).diagnostics.map(({ code }) => code)).not.toContain('unknown-object');
    const again = editor.next(NEXT, ({ diagnostics }) => diagnostics.some(({ code }) => code === 'unknown-object'));
    await editor.close(FIRST);
    expect(gist(await again)).toEqual(['unknown-object 0:0']);
  });
  test('so do files that change on disk', async () => {
    const folder = sandbox(QUIET_PROJECT);
    const editor = await editorIn(folder);
    expect(gist(await editor.open(NEXT, 'ALTER TABLE "User" DROP COLUMN "name";\n'))).toEqual(['unknown-object 0:19']);
    const added = 'prisma/migrations/20250102120000_between/migration.sql';
    write(folder, { [added]: 'ALTER TABLE "User" ADD COLUMN "name" TEXT;\n' });
    let judged = editor.next(NEXT);
    await editor.filesChanged({ [added]: FileChangeType.Created });
    expect(gist(await judged)).toEqual(['drop-column 0:19']);
    rmSync(dirname(join(folder, added)), { recursive: true });
    judged = editor.next(NEXT);
    await editor.filesChanged({ [added]: FileChangeType.Deleted });
    expect(gist(await judged)).toEqual(['unknown-object 0:19']);
  });
  test('an editor that does not tell of files is believed when it saves', async () => {
    const folder = sandbox(QUIET_PROJECT);
    const editor = await editorIn(folder, { capabilities: {} });
    expect(gist(await editor.open(NEXT, DROP))).toEqual(['unknown-object 0:19']);
    write(folder, { [LAST]: '', [NEXT]: DROP });
    const judged = editor.next(NEXT);
    await editor.save(NEXT);
    expect(gist(await judged)).toEqual(['drop-column 0:19']);
    expect(editor.registered).toEqual([]);
  });
});

describe('the configuration', () => {
  test.each([
    ['migration-lint.config.json', QUIET, '{\n  "rulez": {}\n}', 1],
    ['migration-lint.config.mjs', `export default ${QUIET};\n`, `\nexport default { rulez: {} };\n`, 1],
    ['migration-lint.config.ts', `export default ${QUIET};\n`, `export default {\n  rulez: {},\n};\n`, 1],
  ])('%s: a mistake is said at its place, and gone when it is mended', async (name, right, wrong, line) => {
    const folder = sandbox({ ...PROJECT, [name]: right });
    const editor = await editorIn(folder);
    expect(gist(await editor.open(LAST, DROP))).toEqual(['drop-column 0:19']);

    write(folder, { [name]: wrong });
    let said = editor.next(name);
    await editor.filesChanged({ [name]: FileChangeType.Changed });
    expect((await said).diagnostics).toMatchObject([{ message: expect.stringContaining('unknown key "rulez"'), range: { start: at(line, 0) } }]);
    expect(gist(await editor.type(LAST, UNKNOWN))).toEqual(['drop-column 0:19', 'unknown-object 1:0']);
    expect(editor.messages).toEqual([expect.stringContaining(`${name}:${line + 1}: unknown key "rulez"`)]);

    write(folder, { [name]: right.replace('"off"', '"off", "drop-column": "off"') });
    said = editor.next(name);
    const judged = editor.next(LAST, ({ diagnostics }) => diagnostics.length === 1);
    await editor.filesChanged({ [name]: FileChangeType.Changed });
    expect((await said).diagnostics).toEqual([]);
    expect(gist(await judged)).toEqual(['unknown-object 1:0']);
  });
  test('a mistake that is there from the beginning', async () => {
    const folder = sandbox({ ...PROJECT, 'migration-lint.config.json': '{ "deployedThrough": "20250102000000_drob" }' });
    const editor = await editorIn(folder);
    await editor.openQuietly(LAST, DROP);
    expect(await editor.symbols(LAST)).toBeNull();
    expect(editor.messages).toEqual([expect.stringContaining('there is no migration "20250102000000_drob" (did you mean')]);
    write(folder, { 'migration-lint.config.json': QUIET });
    const judged = editor.next(LAST);
    await editor.filesChanged({ 'migration-lint.config.json': FileChangeType.Changed });
    expect(gist(await judged)).toEqual(['drop-column 0:19']);
  });
  test('names the parser of its own project', async () => {
    const folder = sandbox({ 'b/migration-lint.config.json': '{ "parser": "pgsql-ast-parser" }', ...begun('a'), ...begun('b') });
    const editor = await editorIn(folder);
    const kinds = async (path: string): Promise<readonly (string | undefined)[]> => {
      await editor.openQuietly(path, 'ALTER TABLE "User" SET UNLOGGED;\n');
      return (await editor.symbols(path))?.map(({ detail }) => detail) ?? [];
    };
    expect(await kinds('a/prisma/migrations/2/migration.sql')).toEqual(['setTableProperty']);
    expect(await kinds('b/prisma/migrations/2/migration.sql')).toEqual(['opaque']);
    write(folder, { 'b/migration-lint.config.json': '{}' });
    const judged = editor.next('b/prisma/migrations/2/migration.sql', ({ diagnostics }) => diagnostics.every(({ code }) => code !== 'opaque-statement'));
    await editor.filesChanged({ 'b/migration-lint.config.json': FileChangeType.Changed });
    await judged;
    expect((await editor.symbols('b/prisma/migrations/2/migration.sql'))?.map(({ detail }) => detail)).toEqual(['setTableProperty']);
  });
  test('is said to be wrong once, however many projects it is for', async () => {
    const editor = await editorIn(sandbox({ 'migration-lint.config.json': '{ "rulez": {} }', ...begun('a'), ...begun('b') }));
    const said = editor.next('migration-lint.config.json');
    await editor.openQuietly('a/prisma/migrations/1/migration.sql', INIT);
    await editor.openQuietly('b/prisma/migrations/1/migration.sql', INIT);
    expect((await said).diagnostics).toHaveLength(1);
    expect(await editor.symbols('b/prisma/migrations/1/migration.sql')).toBeNull();
    expect(editor.messages).toHaveLength(1);
    expect(editor.said('migration-lint.config.json').at(-1)?.diagnostics).toHaveLength(1);
  });
  test('may print', async () => {
    const editor = await editorIn(sandbox({ ...PROJECT, 'migration-lint.config.mjs': `console.log('hello');\nexport default ${QUIET};\n` }));
    expect(gist(await editor.open(LAST, DROP))).toEqual(['drop-column 0:19']);
    expect(editor.stderr).toBe('hello\n');
  });
});

describe('what can be asked', () => {
  const SQL = `SET lock_timeout = '5s';\n\n${DROP}CREATE INDEX "i" ON "User"("id");\n`;

  test('what a statement does, and why a finding is one', async () => {
    const editor = await editorIn(sandbox(QUIET_PROJECT));
    await editor.open(LAST, SQL);
    const index = await editor.hover(LAST, at(3, 3));
    for (const fact of ['**Statement 3**', '**locks** SHARE on User', '**until** this statement is done', '**blocks**', '**work** builds an index on User'])
      expect(index).toContain(fact);
    const drop = await editor.hover(LAST, at(2, 30));
    for (const fact of ['**until** its transaction ends, with statement 3', '`drop-column`', '# drop-column', '## What to do instead', '```sql'])
      expect(drop).toContain(fact);
    expect(drop).not.toContain('<!--');
    expect(await editor.hover(LAST, at(1, 0))).toBe('');
  });
  test('the statements', async () => {
    const editor = await editorIn(sandbox(QUIET_PROJECT));
    await editor.open(LAST, SQL);
    expect((await editor.symbols(LAST))?.map(({ name, detail, range }) => [name, detail, range.start.line])).toEqual([
      ["SET lock_timeout = '5s'", 'setVariable', 0],
      ['ALTER TABLE "User" DROP COLUMN "email"', 'dropColumn', 2],
      ['CREATE INDEX "i" ON "User"("id")', 'createIndex', 3],
    ]);
  });
  test('what was opened a moment ago is known', async () => {
    const editor = await editorIn(sandbox(QUIET_PROJECT));
    await editor.openQuietly(LAST, SQL);
    expect(await editor.symbols(LAST)).toHaveLength(3);
  });
  test('what was edited a moment ago is counted', async () => {
    const editor = await editorIn(sandbox(QUIET_PROJECT));
    await editor.open(LAST, '');
    const said = editor.type(LAST, DROP);
    expect(await editor.symbols(LAST)).toHaveLength(1);
    await said;
  });
});

describe('code actions', () => {
  const titles = async (editor: Editor, path: string, line: number, character: number): Promise<readonly string[]> =>
    (await editor.actions(path, here(line, character))).map(({ title }) => title);

  test.each([
    ['a statement of its own line', DROP, `-- migration-lint-disable-next-statement drop-column -- say why this is safe\n${DROP}`],
    ['indented, with CRLF', `\r\n  ${DROP.trim()}`, `\r\n  -- migration-lint-disable-next-statement drop-column -- say why this is safe\r\n  ${DROP.trim()}`],
    ['behind another', `SELECT 1; ${DROP}`, `SELECT 1; \n-- migration-lint-disable-next-statement drop-column -- say why this is safe\n ${DROP}`],
  ])('a suppression with a reason: %s', async (_, text, suppressed) => {
    const editor = await editorIn(sandbox(QUIET_PROJECT));
    const [found] = (await editor.open(LAST, text)).diagnostics;
    const actions = await editor.actions(LAST, found?.range ?? here(0, 0));
    expect(actions.map(({ title }) => title)).toEqual(['Suppress drop-column for this statement, with a reason', 'Open the page of drop-column']);
    expect(actions[0]?.diagnostics).toEqual([found]);
    expect(gist(await editor.apply(LAST, actions[0]))).toEqual([]);
    expect(editor.document(LAST).getText()).toBe(suppressed);
  });
  test('a fix takes its finding away', async () => {
    const editor = await editorIn(sandbox(QUIET_PROJECT));
    expect(gist(await editor.open(LAST, '\n-- CreateIndex\nCREATE INDEX "i" ON "User"("email");\n'))).toEqual(['blocking-index-build 2:0']);
    const [fix] = await editor.actions(LAST, here(2, 8));
    expect(fix).toMatchObject({ title: 'Build it CONCURRENTLY', kind: 'quickfix', isPreferred: true, diagnostics: [{ code: 'blocking-index-build' }] });
    expect(gist(await editor.apply(LAST, fix))).toEqual([]);
    expect(editor.document(LAST).getText()).toContain('CREATE INDEX CONCURRENTLY "i" ON');
  });
  test('none for mistakes in suppressions, none where nothing was found, none of other kinds', async () => {
    const editor = await editorIn(sandbox(QUIET_PROJECT));
    await editor.open(LAST, `-- migration-lint-disable-next-statement drop-table -- unused\n${DROP}SELECT 1;\n`);
    expect((await titles(editor, LAST, 0, 5)).filter((title) => title.startsWith('Suppress'))).toEqual([]);
    expect(await titles(editor, LAST, 2, 3)).toEqual([]);
    expect(await editor.actions(LAST, here(1, 20), ['source.fixAll'])).toEqual([]);
    expect(await editor.actions(LAST, here(1, 20), ['quickfix'])).not.toEqual([]);
  });
  test('what others have already is not edited', async () => {
    const folder = repository();
    write(folder, { [NEXT]: DROP });
    const editor = await editorIn(folder);
    await editor.open(LAST, DROP);
    await editor.open(NEXT, UNKNOWN);
    expect(await titles(editor, LAST, 0, 20)).toEqual(['Open the page of drop-column']);
    expect(await titles(editor, NEXT, 0, 3)).toEqual(['Suppress unknown-object for this statement, with a reason', 'Open the page of unknown-object']);
  });
  test('the page of a rule is opened by the editor', async () => {
    const editor = await editorIn(sandbox(QUIET_PROJECT));
    await editor.open(LAST, DROP);
    const opening = (await editor.actions(LAST, here(0, 20))).find(({ command }) => command);
    if (opening) await editor.execute(opening);
    const [page = ''] = editor.shownDocuments;
    expect(fileURLToPath(page)).toMatch(/rules\/drop-column\.md$/);
  });
});

test('a project in a folder with a history of its own kind keeps to it', async () => {
  const folder = sandbox({
    ...begun('packages/a'),
    ...begun('packages/b'),
    'packages/a/migration-lint.config.json': QUIET,
    'packages/b/migration-lint.config.json': QUIET.replace('"rules": {', '"rules": { "drop-column": "info",'),
  });
  const editor = await editorIn(folder);
  const a = await editor.open('packages/a/prisma/migrations/2/migration.sql', DROP);
  const b = await editor.open('packages/b/prisma/migrations/2/migration.sql', DROP);
  expect([a, b].map(({ diagnostics }) => diagnostics.map(({ severity }) => severity))).toEqual([[DiagnosticSeverity.Error], [DiagnosticSeverity.Information]]);
});
