/**
 * The texts as which Prisma knows an applied migration again (since 2.29): as it is, with all line ends LF, with all CRLF.
 * Its checksum is the SHA-256 of the text that was applied.
 */
export const sameTexts = (text: string): readonly string[] => {
  const lf = text.replaceAll('\r\n', '\n');
  return [...new Set([text, lf, lf.replaceAll('\n', '\r\n')])];
};

/** Would Prisma take the file that is there now for the one that was applied? */
export const sameToPrisma = (applied: string, now: string): boolean => applied === now || sameTexts(now).includes(applied);
