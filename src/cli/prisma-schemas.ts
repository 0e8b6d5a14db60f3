import type { Renderings } from '../cache/index.ts';
import type { SchemaModel, SourceFile } from '../core/index.ts';
import type { ProjectInput } from '../engine/index.ts';
import { type Prisma, readSchemaModel, type Rendered, renderChange } from '../prisma-schema/index.ts';
import type { SchemaNeed } from '../rule/index.ts';
import type { Changes } from './changed.ts';
import { schemaAtBase } from './base-schema.ts';
import type { SchemaText } from './schema-text.ts';
import type { WholeProject } from './whole-project.ts';
import type { World } from './world.ts';

/** What Prisma's own code says about the schemas of a run, where it is needed; and what is not checked for want of it. */
export class PrismaSchemas {
  readonly #world: World;
  readonly #notes = new Set<string>();
  #known: Renderings | null = null;
  /** By the texts: projects may share a schema. */
  readonly #renderings = new Map<string, Promise<Rendered>>();
  #prisma: Prisma | null | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** One line each: what could not be checked, and why. Grows while projects are linted. */
  get notes(): readonly string[] {
    return [...this.#notes];
  }

  /** What the deployed client knows: the schema at the merge base with a ref. Null: it cannot be known. */
  deployed({ ref, base }: Pick<Changes, 'ref' | 'base'>, { path, place }: SchemaText, elsewhere: readonly string[]): SchemaModel | null {
    const files = schemaAtBase(base, [place, ...elsewhere], this.#world.cwd);
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

  /** The projects, those that are linted as a whole with what Prisma says about their schemas, as far as rules ask for it. */
  async completed(
    projects: readonly ProjectInput[],
    wholes: ReadonlyMap<ProjectInput, WholeProject>,
    known: Renderings | null,
  ): Promise<readonly ProjectInput[]> {
    this.#known = known;
    const completed: ProjectInput[] = [];
    for (const project of projects) {
      const whole = wholes.get(project);
      completed.push(whole === undefined ? project : { ...project, schemaFiles: whole.schema.files, ...(await this.#asked(project, whole)) });
    }
    return completed;
  }

  async #asked(project: ProjectInput, { schema, external, base }: WholeProject): Promise<Pick<ProjectInput, 'described' | 'generated'>> {
    const described = isAsked(project, 'described')
      ? await this.#rendered(null, schema, 'whether schema.prisma and the migrations agree (schema-drift)')
      : null;
    const generated =
      base !== null && isAsked(project, 'generated')
        ? await this.#rendered(base(), schema, 'what Prisma would have written for the change of schema.prisma (hand-edited-migration)')
        : null;
    return { ...(described === null ? {} : { described: { sql: described, external } }), ...(generated === null ? {} : { generated }) };
  }

  /** The SQL from one schema to another. Null: it cannot be had, which is a note. */
  async #rendered(from: readonly SourceFile[] | null, { path, files }: SchemaText, purpose: string): Promise<string | null> {
    const key = JSON.stringify([from, files]);
    const known = this.#known?.get(key) ?? null;
    if (known !== null) return known;
    const prisma = this.#load(purpose);
    if (prisma === null) return null;
    const rendering = this.#renderings.get(key) ?? renderChange(prisma, from, files);
    this.#renderings.set(key, rendering);
    const rendered = await rendering;
    if (rendered.is === 'sql') {
      this.#known?.keep(key, rendered.sql);
      return rendered.sql;
    }
    this.#notes.add(`${path}: ${rendered.because}; so it was not checked ${purpose}`);
    return null;
  }

  #load(needed: string): Prisma | null {
    if (Reflect.get(globalThis, 'WebAssembly') === undefined) {
      this.#notes.add(`not checked: ${needed}. That takes @prisma/internals, which needs WebAssembly`);
      return null;
    }
    this.#prisma ??= this.#world.loadPrisma();
    if (this.#prisma === null) this.#notes.add(`not checked: ${needed}. That takes @prisma/internals, an optional dependency that is not installed`);
    return this.#prisma;
  }
}

const isAsked = ({ policy }: ProjectInput, need: SchemaNeed): boolean =>
  [...policy.rules, ...policy.overrides.flatMap(({ settings }) => settings)].some(
    ({ rule, severity }) => severity !== 'off' && rule.meta.needs?.includes(need) === true,
  );
