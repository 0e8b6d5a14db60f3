// What is published: the command and the three doors of the library, with the small dependencies of the command bundled, so
// that it starts fast and installs nothing but PostgreSQL's parser and the loader of configuration files.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const external = Object.keys(dependencies);

const shared = {
  cwd: root,
  platform: 'node',
  external: (id) => external.some((name) => id === name || id.startsWith(`${name}/`)),
};

/** A finding is traced to its source by names, so that these stay; without blanks the engine reads it faster. */
const short = { compress: false, mangle: false, codegen: { removeWhitespace: true } };

/** Paths from the root: what lies above it may be called anything. */
const EVERY_RUN =
  /^(?:src[\\/](?!lsp|parsers[\\/](?:libpg-query|pgsql-ast-parser)|cli[\\/](?:command|lsp|init|yargs|renderer|rendering-thread)|config[\\/]run-module|prisma-schema[\\/]engine)|rules[\\/])|[\\/]picocolors[\\/]/;

/**
 * The command by itself, in CommonJS, which Node loads sooner. What every run needs is one file, because each further one takes
 * a millisecond to find, and what few runs need is loaded when they do.
 */
const command = {
  ...shared,
  input: { command: 'src/cli/command.ts' },
  plugins: [licences('licences-of-the-command.txt'), { name: 'ascii', generateBundle: inAscii }, { name: 'color', transform: askedForColor }],
  output: {
    dir: 'dist/command',
    format: 'cjs',
    minify: short,
    entryFileNames: '[name].cjs',
    chunkFileNames: ({ name }) => (name === 'every-run' ? '[name].cjs' : '[name]-[hash].cjs'),
    codeSplitting: { groups: [{ name: 'every-run', test: (id) => EVERY_RUN.test(relative(root, id)) }] },
  },
};

/** Renders schemas while the command replays migrations. It has a file of its own, which loads nothing of the command. */
const thread = {
  ...shared,
  input: { 'rendering-thread': 'src/cli/rendering-thread.ts' },
  treeshake: { moduleSideEffects: false },
  output: { dir: 'dist/command', format: 'cjs', minify: short, entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
};

/** Starts the command by what an earlier run compiled of it. */
const bin = {
  ...shared,
  input: { bin: 'src/cli/bin.ts' },
  treeshake: { moduleSideEffects: false },
  output: { dir: 'dist', format: 'cjs', minify: short, entryFileNames: '[name].cjs' },
};

const library = {
  ...shared,
  input: { index: 'src/index.ts', rule: 'src/rule/index.ts', 'rule-tester': 'src/rule-tester/index.ts' },
  plugins: [licences('licences-of-the-library.txt'), configSchema()],
  output: { dir: 'dist', format: 'esm', chunkFileNames: 'chunks/[name]-[hash].js', cleanDir: true },
};

export default [library, command, thread, bin];

/** picocolors looks at standard output for a default that is not used here; to open it takes 5 ms. */
function askedForColor(code, id) {
  if (!id.endsWith('picocolors.js')) return null;
  if (!code.includes('(p.stdout || {}).isTTY')) throw new Error('picocolors looks for a terminal in another way');
  return code.replace('(p.stdout || {}).isTTY', 'false');
}

/** What is ASCII takes half of the memory, and can be read without being decoded. */
function inAscii(_, bundle) {
  for (const output of Object.values(bundle))
    if (output.type === 'chunk')
      output.code = output.code.replaceAll(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** For editors, which read it beside the package. */
function configSchema() {
  const file = join(root, 'src', 'config', 'config.schema.json');
  return {
    name: 'config-schema',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'config.schema.json', source: readFileSync(file, 'utf8') });
    },
  };
}

/** Their licences ask that these travel with the code. */
function licences(fileName) {
  return {
    name: 'licences',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((output) => (output.type === 'chunk' ? output.moduleIds : []));
      const folders = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []));
      const texts = [...folders].sort().map((folder) => {
        const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
        return `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()}\n`;
      });
      if (texts.length > 0) this.emitFile({ type: 'asset', fileName, source: texts.join(`\n${'-'.repeat(80)}\n\n`) });
    },
  };
}
