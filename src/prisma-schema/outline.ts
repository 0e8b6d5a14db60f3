import type { FieldFacts, ModelFacts, SchemaModel, SchemaPlace, SourceFile } from '../core/index.ts';

/** Functions of `@default(…)` that Prisma Client evaluates, so that the database has no default. */
const CLIENT_FUNCTIONS = ['uuid', 'cuid', 'nanoid', 'ulid'];

/**
 * The models of schema.prisma as far as messages need them, read line by line. It does not validate: what it does not
 * understand it passes over. `path`: as it is reported.
 */
export function outlineSchema(path: string, files: readonly SourceFile[]): SchemaModel {
  const blocks = files.flatMap(modelBlocks);
  const names = new Set(blocks.map(({ name }) => name));
  return { path, models: blocks.map((block) => outlineModel(block, names)) };
}

/** The provider in the datasource block, or null. */
export function schemaProvider(texts: readonly string[]): string | null {
  for (const text of texts) {
    const block = /^\s*datasource\s+\w+\s*\{([^}]*)\}/m.exec(text)?.[1];
    const provider = block === undefined ? undefined : /^\s*provider\s*=\s*"([^"]+)"/m.exec(block)?.[1];
    if (provider !== undefined) return provider;
  }
  return null;
}

interface Line {
  /** Without comments and blanks around it. */
  readonly text: string;
  readonly place: SchemaPlace;
}

interface Block {
  readonly name: string;
  readonly isView: boolean;
  readonly place: SchemaPlace;
  /** Those that are not empty. */
  readonly lines: readonly Line[];
}

/** With one search for what lies between the blocks: an outline is made on every save. */
const HEAD = /(?:^|\n)[^\S\n]*(model|view)[^\S\n]+(\w+)[^\S\n]*\{/g;

function modelBlocks(file: SourceFile): readonly Block[] {
  const blocks: Block[] = [];
  let read = 0;
  for (const { index, 1: kind, 2: name = '' } of file.text.matchAll(HEAD)) {
    if (index < read) continue;
    const { lines, end } = linesOfBlock(file, file.text[index] === '\n' ? index + 1 : index);
    const [head, ...others] = lines;
    if (head === undefined || end === null) break;
    blocks.push({ name, isView: kind === 'view', place: head.place, lines: others });
    read = end;
  }
  return blocks;
}

/** From the head of a block to the brace that ends it, which stands alone; `end` null: there is none. */
function linesOfBlock({ path, text }: SourceFile, from: number): { readonly lines: readonly Line[]; readonly end: number | null } {
  const lines: Line[] = [];
  for (let offset = from; offset <= text.length; ) {
    const newline = text.indexOf('\n', offset);
    const end = newline < 0 ? text.length : newline;
    const code = withoutComment(text.slice(offset, end));
    const trimmed = code.trim();
    if (trimmed === '}') return { lines, end };
    const start = offset + code.indexOf(trimmed);
    if (trimmed !== '') lines.push({ text: trimmed, place: { file: path, span: { start, end: start + trimmed.length } } });
    offset = end + 1;
  }
  return { lines, end: null };
}

/** `//` outside of quotes ends a line. */
function withoutComment(line: string): string {
  const slashes = line.indexOf('//');
  if (slashes < 0 || !/["\\]/.test(line)) return slashes < 0 ? line : line.slice(0, slashes);
  let quoted = false;
  for (let index = 0; index < line.length; index++) {
    const character = line[index];
    if (character === '\\') index++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '/' && line[index + 1] === '/') return line.slice(0, index);
  }
  return line;
}

function outlineModel({ name: model, isView, place, lines }: Block, models: ReadonlySet<string>): ModelFacts {
  const attributes = lines.flatMap(({ text }) => (text.startsWith('@@') ? [text] : []));
  const named = (attribute: RegExp): string | null => attributes.flatMap((text) => attribute.exec(text)?.[1] ?? [])[0] ?? null;
  let fields: readonly FieldFacts[] | undefined;
  return {
    model,
    schema: named(/^@@schema\(\s*(?:\w+\s*:\s*)?"([^"]*)"/),
    table: named(/^@@map\(\s*(?:\w+\s*:\s*)?"([^"]*)"/) ?? model,
    ignored: attributes.some((text) => text.startsWith('@@ignore')),
    // Of most models nobody asks for them.
    get fields() {
      fields ??= lines.flatMap((line) => outlineField(line, models) ?? []);
      return fields;
    },
    ...(isView ? { isView } : {}),
    place,
  };
}

function outlineField({ text, place }: Line, models: ReadonlySet<string>): FieldFacts | null {
  const match = /^(\w+)\s+(\w+)(?:\([^)]*\))?(\[\])?(\?)?(.*)$/.exec(text);
  if (!match) return null;
  const [, field = '', type = '', list, optional, attributes = ''] = match;
  if (models.has(type)) return null;
  const { column, ignored, clientDefault } = writtenAttributes(attributes, field);
  return { field, column, required: optional === undefined && list === undefined, ignored, clientDefault, place };
}

/** What the attributes of a field say. */
function writtenAttributes(attributes: string, field: string): Pick<FieldFacts, 'column' | 'ignored' | 'clientDefault'> {
  if (!attributes.includes('@')) return { column: field, ignored: false, clientDefault: null };
  const plain = attributes.includes('"') ? attributes.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""') : attributes;
  const mapped = attributes.includes('@map(') ? /(?:^|\s)@map\(\s*(?:name\s*:\s*)?"([^"]*)"/.exec(attributes)?.[1] : undefined;
  return {
    column: mapped ?? field,
    ignored: /@ignore\b/.test(plain),
    clientDefault: writtenDefault(plain),
  };
}

function writtenDefault(attributes: string): string | null {
  if (/@updatedAt\b/.test(attributes)) return '@updatedAt';
  return clientDefaultOf(/@default\(\s*(\w+)\(/.exec(attributes)?.[1] ?? null);
}

/** `@default(…)` with a function that leaves the database without a default; null for others. */
export const clientDefaultOf = (called: string | null): string | null =>
  called !== null && CLIENT_FUNCTIONS.includes(called) ? `@default(${called}())` : null;
