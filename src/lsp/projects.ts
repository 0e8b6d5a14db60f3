import type { Analysis } from '../engine/index.ts';
import type { Diagnostic as Shown, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { pathOf } from './addresses.ts';
import { shown } from './diagnostics.ts';
import { Places } from './places.ts';
import { type Listener, Project } from './project.ts';
import { traceOf } from './troubles.ts';
import type { Buffer, Workspace } from './workspace.ts';

/** A document as it is now, and what is said of it. */
export interface View {
  readonly document: TextDocument;
  readonly analysis: Analysis;
  readonly places: Places;
  readonly page: Workspace['page'];
  /** False for a migration that others have already. */
  readonly mayEdit: () => boolean;
}

/** Where the server's news go. */
export interface Audience extends Listener {
  readonly publish: (uri: string, version: number | null, diagnostics: Shown[]) => void;
}

/** An open document that is a migration. */
interface OpenMigration {
  readonly uri: string;
  readonly path: string;
  readonly project: Project;
  /** Its name in the project. */
  readonly name: string;
  timer: NodeJS.Timeout | null;
  /** What was published last. */
  published: Analysis | null;
}

/** Between an edit and its diagnostics, at least and at most. */
const SOONEST_MS = 10;
const LATEST_MS = 300;
/** An edit changes little in what is said of the migrations after it. */
const OTHERS_MS = 250;

/** The migrations that are open, and the projects they belong to. Decides what is read and linted when. */
export class Projects {
  readonly #documents: TextDocuments<TextDocument>;
  readonly #workspace: Workspace;
  readonly #audience: Audience;
  readonly #open = new Map<string, OpenMigration>();
  /** Editors ask before we know what they have opened. */
  readonly #opening = new Map<string, Promise<void>>();
  readonly #projects = new Map<string, Project>();
  /** What the last analysis took: who types faster than that is not kept waiting for what is outdated. */
  #lastTook = 0;

  constructor(documents: TextDocuments<TextDocument>, workspace: Workspace, audience: Audience) {
    this.#documents = documents;
    this.#workspace = workspace;
    this.#audience = audience;
  }

  async open(document: TextDocument): Promise<void> {
    const opening = this.#take(document);
    this.#opening.set(document.uri, opening);
    await opening.finally(() => {
      if (this.#opening.get(document.uri) === opening) this.#opening.delete(document.uri);
    });
  }

  async #take(document: TextDocument): Promise<void> {
    const migration = await this.#locate(document);
    if (!migration) return;
    if (migration.project.knows(migration.name)) this.#follow(migration);
    else await this.#load(migration.project);
  }

  change({ uri }: TextDocument): void {
    const migration = this.#open.get(uri);
    if (migration) this.#follow(migration);
  }

  async close({ uri }: TextDocument): Promise<void> {
    const migration = this.#open.get(uri);
    if (!migration) return;
    if (migration.timer) clearTimeout(migration.timer);
    this.#open.delete(uri);
    this.#audience.publish(uri, null, []);
    await this.#load(migration.project);
  }

  /** `isWatched`: the editor tells of changed files anyway. One that does not has at least the habit of saving. */
  async saved({ uri }: TextDocument, isWatched: boolean): Promise<void> {
    const migration = this.#open.get(uri);
    if (migration && (!isWatched || migration.project.isCompared)) await this.#load(migration.project);
  }

  /** Files changed under us. Of those that are open, what the editor holds counts anyway. */
  async filesChanged(uris: readonly string[]): Promise<void> {
    if (uris.every((uri) => this.#open.has(uri))) return;
    await Promise.all(this.#documents.all().map((document) => this.#locate(document)));
    const used = new Set([...this.#open.values()].map(({ project }) => project));
    for (const [id, project] of this.#projects) if (!used.has(project)) this.#projects.delete(id);
    await Promise.all([...used].map((project) => this.#load(project)));
  }

  /** What there is to say of a document now. Null: nothing, or it was closed meanwhile. */
  async view(uri: string): Promise<View | null> {
    await this.#opening.get(uri);
    const migration = this.#open.get(uri);
    if (!migration) return null;
    const { project, name, path } = migration;
    await project.prepare(name);
    const document = this.#documents.get(uri);
    if (!document || this.#open.get(uri) !== migration) return null;
    const started = this.#workspace.now();
    const analysis = project.analyse(name);
    this.#lastTook = this.#workspace.now() - started;
    if (!analysis) return null;
    const places = new Places(document, analysis.replayed.input.text);
    return { document, analysis, places, page: this.#workspace.page, mayEdit: () => project.mayEdit(path) };
  }

  stop(): void {
    for (const { timer } of this.#open.values()) if (timer) clearTimeout(timer);
    this.#open.clear();
  }

  /** Null: the document is no migration, or closed already. */
  async #locate({ uri }: TextDocument): Promise<OpenMigration | null> {
    const path = pathOf(uri);
    const place = path === null ? null : await this.#workspace.locate(path);
    if (path === null || place === null || !this.#documents.get(uri)) return null;
    const known = this.#open.get(uri);
    if (known?.project.id === place.project) return known;
    const project = this.#projects.get(place.project) ?? new Project(place, this.#workspace, this.#audience);
    this.#projects.set(place.project, project);
    const migration: OpenMigration = { uri, path, project, name: place.migration, timer: null, published: null };
    this.#open.set(uri, migration);
    return migration;
  }

  #openIn(project: Project): readonly OpenMigration[] {
    return [...this.#open.values()].filter((migration) => migration.project === project);
  }

  /** Hands the text of a document over, and announces what comes of it, for others as well. */
  #follow(migration: OpenMigration): void {
    this.#hand(migration);
    this.#schedule(migration, Math.min(Math.max(SOONEST_MS, 2 * this.#lastTook), LATEST_MS));
    for (const other of this.#openIn(migration.project)) if (other !== migration && other.timer === null) this.#schedule(other, OTHERS_MS);
  }

  #hand({ uri, project, name }: OpenMigration): void {
    const text = this.#documents.get(uri)?.getText();
    if (text !== undefined) project.take(name, text);
  }

  /** What was typed while it was read counts as well. */
  async #load(project: Project): Promise<void> {
    await project.load(() => this.#buffersOf(project));
    for (const migration of this.#openIn(project)) {
      this.#hand(migration);
      this.#schedule(migration, 0);
    }
  }

  #buffersOf(project: Project): readonly Buffer[] {
    return this.#openIn(project).flatMap(({ uri, path }) => {
      const text = this.#documents.get(uri)?.getText();
      return text === undefined ? [] : [{ path, text }];
    });
  }

  #schedule(migration: OpenMigration, delay: number): void {
    if (migration.timer) clearTimeout(migration.timer);
    migration.timer = setTimeout(() => {
      migration.timer = null;
      this.#refresh(migration).catch((error: unknown) => this.#audience.log(traceOf(error)));
    }, delay);
  }

  async #refresh(migration: OpenMigration): Promise<void> {
    const view = await this.view(migration.uri);
    const analysis = view?.analysis ?? null;
    if (this.#open.get(migration.uri) !== migration || analysis === migration.published) return;
    const diagnostics = view?.analysis.result?.diagnostics.map((diagnostic) => shown(diagnostic, view)) ?? [];
    this.#audience.publish(migration.uri, view?.document.version ?? null, diagnostics);
    migration.published = analysis;
  }
}
