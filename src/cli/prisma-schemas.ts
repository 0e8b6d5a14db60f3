import type { Renderings } from '../cache/index.ts';
import type { SchemaModel, SourceFile } from '../core/index.ts';
import type { ProjectInput } from '../engine/index.ts';
import { type Prisma, readSchemaModel, type Rendered, renderChange } from '../prisma-schema/index.ts';
import type { External, SchemaNeed } from '../rule/index.ts';
import type { Changes } from './changed.ts';
import { schemaAtBase } from './base-schema.ts';
import type { Renderer } from './renderer.ts';
import type { SchemaText } from './schema-text.ts';
import type { WholeProject } from './whole-project.ts';
import type { World } from './world.ts';

/**
 * Characters of SQL. A thread takes 50 ms until the engine is loaded there, most of it on the processor. To replay fewer takes
 * hardly longer than that.
 */
const WORTH_A_THREAD = 200_000;

/** What Prisma's own code says about the schemas of a run, where it is needed; and what is not checked for want of it. */
export class PrismaSchemas {
  readonly #world: World;
  readonly #notes = new Set<string>();
  #known: Renderings | null = null;
  /** By the texts: projects may share a schema. The functions wait for the result. */
  readonly #renderings = new Map<string, () => Rendered>();
  readonly #asked: (() => Rendering)[] = [];
  /** Undefined: not started yet. */
  #renderer: Renderer | null | undefined;
  #prisma: Prisma | null | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** One line each: what could not be checked, and why. Grows while projects are linted. Waits for what is still rendered. */
  get notes(): readonly string[] {
    return [...new Set([...this.#asked.flatMap((rendering) => rendering().note ?? []), ...this.#notes])];
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

  /**
   * The projects, those that are linted as a whole with what Prisma says about their schemas, as far as rules ask for it. Where
   * there are threads, the schemas are still being rendered when this is done.
   */
  async completed(
    projects: readonly ProjectInput[],
    wholes: ReadonlyMap<ProjectInput, WholeProject>,
    known: Renderings | null,
  ): Promise<readonly ProjectInput[]> {
    this.#known = known;
    const toReplay = projects.flatMap(({ migrations }) => migrations).reduce((sum, { text }) => sum + text.length, 0);
    if (toReplay < WORTH_A_THREAD) this.#renderer = null;
    const completed: ProjectInput[] = [];
    for (const project of projects) {
      const whole = wholes.get(project);
      completed.push(whole === undefined ? project : { ...project, schemaFiles: whole.schema.files, ...(await this.#rendered(project, whole)) });
    }
    this.#renderer?.end();
    return completed;
  }

  async #rendered(project: ProjectInput, { schema, external, base }: WholeProject): Promise<Pick<ProjectInput, 'described' | 'generated'>> {
    const described = isAsked(project, 'described')
      ? await this.#rendering(null, schema, 'whether schema.prisma and the migrations agree (schema-drift)')
      : null;
    const generated =
      base !== null && isAsked(project, 'generated')
        ? await this.#rendering(base(), schema, 'what Prisma would have written for the change of schema.prisma (hand-edited-migration)')
        : null;
    const sql = generated?.().sql ?? null;
    return { ...(described === null ? {} : { described: describedBy(described, external) }), ...(sql === null ? {} : { generated: sql }) };
  }

  /** From one schema to another. Null: nothing can be rendered, which is a note. */
  async #rendering(from: readonly SourceFile[] | null, { path, files }: SchemaText, purpose: string): Promise<(() => Rendering) | null> {
    const key = JSON.stringify([from, files]);
    const known = this.#known?.get(key) ?? null;
    if (known !== null) return () => ({ sql: known, note: null });
    const rendered = this.#renderings.get(key) ?? (await this.#begin(from, files, purpose));
    if (rendered === null) return null;
    this.#renderings.set(key, rendered);
    const rendering = lazily((): Rendering => {
      const result = rendered();
      if (result.is === 'refused') return { sql: null, note: `${path}: ${result.because}; so it was not checked ${purpose}` };
      this.#known?.keep(key, result.sql);
      return { sql: result.sql, note: null };
    });
    this.#asked.push(rendering);
    return rendering;
  }

  /** Begins to render, or has it done where there are no threads. Null: Prisma is not there. */
  async #begin(from: readonly SourceFile[] | null, to: readonly SourceFile[], purpose: string): Promise<(() => Rendered) | null> {
    if (this.#renderer === undefined && hasWebAssembly()) this.#renderer = (await this.#world.startRenderer?.()) ?? null;
    if (this.#renderer) return this.#renderer.render(from, to);
    const prisma = this.#load(purpose);
    if (prisma === null) return null;
    const rendered = await renderChange(prisma, from, to);
    return () => rendered;
  }

  #load(needed: string): Prisma | null {
    if (!hasWebAssembly()) {
      this.#notes.add(`not checked: ${needed}. That takes @prisma/internals, which needs WebAssembly`);
      return null;
    }
    this.#prisma ??= this.#world.loadPrisma();
    if (this.#prisma === null) this.#notes.add(`not checked: ${needed}. That takes @prisma/internals, an optional dependency that is not installed`);
    return this.#prisma;
  }
}

/** The SQL of a schema, or why there is none in one line. */
interface Rendering {
  readonly sql: string | null;
  readonly note: string | null;
}

function lazily<Value extends object>(find: () => Value): () => Value {
  let found: Value | undefined;
  return () => {
    found ??= find();
    return found;
  };
}

const describedBy = (rendering: () => Rendering, external: External): NonNullable<ProjectInput['described']> => ({
  get sql() {
    return rendering().sql;
  },
  external,
});

const hasWebAssembly = (): boolean => Reflect.get(globalThis, 'WebAssembly') !== undefined;

const isAsked = ({ policy }: ProjectInput, need: SchemaNeed): boolean =>
  [...policy.rules, ...policy.overrides.flatMap(({ settings }) => settings)].some(
    ({ rule, severity }) => severity !== 'off' && rule.meta.needs?.includes(need) === true,
  );
