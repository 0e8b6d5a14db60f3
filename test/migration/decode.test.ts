import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/migration/decode.ts';

const SQL = 'ALTER TABLE "Café" ADD COLUMN "größe" TEXT; -- 表';

const utf16be = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16();

describe('decode', () => {
  test.each<[string, Uint8Array, string, string]>([
    ['UTF-8', Buffer.from(SQL), 'utf-8', SQL],
    ['UTF-8 with a byte order mark, which stays', Buffer.from(`\ufeff${SQL}`), 'utf-8-bom', `\ufeff${SQL}`],
    ['UTF-16, little-endian, marked', Buffer.from(`\ufeff${SQL}`, 'utf16le'), 'utf-16', SQL],
    ['UTF-16, big-endian, marked', utf16be(`\ufeff${SQL}`), 'utf-16', SQL],
    ['UTF-16, little-endian', Buffer.from(SQL, 'utf16le'), 'utf-16', SQL],
    ['UTF-16, big-endian', utf16be(SQL), 'utf-16', SQL],
    ['nothing', Buffer.from(''), 'utf-8', ''],
    ['Latin-1, which is not UTF-8', Buffer.from('-- größe', 'latin1'), 'binary', '-- größe'],
    ['a NUL in UTF-8', Buffer.from('SELECT 1;\0'), 'binary', 'SELECT 1;\0'],
  ])('%s', (_, bytes, encoding, text) => {
    expect(decode(bytes)).toEqual({ encoding, text });
  });
  test('any bytes are some text', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => typeof decode(bytes).text === 'string'));
  });
  test('text survives UTF-8', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
        (text) => decode(Buffer.from(text)).text === text,
      ),
    );
  });
});
