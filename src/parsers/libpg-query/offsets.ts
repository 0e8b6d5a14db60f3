/**
 * Offsets of libpg-query count bytes of UTF-8, those of JavaScript UTF-16 units. Returns the translation for a text; for
 * plain ASCII there is nothing to translate.
 */
export function utf16Offsets(text: string): (byte: number) => number {
  const wide = firstWide(text);
  if (wide < 0) return (byte) => byte;
  const offsets: number[] = [];
  for (let index = wide; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const pair = code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : pair ? 4 : 3;
    for (let count = 0; count < bytes; count++) offsets.push(index);
    if (pair) index++;
  }
  offsets.push(text.length);
  return (byte) => (byte <= wide ? byte : (offsets[byte - wide] ?? text.length));
}

/** The offset of the character at a place that counts code points, as PostgreSQL counts in its error messages. */
export function utf16OffsetOfCharacter(text: string, character: number): number {
  let offset = 0;
  for (let count = 0; count < character && offset < text.length; count++) offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  return offset;
}

function firstWide(text: string): number {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return index;
  return -1;
}
