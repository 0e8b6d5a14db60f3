import { describe, expect, test } from 'vitest';
import { command, sandbox } from './sandbox.ts';

describe('rules', () => {
  test('lists every rule, with what is configured here', async () => {
    const folder = sandbox({ 'migration-lint.config.json': '{ "rules": { "drop-column": "off" } }' });
    const { code, stdout } = await command(folder, ['rules', '--rule', 'drop-table=info']);
    expect(code).toBe(0);
    const line = (rule: string): string | undefined => stdout.split('\n').find((one) => one.startsWith(`${rule} `));
    expect(line('rule')).toMatch(/^rule +severity +preset +harms +looks for$/);
    expect(line('drop-column')).toMatch(/^drop-column +off +recommended +loses, breaks +\S/);
    expect(line('drop-table')).toMatch(/^drop-table +info /);
    expect(line('unused-suppression')).toMatch(/ hygiene /);
  });
  test('as JSON', async () => {
    const { stdout } = await command(sandbox({}), ['rules', '--format', 'json']);
    const { version, rules }: { readonly version: number; readonly rules: readonly { readonly id: string }[] } = JSON.parse(stdout);
    expect(version).toBe(1);
    expect(rules.find(({ id }) => id === 'drop-column')).toMatchObject({ severity: 'error', preset: 'recommended', harms: ['loses', 'breaks'] });
  });
});

describe('explain', () => {
  test('prints the page, without its marks', async () => {
    const { code, stdout } = await command(sandbox({}), ['explain', 'drop-column']);
    expect(code).toBe(0);
    expect(stdout.startsWith('drop-column\n')).toBe(true);
    expect(stdout).toContain('\n    ALTER TABLE "User" DROP COLUMN "email";\n');
    for (const mark of ['<!--', '```', '## ']) expect(stdout).not.toContain(mark);
  });
  test('the options may come first', async () => {
    expect((await command(sandbox({}), ['--no-color', '--config', 'x.json', 'explain', 'drop-column'])).stderr).toBe('error: x.json: cannot be read\n');
    expect((await command(sandbox({}), ['--no-color', 'explain', 'drop-column'])).code).toBe(0);
  });
  test('a rule without a page tells what it looks for', async () => {
    const { stdout } = await command(sandbox({}), ['explain', 'unused-suppression']);
    expect(stdout).toMatch(/^unused-suppression\n\nA comment silences .*\n\nwarning · hygiene · preset recommended\n$/);
  });
});
