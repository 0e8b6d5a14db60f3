import { defineConfig } from 'prisma-migration-lint';
import tenants from '../dist/index.js';

export default defineConfig({
  plugins: [tenants],
  rules: { 'tenants/table-without-tenant': ['error', { except: ['Country'] }] },
});
