import type { Span } from '../core/index.ts';
import type { Position, Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/** Between offsets of the text that is linted, and places in the document, which lacks the byte order mark of its file. */
export class Places {
  readonly #document: TextDocument;
  /** 1 if the file has a byte order mark that the editor hides. */
  readonly #hidden: number;

  constructor(document: TextDocument, linted: string) {
    this.#document = document;
    this.#hidden = linted.startsWith('\ufeff') && !document.getText().startsWith('\ufeff') ? 1 : 0;
  }

  at(offset: number): Position {
    return this.#document.positionAt(Math.max(0, offset - this.#hidden));
  }

  range({ start, end }: Span): Range {
    return { start: this.at(start), end: this.at(end) };
  }

  offsetOf(position: Position): number {
    return this.#document.offsetAt(position) + this.#hidden;
  }
}

/** Do they touch? An empty range, as that of a cursor, is enough. */
export const touch = (a: Range, b: Range): boolean => !isBefore(a.end, b.start) && !isBefore(b.end, a.start);

const isBefore = (a: Position, b: Position): boolean => a.line < b.line || (a.line === b.line && a.character < b.character);
