import { describe, expect, test } from 'vitest';
import { loadPrisma, outlineSchema, readSchemaModel, renderChange } from '../../src/prisma-schema/index.ts';

// Prisma's own reader, on schemas as versions 5, 6 and 7 of Prisma have them.

const prisma = loadPrisma();
if (prisma === null) throw new Error('@prisma/internals is installed for the tests');

const schema = (models: string, datasource = '', generator = ''): string => `
generator client {
  provider = "prisma-client-js"
  ${generator}
}

datasource db {
  provider = "postgresql"
  ${datasource}
}

${models}`;

const USER = 'model User {\n  id Int @id\n}\n';
const read = (...texts: readonly string[]) =>
  readSchemaModel(
    prisma,
    'prisma',
    texts.map((text, index) => ({ path: `prisma/${index}.prisma`, text })),
  );
const models = (...texts: readonly string[]) => {
  const result = read(...texts);
  if (result.is === 'refused') throw new Error(result.because);
  return result.model;
};

describe('schemas of every version', () => {
  test('5 and 6, with connection strings', () => {
    const datasource = 'url = env("URL")\n  directUrl = env("DIRECT")\n\tshadowDatabaseUrl= env("SHADOW")';
    expect(models(schema(USER, datasource)).models.map(({ model }) => model)).toEqual(['User']);
  });
  test('7, without', () => {
    expect(models(schema(USER)).models).toHaveLength(1);
  });
  test('with preview features that are none any more, on one line and on several', () => {
    expect(models(schema(USER, '', 'previewFeatures = ["metrics", "views", "multiSchema"]')).models).toHaveLength(1);
    expect(models(schema(USER, '', 'previewFeatures = [\n    "metrics", // gone\n    "views",\n  ]')).models).toHaveLength(1);
  });
  test('with keys of views, which 7 does not take', () => {
    const views =
      'view Total {\n  id   Int @id(map: "x")\n  name String? @unique\n  user   Int\n  userId User @relation(fields: [user], references: [id])\n\n  @@unique([name, user])\n  @@index([user])\n}\n';
    const { models: read } = models(schema(USER.replace('}', '  totals Total[]\n}') + views, '', 'previewFeatures = ["views"]'));
    expect(read.find(({ model }) => model === 'Total')?.fields.map(({ field }) => field)).toEqual(['id', 'name', 'user']);
  });
  test('in several files', () => {
    expect(models(schema(USER), 'model Post {\n  id Int @id\n}').models.map(({ model }) => model)).toEqual(['User', 'Post']);
  });
});

test('a schema that Prisma refuses is refused with its place, whose line is that of the file', () => {
  expect(read(schema(USER, 'url = env("URL")', 'previewFeatures = [\n    "metrics",\n  ]'), 'model Post {\n  id Strin @id\n}')).toMatchObject({
    is: 'refused',
    because: expect.stringMatching(/Strin.* \(prisma\/1\.prisma:2\)$/),
  });
  expect(read(schema('model A {\n  id Nope @id\n}', 'url = env("URL")', 'previewFeatures = [\n    "metrics",\n  ]'))).toMatchObject({
    because: expect.stringMatching(/\(prisma\/0\.prisma:15\)$/),
  });
});

const RICH = schema(
  `
enum Role {
  USER
  ADMIN @map("admin")

  @@schema("auth")
}

model User {
  id        String   @id @default(uuid())
  email     String?  @map("email_address") @db.VarChar(320)
  role      Role     @default(USER)
  tags      String[]
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt @map("updated_at")
  search    Unsupported("tsvector")?
  secret    String?  @ignore
  posts     Post[]
  friends   User[]   @relation("Friends")
  friendOf  User[]   @relation("Friends")

  @@map("users")
  @@schema("auth")
}

model Post {
  id       Int    @id @default(autoincrement())
  key      String @default(cuid(2))
  authorId String
  author   User   @relation(fields: [authorId], references: [id])
  topics   Topic[]

  @@schema("public")
}

model Topic {
  id    Int    @id
  posts Post[]

  @@schema("public")
}

model Hidden {
  id Int @id

  @@ignore
  @@schema("public")
}
`,
  'schemas = ["auth", "public"]',
);

describe('what the client knows', () => {
  const model = models(RICH);
  test('models by table and schema, without those under @@ignore', () => {
    expect(model.models.map((one) => [one.model, one.schema, one.table])).toEqual([
      ['User', 'auth', 'users'],
      ['Post', 'public', 'Post'],
      ['Topic', 'public', 'Topic'],
    ]);
  });
  test('fields by column, without relations, unsupported types and those under @ignore', () => {
    expect(model.models[0]?.fields.map(({ field, column }) => (field === column ? field : `${field}=${column}`))).toEqual([
      'id',
      'email=email_address',
      'role',
      'tags',
      'createdAt',
      'updatedAt=updated_at',
    ]);
  });
  test('tables that keep relations', () => {
    expect(model.joinTables).toEqual([
      { schema: 'auth', table: '_Friends' },
      { schema: 'public', table: '_PostToTopic' },
    ]);
  });
  test('is what the outline says, of what is not ignored', () => {
    const outlined = outlineSchema('prisma', [{ path: 'schema.prisma', text: RICH }]).models.filter(({ ignored }) => !ignored);
    const named = outlined.map(({ place: _place, ...one }) => ({
      ...one,
      fields: one.fields.filter(({ field, ignored }) => !ignored && field !== 'search').map(({ place: _line, ...field }) => field),
    }));
    expect(named).toEqual(model.models);
  });
});

describe('the SQL of a schema', () => {
  const files = (text: string) => [{ path: 'schema.prisma', text }];
  test('from nothing', async () => {
    const rendered = await renderChange(prisma, null, files(RICH));
    expect(rendered).toMatchObject({ is: 'sql', sql: expect.stringContaining('CREATE TABLE "auth"."users"') });
    expect(rendered).toMatchObject({ sql: expect.stringContaining('CREATE TABLE "auth"."_Friends"') });
  });
  test('from another schema', async () => {
    const rendered = await renderChange(prisma, files(schema(USER, 'url = env("URL")')), files(schema(USER.replace('id Int', 'name String?\n  id Int'))));
    expect(rendered).toMatchObject({ sql: expect.stringMatching(/ALTER TABLE "User" ADD COLUMN +"name" TEXT;/) });
  });
  test('of a schema that is refused there is none', async () => {
    expect(await renderChange(prisma, null, files(schema('model A {\n  id Nope @id\n}')))).toMatchObject({
      is: 'refused',
      because: expect.stringContaining('Nope'),
    });
  });
  test('from a database of another kind there is none', async () => {
    const before = schema(USER).replace('"postgresql"', '"sqlite"');
    expect(before).toContain('"sqlite"');
    expect(await renderChange(prisma, files(before), files(schema(USER)))).toEqual({ is: 'refused', because: 'its provider was sqlite and is postgresql' });
    const short = schema(USER).replace('"postgresql"', '"postgres"');
    expect(await renderChange(prisma, files(short), files(schema(USER)))).toMatchObject({ is: 'sql', sql: expect.not.stringContaining('TABLE') });
  });
});

test('where @prisma/internals is not installed, there is nothing to load', () => {
  expect(loadPrisma('file:///nowhere/at/all/module.js')).toBeNull();
});
