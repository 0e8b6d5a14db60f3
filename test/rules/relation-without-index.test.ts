import { relationWithoutIndex } from '../../rules/relation-without-index.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Post" ("id" TEXT NOT NULL, "authorId" TEXT, "editorId" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));`,
];
const RELATION = 'ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL;';

testRule(relationWithoutIndex, {
  valid: [
    { name: 'an index in the same migration, after it', given, sql: `${RELATION}\nCREATE INDEX "i" ON "Post"("authorId");` },
    { name: 'a unique index that begins with it', given, sql: `CREATE UNIQUE INDEX "i" ON "Post"("authorId", "editorId");\n${RELATION}` },
    { name: 'an index that leaves out only NULLs', given, sql: `CREATE INDEX "i" ON "Post"("authorId") WHERE "authorId" IS NOT NULL;\n${RELATION}` },
    { name: 'a primary key that begins with it', given, sql: 'CREATE TABLE "Profile" ("userId" TEXT PRIMARY KEY REFERENCES "User"("id"));' },
    { name: 'a table that nobody saw created may have one', sql: 'ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("authorId") REFERENCES "User"("id");' },
    {
      name: 'a relation made anew with another action',
      given: [...given, RELATION],
      sql: `ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";\n${RELATION.replace('SET NULL', 'CASCADE')}`,
    },
    {
      name: 'an index that another one replaces',
      given: [...given, `${RELATION}\nCREATE INDEX "i" ON "Post"("authorId");`],
      sql: 'DROP INDEX "i";\nCREATE INDEX "j" ON "Post"("authorId", "id");',
    },
  ],
  invalid: [
    {
      given,
      sql: RELATION,
      at: 'ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL',
      severity: 'info',
      harms: [],
      table: 'public.Post',
      column: 'authorId',
      what: 'No index begins with Post.authorId, which refers to User.',
      todo: 'CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");',
    },
    { name: 'an index in which it comes second', given, sql: `CREATE INDEX "i" ON "Post"("editorId", "authorId");\n${RELATION}`, column: 'authorId' },
    { name: 'an index over some of the rows', given, sql: `CREATE INDEX "i" ON "Post"("authorId") WHERE "editorId" = '1';\n${RELATION}` },
    {
      name: 'several of a table are one finding',
      given,
      sql: `${RELATION}\nALTER TABLE "Post" ADD CONSTRAINT "e" FOREIGN KEY ("editorId") REFERENCES "User"("id");`,
      what: 'No index begins with Post.authorId and Post.editorId, which refer to User.',
    },
    {
      name: 'the index that served it is dropped',
      given: [...given, `${RELATION}\nCREATE INDEX "i" ON "Post"("authorId");`],
      sql: 'DROP INDEX "i";',
      at: 'DROP INDEX "i"',
      messageId: 'drops',
      table: 'public.Post',
      column: 'authorId',
    },
  ],
});
