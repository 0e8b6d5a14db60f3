import type { SchemaModel } from '../core/index.ts';
import type { ProjectInput } from '../engine/index.ts';
import { type Prisma, readSchemaModel, renderChange } from '../prisma-schema/index.ts';
import { schemaAtBase } from './base-schema.ts';
import type { SchemaText } from './schema-text.ts';
import type { WholeProject } from './whole-project.ts';
import type { World } from './world.ts';

/** What Prisma's own code says about the schemas of a run, where it is needed; and what is not checked for want of it. */
export class PrismaSchemas {
  readonly #world: World;
  readonly #notes = new Set<string>();
  #prisma: Prisma | null | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** One line each: what could not be checked, and why. Grows while projects are linted. */
  get notes(): readonly string[] {
    return [...this.#notes];
  }

  /** What the deployed client knows: the schema at the merge base with a ref. Null: it cannot be known. */
  deployed(ref: string, { path, place }: SchemaText, elsewhere: readonly string[]): SchemaModel | null {
    const files = schemaAtBase(ref, [place, ...elsewhere], this.#world.cwd);
    if (files === null) {
      this.#notes.add(`${path}: there is no schema at the base (--since ${ref}), so every column counts as read by the deployed client`);
      return null;
    }
    const prisma = this.#load('which columns the deployed client reads');
    if (prisma === null) return null;
    const read = readSchemaModel(prisma, `${path} at ${ref}`, files);
    if (read.is === 'read') return read.model;
    this.#notes.add(`${path} at the base (--since ${ref}): ${read.because}; so every column counts as read by the deployed client`);
    return null;
  }

  /** The projects, those that are linted as a whole with the SQL that Prisma makes of their schemas, where a rule asks for it. */
  async described(projects: readonly ProjectInput[], wholes: ReadonlyMap<ProjectInput, WholeProject>): Promise<readonly ProjectInput[]> {
    const described: ProjectInput[] = [];
    for (const project of projects) {
      const whole = asksForDescribed(project) ? wholes.get(project) : undefined;
      const sql = whole === undefined ? null : await this.#rendered(whole.schema);
      described.push(
        whole === undefined || sql === null ? project : { ...project, schemaFiles: whole.schema.files, described: { sql, external: whole.external } },
      );
    }
    return described;
  }

  async #rendered({ path, files }: SchemaText): Promise<string | null> {
    const prisma = this.#load('whether schema.prisma and the migrations agree (schema-drift)');
    if (prisma === null) return null;
    const rendered = await renderChange(prisma, null, files);
    if (rendered.is === 'sql') return rendered.sql;
    this.#notes.add(`${path}: ${rendered.because}; so it was not checked whether it and the migrations agree (schema-drift)`);
    return null;
  }

  #load(needed: string): Prisma | null {
    this.#prisma ??= this.#world.loadPrisma();
    if (this.#prisma === null) this.#notes.add(`not checked: ${needed}. That takes @prisma/internals, an optional dependency that is not installed`);
    return this.#prisma;
  }
}

const asksForDescribed = ({ policy }: ProjectInput): boolean =>
  [...policy.rules, ...policy.overrides.flatMap(({ settings }) => settings)].some(
    ({ rule, severity }) => severity !== 'off' && rule.meta.needsDescribed === true,
  );
