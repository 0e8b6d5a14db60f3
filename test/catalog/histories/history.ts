/** A piece of a database's history, in SQL that PostgreSQL 18 accepts on an empty database. */
export interface History {
  readonly name: string;
  readonly sql: string;
}

export const history = (name: string, ...sql: readonly string[]): History => ({ name, sql: sql.join('\n') });

export const USER = `CREATE TABLE "User" ("id" SERIAL NOT NULL, "email" TEXT NOT NULL, "name" VARCHAR(191), "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`;
export const POST = `CREATE TABLE "Post" ("id" TEXT NOT NULL, "title" TEXT NOT NULL, "authorId" INTEGER, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;`;
export const ROLE = `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');`;
export const PARTITIONED = `CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');`;
