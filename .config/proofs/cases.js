// Rows that the schema before a migration allows, and what they do to one of its statements: where a measured label says that a
// statement is harmless and we say that it is not. `i` inserts a row, `c` is the database.
// [project, migration, statement, SQLSTATE, rows, afterwards]: with `afterwards` the migration goes through, and the SQLSTATE is of
// what the deployed client does then ('ok': what it asks holds).

export const CASES = [];
const add = (...one) => CASES.push(one);
const fb = '20260402000000_make_workspace_id_not_null';

add('amplication', '20220712143206_disconnect_resource_from_workspace', 7, '23505', async (i) => {
  const a = await i('Workspace'),
    b = await i('Workspace'),
    p = await i('Project', { workspaceId: a.id });
  for (const w of [a, b]) await i('Resource', { workspaceId: w.id, name: 'x', projectId: p.id });
});
add('amplication', '20241101143506_', 1, '23505', async (i, _c) => {
  const a = await i('Workspace');
  for (const k of ['k1', 'k2']) await i('CustomProperty', { workspaceId: a.id, name: 'x', key: k });
});
add('amplication', '20241227082825_', 1, '23505', async (i) => {
  const a = await i('Workspace');
  for (const k of ['k1', 'k2']) await i('Role', { workspaceId: a.id, name: 'x', key: k });
});
add('civitai', '20221027230516_username_unique_case_insensitive', 1, '23505', async (i) => {
  await i('User', { username: 'A' });
  await i('User', { username: 'a' });
});
add('civitai', '20230321212209_optimizations', 9, '23505', async (i) => {
  await i('Tag', { name: 'A' });
  await i('Tag', { name: 'a' });
});
add('civitai', '20240113023932_email_citext', 0, '23505', async (i) => {
  await i('User', { email: 'A' });
  await i('User', { email: 'a' });
});
for (const [k, x] of [
  ['reviewId', 35],
  ['commentId', 37],
])
  add('civitai', '20221219234321_report_manys', x, '23503', async (i) => {
    await i('ModelReport', { details: { [k]: 999999 } });
  });
add('civitai', '20230118020152_remove_favorites', 0, '23505', async (i) => {
  const u = await i('User'),
    m = await i('Model');
  await i('FavoriteModel', { userId: u.id, modelId: m.id });
  await i('ModelEngagement', { userId: u.id, modelId: m.id, type: 'Hide' });
});
add('civitai', '20230719152210_setup_for_collection_review_items', 6, '23505', async (i) => {
  const [col, a, p, m, im, u, v] = [
    await i('Collection'),
    await i('Article'),
    await i('Post'),
    await i('Model'),
    await i('Image'),
    await i('User'),
    await i('User'),
  ];
  for (const w of [u, v]) await i('CollectionItem', { collectionId: col.id, articleId: a.id, postId: p.id, imageId: im.id, modelId: m.id, addedById: w.id });
});
add('civitai', '20230904155529_add_bounty_schema', 10, '23502', async (i) => {
  await i('File', { articleId: null });
});
add('civitai', '20240307231126_nsfw_level_update_queue', 1, '23505', async (i) => {
  const im = await i('Image');
  for (let n = 0; n < 2; n++) await i('Article', { coverId: im.id });
});
add('civitai', '20260715130000_add_licensing_root_table', 7, '23505', async (i, c) => {
  await c.unsafe('alter table "Model" disable trigger user; alter table "ModelVersion" disable trigger user');
  const m = await i('Model', { type: 'Checkpoint' });
  const v = await i('ModelVersion', { modelId: m.id, baseModel: 'Krea' });
  await i('ModelVersion', { id: 3072329, modelId: m.id, baseModel: 'Krea' });
  await i('BaseModelLicensingFee', { baseModel: 'Krea', modelType: 'Checkpoint', modelVersionId: v.id });
});
add('civitai', '20260801130000_add_cosmetic_sticker_slug_unique', 0, '23505', async (i) => {
  for (let n = 0; n < 2; n++) await i('Cosmetic', { type: 'Sticker', data: { slug: 's' } });
});
add('civitai', '20260803120000_rename_minimax_basemodel_to_minimax_h3', 1, '23505', async (i, c) => {
  await c.unsafe('alter table "Model" disable trigger user; alter table "ModelVersion" disable trigger user');
  const m = await i('Model');
  for (const b of ['MiniMax', 'MiniMax H3']) await i('ModelBaseModelMetric', { modelId: m.id, baseModel: b });
});
add('formbricks', '20260305102749_move_billing_json_to_organization_billing_table', 3, '23505', async (i) => {
  for (let n = 0; n < 2; n++) await i('Organization', { billing: { stripeCustomerId: 'c' } });
});
for (const [t, x] of [
  ['Webhook', 1],
  ['ContactAttributeKey', 2],
  ['Contact', 3],
  ['Tag', 4],
  ['ActionClass', 6],
  ['Integration', 7],
  ['ApiKeyEnvironment', 8],
  ['Segment', 9],
])
  add('formbricks', fb, x, '23502', async (i) => {
    await i(t, { workspaceId: null });
  });
for (const [t, x, d] of [
  ['ContactAttributeKey', 11, { key: 'k' }],
  ['Tag', 13, { name: 'k' }],
  ['ActionClass', 15, { key: 'k' }],
  ['ActionClass', 17, { name: 'k' }],
  ['Integration', 19, { type: 'slack' }],
  ['ApiKeyEnvironment', 21, {}],
  ['Segment', 23, { title: 'k' }],
])
  add('formbricks', fb, x, '23505', async (i, _c) => {
    const p = await i('Workspace').catch(() => i('Project'));
    const k = t === 'ApiKeyEnvironment' ? await i('ApiKey') : null;
    for (let n = 0; n < 2; n++) await i(t, { ...d, ...(k ? { apiKeyId: k.id } : {}), workspaceId: p.id });
  });
add('langfuse', '20260722070000_add_in_app_agent_run_lifecycle_fields', 2, '23505', async (i) => {
  const v = await i('in_app_agent_conversations');
  const r = await i('in_app_agent_runs', { project_id: v.project_id, conversation_id: v.id, created_at: new Date(Date.now() + 3600e3) });
  await i('in_app_agent_runs', { project_id: r.project_id, conversation_id: r.conversation_id, created_at: new Date(Date.now() + 3600e3) });
});
add('shelf.nu', '20230809145816_adding_relationship_between_user_and_tier', 1, '23503', async (i, c) => {
  await c.unsafe('delete from "Tier"');
  await i('User');
});
for (const [m, t, x, _col] of [
  ['20231004133839_cat_tag_add_org_id', 'Tag', 8],
  ['20231004133839_cat_tag_add_org_id', 'Category', 9],
  ['20231009125120_org_id_qr', 'Qr', 4],
  ['20231024014450_org_to_img', 'Image', 4],
])
  add('shelf.nu', m, x, '23502', async (i) => {
    const u = await i('User');
    await i(t, { userId: u.id });
  });
add('shelf.nu', '20231121173002_make_name_unique_for_tag_asset_loc_custom', 3, '23505', async (i) => {
  const o = await i('Organization');
  for (const n of ['foo', 'foo', 'foo-2']) await i('CustomField', { organizationId: o.id, name: n });
});
add('shelf.nu', '20231121173002_make_name_unique_for_tag_asset_loc_custom', 5, '23505', async (i) => {
  const o = await i('Organization');
  for (const n of ['foo', 'foo', 'foo-2']) await i('Tag', { organizationId: o.id, name: n });
});
add('shelf.nu', '20260603100000_custody_partial_uniques_split_operator_kit', 2, '23505', async (i) => {
  const a = await i('Asset', { type: 'QUANTITY_TRACKED' }),
    k = await i('KitCustody');
  for (let n = 0; n < 2; n++) {
    const m = await i('TeamMember');
    await i('Custody', { assetId: a.id, kitCustodyId: k.id, teamMemberId: m.id });
  }
});
add(
  'shelf.nu',
  '20251216080323_add_audit_image_model',
  7,
  '23502',
  async () => {},
  async (c, i) => {
    const u = await i('User');
    await i('AuditImage', { uploadedById: u.id });
    await c.unsafe('DELETE FROM "User" WHERE id = $1', [u.id]);
  },
);
add(
  'civitai',
  '20240326201017_cosmetic_shop_tables',
  7,
  '23502',
  async () => {},
  async (c, i) => {
    const im = await i('Image');
    await i('CosmeticShopSection', { imageId: im.id });
    await c.unsafe('DELETE FROM "Image" WHERE id = $1', [im.id]);
  },
);
const gone = (sql) => async (c) => {
  const r = await c.unsafe(sql);
  if (Number(r[0].n) !== 0) throw Object.assign(new Error('still there'), { code: 'kept' });
};
const none = 'select count(*) n from ';
add(
  'civitai',
  '20230322230044_discussion_items',
  18,
  'ok',
  async (i) => {
    const p = await i('Post');
    for (let n = 0; n < 6; n++) {
      const t = await i('Tag');
      await i('TagsOnPost', { postId: p.id, tagId: t.id, createdAt: new Date(2020, 1, n + 1) });
    }
  },
  gone('select 6-count(*)-1 n from "TagsOnPost"'),
);
add(
  'civitai',
  '20231005123051_bounty_expires_at_starts_at_date_only',
  0,
  'ok',
  async (i) => {
    await i('Bounty', { startsAt: '2024-01-01 13:14:15' });
  },
  gone(`select count(*) n from "Bounty" where "startsAt"::timestamp = '2024-01-01 13:14:15'`),
);
add(
  'civitai',
  '20240123173456_article_cover_id',
  2,
  'ok',
  async (i) => {
    await i('Article', { cover: 'blob:x' });
  },
  gone(`${none}"Article"`),
);
add(
  'civitai',
  '20260804211000_new_upcoming_creators_feed_blocks',
  0,
  'ok',
  async (i, _c) => {
    await i('User', { id: -1 }).catch(() => {});
    await i('HomeBlock', { id: 777777, userId: -1, type: 'Leaderboard', metadata: { title: 'New & Upcoming Creators' } });
  },
  gone(`${none}"HomeBlock" where id=777777`),
);
add(
  'langfuse',
  '20251013134801_drop_atla_llm_keys',
  0,
  'ok',
  async (i) => {
    await i('llm_api_keys', { adapter: 'atla' });
  },
  gone(`${none}llm_api_keys`),
);
add(
  'umami',
  '14_add_link_and_pixel',
  17,
  'ok',
  async (i) => {
    await i('report', { type: 'funnel', parameters: { steps: [1] } });
  },
  gone(`${none}report`),
);
add(
  'umami',
  '14_add_link_and_pixel',
  22,
  'ok',
  async (i) => {
    await i('report', { type: 'goal', parameters: { goals: [] } });
  },
  gone(`${none}report`),
);
add(
  'ghostfolio',
  '20231107080536_removed_account_type_from_account',
  0,
  '42703',
  async (i) => {
    await i('Account');
  },
  async (c) => {
    await c.unsafe('select "accountType" from "Account"');
  },
);
for (const [t, x] of [
  ['Webhook', 1],
  ['ContactAttributeKey', 2],
  ['Contact', 3],
  ['Tag', 4],
  ['Survey', 5],
  ['ActionClass', 6],
  ['Integration', 7],
  ['ApiKeyEnvironment', 8],
  ['Segment', 9],
])
  add(
    'formbricks',
    fb,
    x,
    '23502',
    async () => {},
    async (_c, i) => {
      await i(t, { workspaceId: null });
    },
  );
