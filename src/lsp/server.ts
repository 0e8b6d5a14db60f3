import {
  type Connection,
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  MessageType,
  type RemoteConsole,
  type ServerCapabilities,
  ShowMessageNotification,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { actionsAt, OPEN_PAGE } from './actions.ts';
import { hoverAt } from './hover.ts';
import { Projects } from './projects.ts';
import { symbolsOf } from './symbols.ts';
import { traceOf, Troubles } from './troubles.ts';
import type { Workspace } from './workspace.ts';

/** Files that decide what is found in a migration, besides itself. */
const WATCHED = [
  '**/migration.sql',
  '**/migration_lock.toml',
  '**/migration-lint.config.{ts,mts,js,mjs,json}',
  '**/migration-lint.stats.json',
  '**/package.json',
  '**/*.prisma',
  '**/prisma.config.{ts,mts,cts,js,mjs,cjs}',
  '**/{package-lock.json,npm-shrinkwrap.json,pnpm-lock.yaml,yarn.lock,bun.lock}',
];

const CAPABILITIES: ServerCapabilities = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
  hoverProvider: true,
  documentSymbolProvider: true,
  codeActionProvider: { codeActionKinds: ['quickfix'] },
  executeCommandProvider: { commands: [OPEN_PAGE] },
};

/** Serves one editor until it says goodbye. `version`: our own, for its log. */
export function serve(connection: Connection, workspace: Workspace, version: string): void {
  const server = new Server(connection, workspace);
  connection.onInitialize(({ capabilities }) => {
    server.canWatch = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    server.canShow = capabilities.window?.showDocument?.support === true;
    return { capabilities: CAPABILITIES, serverInfo: { name: 'prisma-migration-lint', version } };
  });
  server.listen();
}

class Server {
  /** The editor tells of files that change on disk, if it is asked to. */
  canWatch = false;
  canShow = false;
  readonly #connection: Connection;
  /** Of the editor, where users look when something is odd. */
  readonly #log: RemoteConsole;
  readonly #workspace: Workspace;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #projects: Projects;

  constructor(connection: Connection, workspace: Workspace) {
    this.#connection = connection;
    this.#log = connection.console;
    this.#workspace = workspace;
    const publish = (uri: string, diagnostics: Diagnostic[], version: number | null = null): void => {
      void connection.sendDiagnostics({ uri, diagnostics, ...(version === null ? {} : { version }) });
    };
    const troubles = new Troubles(publish, (message) => this.#say(MessageType.Error, message));
    this.#projects = new Projects(this.#documents, workspace, {
      publish: (uri, version, diagnostics) => publish(uri, diagnostics, version),
      trouble: (project, trouble) => troubles.report(project, trouble),
      log: (line) => this.#log.log(line),
    });
  }

  listen(): void {
    const [connection, projects] = [this.#connection, this.#projects];
    connection.onInitialized(() => this.#watch());
    connection.onShutdown(() => projects.stop());
    this.#documents.onDidOpen(({ document }) => this.#follow(projects.open(document)));
    this.#documents.onDidChangeContent(({ document }) => projects.change(document));
    this.#documents.onDidClose(({ document }) => this.#follow(projects.close(document)));
    this.#documents.onDidSave(({ document }) => this.#follow(projects.saved(document, this.canWatch)));
    connection.onDidChangeWatchedFiles(({ changes }) => this.#follow(projects.filesChanged(changes.map(({ uri }) => uri))));
    this.#answer();
    this.#documents.listen(connection);
    connection.listen();
  }

  /** Nobody waits for what a notification brings about. */
  #follow(work: Promise<void>): void {
    work.catch((error: unknown) => this.#log.error(traceOf(error)));
  }

  #answer(): void {
    const [connection, projects] = [this.#connection, this.#projects];
    connection.onHover(async ({ textDocument, position }) => {
      const view = await projects.view(textDocument.uri);
      return view && hoverAt(view, position);
    });
    connection.onDocumentSymbol(async ({ textDocument }) => {
      const view = await projects.view(textDocument.uri);
      return view && symbolsOf(view);
    });
    connection.onCodeAction(async ({ textDocument, range, context }) => {
      const view = await projects.view(textDocument.uri);
      return view && actionsAt(view, { range, context });
    });
    connection.onExecuteCommand(async ({ command, arguments: [rule] = [] }) => {
      if (command === OPEN_PAGE && typeof rule === 'string') await this.#openPage(rule);
    });
  }

  async #openPage(rule: string): Promise<void> {
    const page = this.#workspace.page(rule);
    if (page === null) return;
    if (this.canShow) await this.#connection.window.showDocument({ uri: page.uri, takeFocus: true });
    else this.#say(MessageType.Info, `${rule}: ${page.uri}`);
  }

  /** A message that wants no answer. */
  #say(type: MessageType, message: string): void {
    void this.#connection.sendNotification(ShowMessageNotification.type, { type, message });
  }

  #watch(): void {
    if (!this.canWatch) return;
    const watchers = WATCHED.map((globPattern) => ({ globPattern }));
    void this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }
}
