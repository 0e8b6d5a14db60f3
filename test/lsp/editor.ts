import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type ApplyWorkspaceEditParams,
  type CodeAction,
  createProtocolConnection,
  type Diagnostic,
  type DocumentSymbol,
  type FileChangeType,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type RegistrationParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { onTestFinished } from 'vitest';

const bin = join(import.meta.dirname, '..', '..', 'dist', 'bin.cjs');

export interface Said {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** A client of the built command, as an editor would be: it speaks the protocol and keeps the documents. */
export class Editor {
  readonly process: ChildProcess;
  readonly #folder: string;
  readonly #connection: ProtocolConnection;
  readonly #documents = new Map<string, TextDocument>();
  readonly #said: Said[] = [];
  readonly #waiting: { readonly fits: (said: Said) => boolean; readonly resolve: (said: Said) => void }[] = [];
  readonly messages: string[] = [];
  readonly registered: string[] = [];
  readonly shownDocuments: string[] = [];
  stderr = '';
  readonly exit: Promise<number | null>;

  /** `node`: options of Node itself; `args`: of the command. */
  constructor(folder: string, node: readonly string[], args: readonly string[]) {
    this.#folder = folder;
    const child = spawn(process.execPath, [...node, bin, 'lsp', '--stdio', ...args], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
    this.process = child;
    child.stderr.on('data', (data) => {
      this.stderr += String(data);
    });
    this.exit = new Promise((resolve) => child.once('close', resolve));
    this.#connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    this.#connection.onNotification('textDocument/publishDiagnostics', (said: PublishDiagnosticsParams) => this.#hear(said));
    this.#connection.onNotification('window/showMessage', ({ message }: { readonly message: string }) => {
      this.messages.push(message);
    });
    this.#connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
      this.registered.push(...registrations.map(({ method }) => method));
    });
    this.#connection.onRequest('window/showDocument', ({ uri }: { readonly uri: string }) => {
      this.shownDocuments.push(uri);
      return { success: true };
    });
    this.#connection.onError(() => {});
    this.#connection.listen();
    onTestFinished(() => {
      this.#connection.dispose();
      child.kill();
    });
  }

  #hear(said: Said): void {
    this.#said.push(said);
    for (const waiting of this.#waiting.splice(0)) {
      if (waiting.fits(said)) waiting.resolve(said);
      else this.#waiting.push(waiting);
    }
  }

  uriOf(path: string): string {
    return pathToFileURL(join(this.#folder, path)).href;
  }

  async initialize(capabilities: InitializeParams['capabilities']): Promise<InitializeResult> {
    const params: InitializeParams = { processId: process.pid, rootUri: pathToFileURL(this.#folder).href, capabilities };
    const result: InitializeResult = await this.#connection.sendRequest('initialize', params);
    await this.#connection.sendNotification('initialized', {});
    return result;
  }

  /** Opens a document; resolves with what is said of it first. */
  async open(path: string, text: string): Promise<Said> {
    const uri = this.uriOf(path);
    this.#documents.set(uri, TextDocument.create(uri, 'sql', 1, text));
    const said = this.next(path, () => true);
    await this.#connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'sql', version: 1, text } });
    return await said;
  }

  /** Opens a document of which nothing will be said. */
  async openQuietly(path: string, text: string): Promise<void> {
    const uri = path.includes(':') ? path : this.uriOf(path);
    this.#documents.set(uri, TextDocument.create(uri, 'sql', 1, text));
    await this.#connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'sql', version: 1, text } });
  }

  /** Changes a part of a document; resolves with what is said of the text as it is then. */
  async edit(path: string, edits: readonly TextEdit[]): Promise<Said> {
    const uri = this.uriOf(path);
    const before = this.document(path);
    const text = TextDocument.applyEdits(before, [...edits]);
    const version = before.version + 1;
    this.#documents.set(uri, TextDocument.create(uri, 'sql', version, text));
    const said = this.next(path, (one) => one.version === version);
    const contentChanges = edits.length === 1 ? edits.map((edit) => ({ range: edit.range, text: edit.newText })) : [{ text }];
    await this.#connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
    return await said;
  }

  async type(path: string, text: string): Promise<Said> {
    const end = this.document(path).positionAt(this.document(path).getText().length);
    return await this.edit(path, [{ range: { start: end, end }, newText: text }]);
  }

  async replace(path: string, text: string): Promise<Said> {
    const document = this.document(path);
    return await this.edit(path, [{ range: { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) }, newText: text }]);
  }

  async close(path: string): Promise<void> {
    const uri = this.uriOf(path);
    this.#documents.delete(uri);
    await this.#connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  async save(path: string): Promise<void> {
    await this.#connection.sendNotification('textDocument/didSave', { textDocument: { uri: this.uriOf(path) } });
  }

  async filesChanged(changes: Readonly<Record<string, FileChangeType>>): Promise<void> {
    await this.#connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: Object.entries(changes).map(([path, type]) => ({ uri: this.uriOf(path), type })),
    });
  }

  document(path: string): TextDocument {
    const document = this.#documents.get(this.uriOf(path));
    if (!document) throw new Error(`${path} is not open`);
    return document;
  }

  /** The next that is said of a document and fits. */
  next(path: string, fits: (said: Said) => boolean = () => true): Promise<Said> {
    const uri = this.uriOf(path);
    return new Promise((resolve) => this.#waiting.push({ fits: (said) => said.uri === uri && fits(said), resolve }));
  }

  /** All that was said of a document so far. */
  said(path: string): readonly Said[] {
    return this.#said.filter(({ uri }) => uri === this.uriOf(path));
  }

  async hover(path: string, position: Position): Promise<string> {
    const hover: Hover | null = await this.#connection.sendRequest('textDocument/hover', { textDocument: { uri: this.uriOf(path) }, position });
    const contents = hover?.contents;
    return typeof contents === 'object' && 'value' in contents ? contents.value : '';
  }

  async symbols(path: string): Promise<readonly DocumentSymbol[] | null> {
    return await this.#connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri: this.uriOf(path) } });
  }

  async actions(path: string, range: Range, only?: readonly string[]): Promise<readonly CodeAction[]> {
    const context = { diagnostics: [], ...(only ? { only: [...only] } : {}) };
    return await this.#connection.sendRequest('textDocument/codeAction', { textDocument: { uri: this.uriOf(path) }, range, context });
  }

  /** Does what a code action says, and resolves with what is said of the document afterwards. */
  async apply(path: string, action: CodeAction | undefined): Promise<Said> {
    const edits: ApplyWorkspaceEditParams['edit']['changes'] = action?.edit?.changes ?? {};
    return await this.edit(path, edits[this.uriOf(path)] ?? []);
  }

  async execute({ command }: CodeAction): Promise<void> {
    await this.#connection.sendRequest('workspace/executeCommand', { command: command?.command, arguments: command?.arguments });
  }

  async request(method: string, params: object): Promise<unknown> {
    return await this.#connection.sendRequest(method, params);
  }

  /** As the protocol wants it; resolves with the exit code. */
  async quit(): Promise<number | null> {
    await this.#connection.sendRequest('shutdown');
    await this.#connection.sendNotification('exit');
    return await this.exit;
  }

  /** Goes without a word. */
  async vanish(): Promise<number | null> {
    this.process.stdin?.end();
    return await this.exit;
  }
}

const WATCHING: InitializeParams['capabilities'] = {
  workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
  window: { showDocument: { support: true } },
};

export interface EditorOptions {
  readonly capabilities?: InitializeParams['capabilities'];
  /** Options of Node itself. */
  readonly node?: readonly string[];
  /** Options of the command. */
  readonly args?: readonly string[];
}

/** A started editor in a folder. */
export async function editorIn(folder: string, { capabilities = WATCHING, node = [], args = [] }: EditorOptions = {}): Promise<Editor> {
  const editor = new Editor(folder, node, args);
  await editor.initialize(capabilities);
  return editor;
}

/** `drop-column 2:19`: rule and place, from 0. */
export const gist = ({ diagnostics }: Said): readonly string[] => diagnostics.map(({ code, range }) => `${code} ${range.start.line}:${range.start.character}`);
