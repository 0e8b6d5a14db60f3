#!/usr/bin/env node
import * as module from 'node:module';

// Node 22 keeps what it compiled for the next run, of what is imported after this.
if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache();
const [{ main }, { processWorld }] = await Promise.all([import('./main.ts'), import('./world.ts')]);

process.exitCode = await main(process.argv.slice(2), processWorld());
