import { cascadeDeleteAdded } from '../../rules/cascade-delete-added.ts';
import { testRule } from '../test-rule.ts';

const key = (table: string, column: string, to: string, action: string): string =>
  `ALTER TABLE "${table}" ADD CONSTRAINT "${table}_${column}_fkey" FOREIGN KEY ("${column}") REFERENCES "${to}"("id") ON DELETE ${action} ON UPDATE CASCADE;`;

const given = [
  [
    'CREATE TABLE "Team" ("id" TEXT NOT NULL, CONSTRAINT "Team_pkey" PRIMARY KEY ("id"));',
    'CREATE TABLE "Member" ("id" TEXT NOT NULL, "teamId" TEXT NOT NULL, "bossId" TEXT, CONSTRAINT "Member_pkey" PRIMARY KEY ("id"));',
    'CREATE TABLE "Note" ("id" TEXT NOT NULL, "memberId" TEXT NOT NULL, CONSTRAINT "Note_pkey" PRIMARY KEY ("id"));',
    'CREATE TABLE "Log" ("id" TEXT NOT NULL, "memberId" TEXT, CONSTRAINT "Log_pkey" PRIMARY KEY ("id"));',
    key('Note', 'memberId', 'Member', 'CASCADE'),
    key('Log', 'memberId', 'Member', 'SET NULL'),
    key('Member', 'bossId', 'Member', 'CASCADE'),
  ].join('\n'),
];
const RESTRICTED = key('Member', 'teamId', 'Team', 'RESTRICT');
const CASCADE = key('Member', 'teamId', 'Team', 'CASCADE');

testRule(cascadeDeleteAdded, {
  valid: [
    { name: 'RESTRICT', given, sql: RESTRICTED },
    { name: 'made anew as it was', given: [...given, CASCADE], sql: `ALTER TABLE "Member" DROP CONSTRAINT "Member_teamId_fkey";\n${CASCADE}` },
    {
      name: 'a new table',
      given,
      sql: `CREATE TABLE "Badge" ("id" TEXT NOT NULL, "memberId" TEXT NOT NULL);\n${key('Badge', 'memberId', 'Member', 'CASCADE')}`,
    },
    { name: 'a new column', given, sql: `ALTER TABLE "Log" ADD COLUMN "teamId" TEXT;\n${key('Log', 'teamId', 'Team', 'CASCADE')}` },
  ],
  invalid: [
    {
      given,
      sql: CASCADE,
      at: 'ADD CONSTRAINT "Member_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE',
      severity: 'info',
      harms: [],
      table: 'public.Member',
      what: 'Deleting a row of Team now also deletes the rows of Member that refer to it, and through them rows of Note.',
      why: 'No foreign key connected the two tables before',
      evidence: { deletesFrom: ['public.Member', 'public.Note'], before: null },
      advice: false,
    },
    {
      name: 'where a DELETE was refused before',
      given: [...given, RESTRICTED],
      sql: `ALTER TABLE "Member" DROP CONSTRAINT "Member_teamId_fkey";\n${CASCADE}`,
      why: 'Before, Member.teamId had ON DELETE RESTRICT',
      evidence: { before: 'restrict' },
      advice: false,
    },
  ],
});
