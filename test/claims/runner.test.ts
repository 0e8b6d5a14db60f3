import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SETUP, WIRE_CASES } from './wire-cases.ts';

// One "simple query" message after the other, as Prisma sends them: what is measured is PostgreSQL's own answer to bytes.

/** What the server answered: the SQLSTATE of an error and of warnings, and the first value of the last row. */
interface Answer {
  readonly error: string | null;
  readonly warnings: readonly string[];
  readonly value: string | null;
}

/** A Query message: its type, its length (itself included), the text, a NUL. */
function queryMessage(sql: string): Uint8Array {
  const text = Buffer.from(sql, 'utf8');
  const message = Buffer.alloc(text.length + 6);
  message.write('Q');
  message.writeInt32BE(text.length + 5, 1);
  text.copy(message, 5);
  return message;
}

function read(bytes: Uint8Array): Answer {
  const buffer = Buffer.from(bytes);
  let [error, value]: (string | null)[] = [null, null];
  const warnings: string[] = [];
  for (let at = 0; at < buffer.length; at += 1 + buffer.readInt32BE(at + 1)) {
    const type = String.fromCharCode(buffer[at] ?? 0);
    const body = buffer.subarray(at + 5, at + 1 + buffer.readInt32BE(at + 1));
    const code = /(?:^|\0)C([0-9A-Z]{5})\0/.exec(body.toString('latin1'))?.[1] ?? '';
    if (type === 'E') error ??= code;
    if (type === 'N') warnings.push(code);
    if (type === 'D') value = body.readInt32BE(2) < 0 ? null : body.toString('utf8', 6, 6 + body.readInt32BE(2));
  }
  return { error: error ?? null, warnings, value: value ?? null };
}

let server: PGlite;
const send = async (sql: string): Promise<Answer> => read(await server.execProtocolRaw(queryMessage(sql)));

/** As Prisma does: the first message that fails is the last. */
async function sendAll(messages: readonly string[]): Promise<string | null> {
  for (const message of messages) {
    const { error } = await send(message);
    if (error !== null) return error;
  }
  return null;
}

beforeAll(async () => {
  server = await PGlite.create();
}, 60_000);
beforeEach(async () => {
  await send('ROLLBACK');
  await send('DROP SCHEMA public CASCADE; CREATE SCHEMA public; RESET ALL;');
  expect(await send(SETUP)).toMatchObject({ error: null });
});
afterAll(async () => {
  await server.close();
});

describe.each(WIRE_CASES.map((one) => [`${one.rule}: ${one.says}`, one] as const))('%s', (_, one) => {
  const check = async (messages: readonly string[], error: string | null, after: string | null | undefined): Promise<void> => {
    expect(await sendAll(messages)).toBe(error);
    if (one.asks === undefined) return;
    if (error !== null) await send('ROLLBACK');
    expect((await send(one.asks)).value).toBe(after);
  };
  test('as one message', () => check([one.statements.map((statement) => `${statement};\n`).join('')], one.oneMessage, one.afterOneMessage));
  test('one by one', () => check(one.statements, one.oneByOne, one.afterOneByOne));
});

describe('what the messages say besides', () => {
  test('set-local-without-effect: PostgreSQL warns with 25P01', async () => {
    expect(await send(`SET LOCAL lock_timeout = '5s'`)).toEqual({ error: null, warnings: ['25P01'], value: null });
  });
  test.each([
    ['one message', (statements: readonly string[]) => [statements.join(';')]],
    ['one by one', (statements: readonly string[]) => statements],
  ])('begin-commit-surprise: after a failure in BEGIN … COMMIT the connection takes no note of it (25P02), %s', async (_, messages) => {
    expect(await sendAll(messages(['BEGIN', 'SELECT 1/0', 'COMMIT']))).toBe('22012');
    expect((await send('CREATE TABLE "note" ("logs" text)')).error).toBe('25P02');
  });
  test('open-transaction: what Prisma notes afterwards is undone together with the migration', async () => {
    await send('CREATE TABLE "_prisma_migrations" ("finished" boolean); INSERT INTO "_prisma_migrations" VALUES (false);');
    expect(await sendAll(['BEGIN; ALTER TABLE "User" ADD COLUMN "c1" int;', 'UPDATE "_prisma_migrations" SET "finished" = true'])).toBeNull();
    // What the server does when the connection closes.
    await send('ROLLBACK');
    expect((await send('SELECT "finished"::text FROM "_prisma_migrations"')).value).toBe('false');
    expect((await send('SELECT "c1" FROM "User"')).error).toBe('42703');
  });
});
