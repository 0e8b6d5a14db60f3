import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { chooseRunner, lint, LintSession, type MigrationInput, type ProjectInput } from '../../src/engine/index.ts';
import type { Parser } from '../../src/parsers/index.ts';
import { dropped, indexed, INIT, loadParser, projectOf } from './bench.ts';

const libpgQuery = await loadParser();

/** Tells how often it was asked to parse. */
function counting(): { readonly parser: Parser; readonly parsed: () => number } {
  let count = 0;
  const parse: Parser['parse'] = (text) => {
    count++;
    return libpgQuery.parse(text);
  };
  return { parser: { name: 'libpg-query', parse }, parsed: () => count };
}

const migration = (name: string, text: string): MigrationInput => ({ name, path: `m/${name}/migration.sql`, text });

/** What a session says of the migrations of these names, and what `lint` says of the whole. */
function both(session: LintSession, project: ProjectInput, names: readonly string[]): void {
  const whole = lint({ parser: libpgQuery, projects: [project], today: '2025-06-01' });
  for (const name of names) {
    const result = session.analyse(name)?.result;
    expect(result?.diagnostics).toEqual(whole.diagnostics.filter((one) => one.migration === name));
    expect(result?.suppressed).toEqual(whole.suppressed.filter(({ diagnostic }) => diagnostic.migration === name));
  }
}

const TEXTS = [
  INIT,
  '',
  '-- nothing here',
  'CREATE TABLE "Team" ("id" INTEGER NOT NULL, "name" TEXT, CONSTRAINT "Team_pkey" PRIMARY KEY ("id"));',
  'CREATE TABLE "Post" ("id" TEXT PRIMARY KEY, "author" TEXT REFERENCES "User" ("id"));',
  'ALTER TABLE "User" ADD COLUMN "team" INTEGER;\nALTER TABLE "User" ADD CONSTRAINT "f" FOREIGN KEY ("team") REFERENCES "Team" ("id");',
  'ALTER TABLE "User" DROP COLUMN "name";',
  '-- migration-lint-disable-next-statement drop-column -- nobody reads it\nALTER TABLE "User" DROP COLUMN "email";',
  `UPDATE "User" SET "email" = '' WHERE "email" IS NULL;`,
  'ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;',
  'CREATE UNIQUE INDEX "User_email_key" ON "User" ("email");',
  'ALTER TABLE "User" RENAME TO "Person";',
  'DROP TABLE "Log" CASCADE;',
  'CREATE INDEX CONCURRENTLY "Log_at_idx" ON "Log" ("at");',
  'SET lock_timeout = \'5s\';\nALTER TABLE "Log" ALTER COLUMN "at" TYPE TIMESTAMP USING "at"::timestamp;',
  'CREATE TYPE "Role" AS ENUM (\'a\');\nALTER TYPE "Role" ADD VALUE \'b\';',
  'CREATE TABLE "Oops" (',
  "DO $$ BEGIN RAISE EXCEPTION 'no'; END $$;",
];
const text = fc.constantFrom(...TEXTS);

type Change =
  | { readonly kind: 'edit' | 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'delete'; readonly at: number }
  | { readonly kind: 'prisma'; readonly version: string };

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('edit' as const), at: fc.nat(20), text }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('insert' as const), at: fc.nat(20), text }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), at: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('prisma' as const), version: fc.constantFrom('6.16.1', '7.8.0') }) },
);

/** A change of a project, told to the session as an editor would. Names are never used twice. */
function changed(project: ProjectInput, one: Change, session: LintSession, fresh: () => string): ProjectInput {
  const { migrations } = project;
  if (one.kind === 'prisma') return updated(session, { ...project, runner: chooseRunner({ prisma: { version: one.version, source: 'test' } }) });
  if (one.kind === 'insert')
    return updated(session, { ...project, migrations: migrations.toSpliced(one.at % (migrations.length + 1), 0, migration(fresh(), one.text)) });
  const old = migrations[one.at % migrations.length];
  if (!old) return project;
  if (one.kind === 'delete') return updated(session, { ...project, migrations: migrations.filter((other) => other !== old) });
  session.edit(old.name, one.text);
  return { ...project, migrations: migrations.map((other) => (other === old ? { ...old, text: one.text } : other)) };
}

function updated(session: LintSession, project: ProjectInput): ProjectInput {
  session.update(project);
  return project;
}

describe('a session says what lint says', () => {
  test('whatever is edited, inserted and deleted, and whoever asks in between', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), fc.array(fc.tuple(change, fc.nat(20)), { maxLength: 8 }), (texts, changes) => {
        let project = projectOf([], { rules, isReported: ({ name }) => !name.endsWith('7') });
        project = { ...project, migrations: texts.map((one, index) => migration(`m${index}`, one)) };
        let count = texts.length;
        const session = new LintSession({ parser: libpgQuery, today: '2025-06-01' }, project);
        for (const [one, asked] of changes) {
          const { name } = project.migrations[asked % Math.max(1, project.migrations.length)] ?? {};
          if (name !== undefined && project.isReported({ name, path: '' })) both(session, project, [name]);
          project = changed(project, one, session, () => `m${count++}`);
        }
        both(
          session,
          project,
          project.migrations.flatMap(({ name, path }) => (project.isReported({ name, path }) ? [name] : [])),
        );
      }),
      { numRuns: 150 },
    );
  }, 30_000);

  test('of a history that turns out not to begin with an empty database', () => {
    const project = projectOf(['-- empty', INIT, 'DROP INDEX "gone";'], { rules });
    const session = new LintSession({ parser: libpgQuery, today: null }, project);
    expect(session.analyse('3_b')?.replayed.before.complete).toBe(true);
    session.edit('1_init', 'ALTER TABLE "Old" ADD COLUMN "x" TEXT;');
    expect(session.analyse('3_b')?.replayed.before.complete).toBe(false);
  });

  test('of a migration whose findings hang on how a later one begins', () => {
    const project = projectOf(['DROP TABLE "Log" CASCADE;', 'CREATE INDEX "i" ON "Log" ("at");'], { rules, isReported: () => true });
    const session = new LintSession({ parser: libpgQuery, today: '2025-06-01' }, project);
    both(session, project, ['1_init']);
    session.edit('2_a', INIT);
    both(session, { ...project, migrations: project.migrations.map((one) => (one.name === '2_a' ? { ...one, text: INIT } : one)) }, ['1_init']);
  });
});

describe('a session does no more than it must', () => {
  const texts = [
    INIT,
    ...Array.from({ length: 50 }, (_, index) => `ALTER TABLE "User" ADD COLUMN "c${index}" TEXT;`),
    'ALTER TABLE "User" DROP COLUMN "name";',
  ];
  const project = (): ProjectInput => {
    const { migrations, ...rest } = projectOf([INIT], { rules: [dropped, indexed], isReported: () => true });
    return { ...rest, migrations: texts.map((one, index) => migration(`m${index}`, one)) };
  };

  test('an edit parses what was edited; asked again, nothing', () => {
    const { parser, parsed } = counting();
    const session = new LintSession({ parser, today: null }, project());
    session.analyse('m51');
    expect(parsed()).toBe(52);
    session.edit('m51', 'ALTER TABLE "User" DROP COLUMN "email";');
    expect(session.analyse('m51')?.result?.diagnostics).toMatchObject([{ message: 'email goes.' }]);
    session.analyse('m51');
    expect(parsed()).toBe(53);
  });
  test('an edit in the middle keeps what is before it', () => {
    const { parser, parsed } = counting();
    const session = new LintSession({ parser, today: null }, project());
    session.analyse('m51');
    session.edit('m40', 'ALTER TABLE "User" DROP COLUMN "name";');
    expect(session.analyse('m40')?.result?.diagnostics).toHaveLength(1);
    expect(parsed()).toBe(53);
    session.analyse('m51');
    expect(parsed()).toBe(53 + 12);
  });
  test('another state of the project keeps what is the same', () => {
    const { parser, parsed } = counting();
    const session = new LintSession({ parser, today: null }, project());
    session.analyse('m51');
    const now = project();
    session.update({ ...now, migrations: [...now.migrations, migration('m52', 'ALTER TABLE "User" DROP COLUMN "c1";')] });
    session.analyse('m52');
    expect(parsed()).toBe(52 + 2);
    session.update({ ...now, server: { version: 12, timeZone: null } });
    session.analyse('m0');
    expect(parsed()).toBe(52 + 2 + 1);
  });
  test('it can be paused before every migration', () => {
    const session = new LintSession({ parser: libpgQuery, today: null }, project());
    expect([...session.prepare('m51')]).toHaveLength(51);
    expect([...session.prepare('m51')]).toHaveLength(0);
  });
  test('nobody is told of a migration that is not there, or not reported', () => {
    const session = new LintSession({ parser: libpgQuery, today: null }, { ...project(), isReported: () => false });
    expect(session.analyse('elsewhere')).toBeNull();
    expect(session.analyse('m51')).toMatchObject({ result: null, steps: [{ operation: { kind: 'dropColumn' } }] });
  });
});
