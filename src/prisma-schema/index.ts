export { environmentFolders, setsLockTimeout } from './connection.ts';
export { configOf, locateSchema, migrationsBeside, projectRoot, schemaAt, type SchemaFiles } from './locate.ts';
export { outlineSchema, schemaProvider } from './outline.ts';
export { type PrismaConfig, prismaConfigIn, readPrismaConfig } from './prisma-config.ts';
export { loadPrisma, type Prisma, prismaVersion } from './prisma.ts';
export { readSchemaModel, type ReadSchema } from './read-model.ts';
export { type Rendered, renderChange } from './render.ts';
export { type FoundVersion, prismaVersionOf } from './version.ts';
