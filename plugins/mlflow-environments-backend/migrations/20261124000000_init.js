// @ts-check

// Times are ISO 8601 UTC in text columns: their order is the order of time, alike in SQLite and PostgreSQL.

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('requests', table => {
    table.comment('Who asked for which environment, one row for each name');
    table
      .string('environment_id', 63)
      .primary()
      .comment(
        'Unique in the fleet: of two that ask at once the key lets one in',
      );
    table.string('uid', 36).notNullable();
    table.string('cluster', 253).notNullable();
    table.string('namespace', 63).notNullable();
    table.string('target', 253).notNullable();
    table.string('state', 16).notNullable().comment('Reserved or Pending');
    table.text('parameters', 'longtext').notNullable().comment('JSON');
    table.text('claim_path').nullable();
    table.text('commit_url').nullable();
    table.text('pull_request_url').nullable();
    table.string('task_id', 100).nullable();
    table.string('requested_by', 512).nullable();
    table.string('created_at', 32).notNullable();
    table.string('updated_at', 32).notNullable();
    table.string('expires_at', 32).notNullable();
    table
      .string('fulfilled_uid', 63)
      .nullable()
      .comment('The composite resource that answered it');
  });

  await knex.schema.createTable('health_states', table => {
    table.comment('The last health of each environment ever seen');
    table.string('uid', 63).primary();
    table.string('cluster', 253).notNullable();
    table.string('namespace', 63).notNullable();
    table.string('name', 253).notNullable();
    table.string('status', 16).notNullable();
    table.string('since', 32).notNullable();
    table.string('first_ready_at', 32).nullable();
    table
      .integer('sequence')
      .notNullable()
      .comment(
        'Of its latest transition: replicas that see the same one agree',
      );
    table
      .string('notified_status', 16)
      .nullable()
      .comment('The status the owner was last told of');
  });

  await knex.schema.createTable('health_transitions', table => {
    table.string('uid', 63).notNullable();
    table.integer('sequence').notNullable();
    table.string('from_status', 16).nullable();
    table.string('to_status', 16).notNullable();
    table.string('at', 32).notNullable();
    table.string('reason', 255).nullable();
    table.text('message').nullable();
    table.string('resource', 253).nullable();
    table.primary(['uid', 'sequence']);
  });

  await knex.schema.createTable('external_resources', table => {
    table.comment(
      'What each environment was last known to have outside of its cluster',
    );
    table.string('uid', 63).notNullable().comment('Of the environment');
    table.string('resource', 253).notNullable();
    table.string('cluster', 253).notNullable();
    table.string('namespace', 63).notNullable();
    table.string('environment_id', 253).notNullable();
    table.string('api_version', 253).notNullable();
    table.string('kind', 63).notNullable();
    table.string('name', 253).notNullable();
    table.text('external_name').notNullable();
    table
      .boolean('retained')
      .notNullable()
      .comment('Whether it stays when the environment goes');
    table
      .string('left_at', 32)
      .nullable()
      .comment('When the environment went and left it behind');
    table.primary(['uid', 'resource']);
    table.index(['environment_id'], 'external_resources_environment_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('external_resources');
  await knex.schema.dropTable('health_transitions');
  await knex.schema.dropTable('health_states');
  await knex.schema.dropTable('requests');
};
