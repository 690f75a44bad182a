/**
 * Functions of PostgreSQL that no tenant may execute, as regular expressions over their names: those that change the session, outlive the
 * transaction, reach other sessions, or tell about objects of other tenants without asking for their privileges.
 */
export const forbiddenFunctions: readonly string[] = [
  // Would change role, search path or timeouts.
  '^set_config$',
  // Outlive the transaction, or could block the relay and migrations.
  '^pg_advisory_',
  '^pg_try_advisory_',
  '^setseed$',
  // Large objects and snapshots lie outside every schema.
  '^lo_',
  '^loread$',
  '^lowrite$',
  '^pg_export_snapshot$',
  // Reach other sessions.
  '^pg_notify$',
  '^pg_cancel_backend$',
  '^pg_terminate_backend$',
  '^pg_logical_emit_message$',
  // Tell about rows, sizes, statements and locks of others.
  '^pg_stat_',
  '^pg_.*_size$',
  '^pg_sequence_last_value$',
  '^pg_get_sequence_data$',
  '^pg_lock_status$',
  '^pg_blocking_pids$',
  '^pg_prepared_statement$',
  '^pg_prepared_xact$',
  '^pg_cursor$',
  '^pg_show_all_settings$',
  '^pg_listening_channels$',
  // Run SQL that is given as text.
  '^query_to_xml',
  '^cursor_to_xml',
  '^table_to_xml',
  '^schema_to_xml',
  '^database_to_xml',
  '^ts_stat$',
];
