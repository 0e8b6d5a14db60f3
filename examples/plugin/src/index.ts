import { definePlugin } from 'prisma-migration-lint/rule';
import { tableWithoutTenant } from './table-without-tenant.js';

export default definePlugin({ name: 'tenants', rules: [tableWithoutTenant] });
