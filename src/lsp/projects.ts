import { type Analysis, LintSession } from '../engine/index.ts';
import type { Diagnostic as Shown, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { pathOf } from './addresses.ts';
import { shown } from './diagnostics.ts';
import { Places } from './places.ts';
import { traceOf } from './troubles.ts';
import { type LoadedProject, type Place, Trouble, type Workspace } from './workspace.ts';

/** A document as it is now, and what is said of it. */
export interface View {
  readonly document: TextDocument;
  readonly analysis: Analysis;
  readonly places: Places;
  /** False for a migration that others have already. */
  readonly mayEdit: () => boolean;
}

/** Where the server's news go. */
export interface Audience {
  readonly publish: (uri: string, version: number | null, diagnostics: Shown[]) => void;
  /** What is wrong with a project; null: nothing any more. */
  readonly trouble: (project: string, trouble: Trouble | null) => void;
  readonly log: (line: string) => void;
}

/** An open document that is a migration. */
interface OpenMigration {
  readonly uri: string;
  readonly path: string;
  readonly place: Place;
  timer: NodeJS.Timeout | null;
  /** What was published last. */
  published: Analysis | null;
}

interface Project {
  /** Of any of its migrations. */
  readonly place: Place;
  session: LintSession | null;
  loaded: LoadedProject | null;
  loading: Promise<void> | null;
  /** Something changed while it was being loaded. */
  isStale: boolean;
}

/** Others get a turn after so many milliseconds of work. */
const TURN_MS = 15;
/** Between an edit and its diagnostics, at least and at most. */
const SOONEST_MS = 10;
const LATEST_MS = 300;
/** An edit changes little in what is said of the migrations after it. */
const OTHERS_MS = 250;
/** Editors hide a file's byte order mark, and write it again. */
const MARK = '\ufeff';

/** The migrations that are open, and the projects they belong to, each with its whole history in memory. */
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
    const project = this.#projectOf(migration.place);
    const isKnown = project.loading === null && project.session !== null && project.session.textOf(migration.place.migration) !== null;
    if (isKnown) this.#follow(migration, project);
    else await this.#load(project);
  }

  change({ uri }: TextDocument): void {
    const migration = this.#open.get(uri);
    if (migration) this.#follow(migration, this.#projectOf(migration.place));
  }

  async close({ uri }: TextDocument): Promise<void> {
    const migration = this.#open.get(uri);
    if (!migration) return;
    if (migration.timer) clearTimeout(migration.timer);
    this.#open.delete(uri);
    this.#audience.publish(uri, null, []);
    await this.#load(this.#projectOf(migration.place));
  }

  /** Reads the project of a document again. */
  async reload({ uri }: TextDocument): Promise<void> {
    const migration = this.#open.get(uri);
    if (migration) await this.#load(this.#projectOf(migration.place));
  }

  /** Files changed under us. Of those that are open, what the editor holds counts anyway. */
  async filesChanged(uris: readonly string[]): Promise<void> {
    if (uris.every((uri) => this.#open.has(uri))) return;
    await Promise.all(this.#documents.all().map((document) => this.#locate(document)));
    const used = new Map([...this.#open.values()].map(({ place }) => [place.project, this.#projectOf(place)]));
    for (const id of this.#projects.keys()) if (!used.has(id)) this.#projects.delete(id);
    await Promise.all([...used.values()].map((project) => this.#load(project)));
  }

  /** What there is to say of a document now. Null: nothing, or it was closed meanwhile. */
  async view(uri: string): Promise<View | null> {
    await this.#opening.get(uri);
    const migration = this.#open.get(uri);
    if (!migration) return null;
    const project = this.#projectOf(migration.place);
    await project.loading;
    const { migration: name } = migration.place;
    let turn = this.#workspace.now();
    for (const _ of project.session?.prepare(name) ?? []) {
      if (this.#workspace.now() - turn < TURN_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      turn = this.#workspace.now();
    }
    const document = this.#documents.get(uri);
    const { session, loaded } = project;
    const started = this.#workspace.now();
    const analysis = this.#open.get(uri) === migration ? session?.analyse(name) : null;
    this.#lastTook = this.#workspace.now() - started;
    if (!document || !analysis) return null;
    return { document, analysis, places: new Places(document, analysis.replayed.input.text), mayEdit: () => loaded?.mayEdit(migration.path) ?? false };
  }

  stop(): void {
    for (const { timer } of this.#open.values()) if (timer) clearTimeout(timer);
    this.#open.clear();
  }

  /** Null: the document is no migration, or closed already. */
  async #locate({ uri }: TextDocument): Promise<OpenMigration | null> {
    const path = pathOf(uri);
    const place = path === null ? null : await this.#workspace.locate(path);
    const known = this.#open.get(uri);
    if (place !== null && known?.place.project === place.project) return known;
    if (path === null || place === null || !this.#documents.get(uri)) return null;
    const migration: OpenMigration = { uri, path, place, timer: null, published: null };
    this.#open.set(uri, migration);
    return migration;
  }

  #projectOf(place: Place): Project {
    const known = this.#projects.get(place.project);
    if (known) return known;
    const project: Project = { place, session: null, loaded: null, loading: null, isStale: false };
    this.#projects.set(place.project, project);
    return project;
  }

  /** Hands the text of a document over, as its file will hold it, and announces what comes of it. */
  #follow(migration: OpenMigration, project: Project): void {
    this.#hand(migration, project);
    this.#schedule(migration, Math.min(Math.max(SOONEST_MS, 2 * this.#lastTook), LATEST_MS));
    for (const other of this.#openIn(project)) if (other !== migration && other.timer === null) this.#schedule(other, OTHERS_MS);
  }

  #hand({ uri, place }: OpenMigration, { session }: Project): void {
    const text = this.#documents.get(uri)?.getText();
    if (!session || text === undefined) return;
    const isMarked = session.textOf(place.migration)?.startsWith(MARK) === true && !text.startsWith(MARK);
    session.edit(place.migration, isMarked ? `${MARK}${text}` : text);
  }

  #openIn(project: Project): readonly OpenMigration[] {
    return [...this.#open.values()].filter(({ place }) => place.project === project.place.project);
  }

  #load(project: Project): Promise<void> {
    project.isStale = true;
    project.loading ??= this.#loadUntilFresh(project).finally(() => {
      project.loading = null;
    });
    return project.loading;
  }

  async #loadUntilFresh(project: Project): Promise<void> {
    while (project.isStale) {
      project.isStale = false;
      await this.#loadOnce(project).catch((error: unknown) => {
        if (error instanceof Trouble) this.#audience.trouble(project.place.project, error);
        else this.#audience.log(traceOf(error));
      });
    }
    for (const migration of this.#openIn(project)) {
      this.#hand(migration, project);
      this.#schedule(migration, 0);
    }
  }

  /** When it fails, what was known before still counts. */
  async #loadOnce(project: Project): Promise<void> {
    const buffers = this.#openIn(project).flatMap(({ uri, path }) => {
      const text = this.#documents.get(uri)?.getText();
      return text === undefined ? [] : [{ path, text }];
    });
    const loaded = await this.#workspace.load(project.place, buffers);
    const { parser, today } = this.#workspace;
    if (loaded.input === null) project.session = null;
    else if (project.session) project.session.update(loaded.input);
    else project.session = new LintSession({ parser, today }, loaded.input);
    for (const note of loaded.notes) this.#audience.log(note);
    project.loaded = loaded;
    this.#audience.trouble(project.place.project, null);
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
    const diagnostics = view?.analysis.result?.diagnostics.map((one) => shown(one, view.places, this.#workspace.page)) ?? [];
    this.#audience.publish(migration.uri, view?.document.version ?? null, diagnostics);
    migration.published = analysis;
  }
}
