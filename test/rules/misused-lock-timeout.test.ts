import { misusedLockTimeout } from '../../rules/misused-lock-timeout.ts';
import { testRule } from '../test-rule.ts';

testRule(misusedLockTimeout, {
  valid: [{ sql: `SET lock_timeout = '5s';` }],
  invalid: [
    { sql: 'SET lock_timeout = 0;', messageId: 'off', severity: 'warning' },
    { sql: `SET lock_timeout = '10min';`, messageId: 'long' },
  ],
});
