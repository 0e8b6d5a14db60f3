/** Bytes of a name that PostgreSQL keeps: NAMEDATALEN - 1. */
const NAME_BYTES = 63;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const bytesOf = (text: string): number => (isAscii(text) ? text.length : encoder.encode(text).length);

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false;
  return true;
}

/** The first `bytes` bytes, without half a character at the end (pg_mbcliplen). */
function clip(text: string, bytes: number): string {
  if (bytesOf(text) <= bytes) return text;
  const encoded = encoder.encode(text);
  let end = bytes;
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end--;
  return decoder.decode(encoded.subarray(0, end));
}

/** A name as PostgreSQL keeps it: clipped to 63 bytes. */
export const truncateName = (name: string): string => clip(name, NAME_BYTES);

/** `table_columns_label`, shortened at the longer of the first two. Source: makeObjectName(), indexcmds.c. */
function makeObjectName(table: string, columns: string | null, label: string): string {
  const available = NAME_BYTES - (columns === null ? 0 : 1) - (bytesOf(label) + 1);
  let first = bytesOf(table);
  let second = columns === null ? 0 : bytesOf(columns);
  while (first + second > available) {
    if (first > second) first--;
    else second--;
  }
  return [clip(table, first), ...(columns === null ? [] : [clip(columns, second)]), label].join('_');
}

/** The first of `…_label`, `…_label1`, `…_label2` that is free. Source: ChooseRelationName(), ChooseConstraintName(). */
export function chooseName(table: string, columns: string | null, label: string, isTaken: (name: string) => boolean): string {
  let name = makeObjectName(table, columns, label);
  for (let pass = 1; isTaken(name); pass++) name = makeObjectName(table, columns, `${label}${pass}`);
  return name;
}

/** Column names joined for a default name, cut off once they exceed a name. Source: ChooseIndexNameAddition(). */
export function joinColumnNames(columns: readonly string[]): string {
  let joined = '';
  for (const column of columns) {
    joined += joined === '' ? column : `_${column}`;
    if (bytesOf(joined) > NAME_BYTES) break;
  }
  return joined;
}
