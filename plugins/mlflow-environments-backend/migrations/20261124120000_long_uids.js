// @ts-check

// What remains of an environment that is gone is known by `<cluster>/<namespace>/<name>` where nothing names its uid.
const LONGEST = 600;
const COLUMNS = [
  ['health_states', 'uid'],
  ['health_transitions', 'uid'],
  ['external_resources', 'uid'],
  ['requests', 'fulfilled_uid'],
];

/**
 * SQLite doesn't hold a column to its length, so there is nothing to change there.
 *
 * @param {import('knex').Knex} knex
 * @param {number} length
 */
async function resize(knex, length) {
  if (knex.client.config.client !== 'pg') {
    return;
  }
  for (const [table, column] of COLUMNS) {
    await knex.raw(`alter table ?? alter column ?? type varchar(${length})`, [
      table,
      column,
    ]);
  }
}

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await resize(knex, LONGEST);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Rows that the old columns can't hold are of environments that are gone; they are known again from the cluster.
  for (const table of [
    'health_transitions',
    'health_states',
    'external_resources',
  ]) {
    await knex(table).whereRaw('length(uid) > 63').delete();
  }
  await knex('requests')
    .whereRaw('length(fulfilled_uid) > 63')
    .update({ fulfilled_uid: null });
  await resize(knex, 63);
};
