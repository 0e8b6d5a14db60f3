/** How a file's bytes spell its text. `binary`: neither UTF-8 nor UTF-16, so that PostgreSQL would refuse it. */
export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16' | 'binary';

export interface Decoded {
  /** A UTF-8 byte order mark is kept, because it is sent to the server; that of UTF-16 is not. */
  readonly text: string;
  readonly encoding: Encoding;
}

/** Text of a file. PowerShell's `>` writes UTF-16, with or without a byte order mark; both are recognized. */
export function decode(bytes: Uint8Array): Decoded {
  const wide = wideOrder(bytes);
  if (wide !== null) return { text: new TextDecoder(`utf-16${wide}`).decode(bytes), encoding: 'utf-16' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (text.includes('\0')) return { text, encoding: 'binary' };
    return { text, encoding: text.startsWith('\ufeff') ? 'utf-8-bom' : 'utf-8' };
  } catch {
    return { text: new TextDecoder('latin1').decode(bytes), encoding: 'binary' };
  }
}

/** What an editor holds, as it will be saved: it hides the byte order mark that the file has, and keeps its encoding. */
export function asSaved(text: string, file: Decoded | null): Decoded {
  const encoding = file?.encoding ?? 'utf-8';
  return { encoding, text: encoding === 'utf-8-bom' && !text.startsWith('\ufeff') ? `\ufeff${text}` : text };
}

/** Bytes that are looked at to recognize UTF-16 without a byte order mark. */
const SAMPLE = 512;

/** SQL is mostly ASCII, so that in UTF-16 every other byte is NUL: the second of each pair if it is little-endian. */
function wideOrder(bytes: Uint8Array): 'le' | 'be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'be';
  const sample = bytes.subarray(0, Math.min(SAMPLE, bytes.length - (bytes.length % 2)));
  if (sample.length < 4 || bytes.length % 2 !== 0) return null;
  const nulsAt = (parity: 0 | 1): number => sample.filter((byte, index) => byte === 0 && index % 2 === parity).length;
  const [even, odd, pairs] = [nulsAt(0), nulsAt(1), sample.length / 2];
  if (even === 0 && odd > pairs * 0.7) return 'le';
  return odd === 0 && even > pairs * 0.7 ? 'be' : null;
}
