export { main } from './main.ts';
export { processWorld } from './world.ts';
