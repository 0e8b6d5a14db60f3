import { defineConfig } from 'prisma-migration-lint';

export default defineConfig({
  tables: { AuditLog: 'large', Setting: 'small' },
});
