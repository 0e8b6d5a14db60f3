import { describe, expect, test } from 'vitest';
import type { SchemaModel, SourceFile } from '../../src/core/index.ts';
import { outlineSchema, schemaProvider } from '../../src/prisma-schema/index.ts';

const filesOf = (texts: readonly string[]): readonly SourceFile[] => texts.map((text, index) => ({ path: `${index}.prisma`, text }));
/** Without places, which have a test of their own. */
const outlined = (path: string, texts: readonly string[]): SchemaModel => {
  const { models, ...rest } = outlineSchema(path, filesOf(texts));
  return { ...rest, models: models.map(({ place: _place, fields, ...model }) => ({ ...model, fields: fields.map(({ place: _line, ...field }) => field) })) };
};

const SCHEMA = `
// model Commented { id Int @id }
generator client {
  provider = "prisma-client-js"
}

datasource db {
  url      = env("URL") // provider = "mysql"
  provider = "postgresql"
}

/// People. model Documented {
model User {
  id        String   @id @default(uuid())
  email     String?  @unique @map("email_address") // @ignore
  note      String   @default("a // b } @updatedAt")
  tags      String[]
  role      Role     @default(USER)
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt @map(name: "updated_at") @db.Timestamptz(3)
  secret    Unsupported("tsvector")? @ignore
  posts     Post[]
  address   Json

  @@map("users")
  @@schema("auth")
  @@index([email], map: "x")
}

enum Role {
  USER
  ADMIN @map("admin")
}

model Post {
  id       Int    @id @default(autoincrement())
  key      String @default(cuid(2))
  slug     String @default(nanoid(10))
  author   User   @relation(fields: [authorId], references: [id])
  authorId String

  @@ignore
}

view Totals {
  n Int
  @@map(name: "totals_view")
}
`;

describe('the outline of a schema', () => {
  const outline = outlined('prisma/schema.prisma', [SCHEMA]);
  const modelNamed = (name: string) => outline.models.find(({ model }) => model === name);
  test('models with their tables', () => {
    expect(outline.path).toBe('prisma/schema.prisma');
    expect(outline.models.map(({ model, table, schema, ignored }) => [model, table, schema, ignored])).toEqual([
      ['User', 'users', 'auth', false],
      ['Post', 'Post', null, true],
      ['Totals', 'totals_view', null, false],
    ]);
  });
  test('fields with their columns, without relations', () => {
    expect(modelNamed('User')?.fields).toEqual([
      { field: 'id', column: 'id', required: true, ignored: false, clientDefault: '@default(uuid())' },
      { field: 'email', column: 'email_address', required: false, ignored: false, clientDefault: null },
      { field: 'note', column: 'note', required: true, ignored: false, clientDefault: null },
      { field: 'tags', column: 'tags', required: false, ignored: false, clientDefault: null },
      { field: 'role', column: 'role', required: true, ignored: false, clientDefault: null },
      { field: 'createdAt', column: 'createdAt', required: true, ignored: false, clientDefault: null },
      { field: 'updatedAt', column: 'updated_at', required: true, ignored: false, clientDefault: '@updatedAt' },
      { field: 'secret', column: 'secret', required: false, ignored: true, clientDefault: null },
      { field: 'address', column: 'address', required: true, ignored: false, clientDefault: null },
    ]);
    expect(modelNamed('Post')?.fields.map(({ field, clientDefault }) => [field, clientDefault])).toEqual([
      ['id', null],
      ['key', '@default(cuid())'],
      ['slug', '@default(nanoid())'],
      ['authorId', null],
    ]);
  });
  test('in several files, with either line ending', () => {
    const { models } = outlined('prisma', [SCHEMA.replaceAll('\n', '\r\n'), 'model Extra {\n  id Int @id\n  user User\n}\n']);
    expect(models.map(({ model, fields }) => [model, fields.length])).toEqual([
      ['User', 9],
      ['Post', 4],
      ['Totals', 1],
      ['Extra', 1],
    ]);
  });
  test('nonsense is passed over', () => {
    expect(outlined('x', ['model {', '}}}', 'model A {', 'model B {\n  ???\n  a Int\n}']).models).toEqual([
      { model: 'B', schema: null, table: 'B', ignored: false, fields: [{ field: 'a', column: 'a', required: true, ignored: false, clientDefault: null }] },
    ]);
  });
});

test.each([
  [[SCHEMA], 'postgresql'],
  [['model A {\n id Int @id\n}', 'datasource x {\n  provider = "sqlite"\n}'], 'sqlite'],
  [['// datasource db {\n// provider = "mysql"\n// }'], null],
  [['generator g {\n provider = "x"\n}'], null],
  [[], null],
])('the provider is that of the datasource', (texts, expected) => {
  expect(schemaProvider(texts)).toBe(expected);
});

test('tells where models and fields are written', () => {
  for (const text of [SCHEMA, SCHEMA.replaceAll('\n', '\r\n')]) {
    const [user] = outlineSchema('prisma', [
      { path: 'other.prisma', text: 'model Other {\n  id Int @id\n}' },
      { path: 'user.prisma', text },
    ]).models.slice(1);
    expect(user?.place?.file).toBe('user.prisma');
    expect(text.slice(user?.place?.span.start, user?.place?.span.end)).toBe('model User {');
    const email = user?.fields.find(({ field }) => field === 'email');
    expect(text.slice(email?.place?.span.start, email?.place?.span.end)).toBe('email     String?  @unique @map("email_address")');
  }
});
