/** What the settings depend on. */
export interface ServerSettingsOptions {
  readonly port: number;
  /** False gives up safety against power loss for speed; for tests only. */
  readonly durable: boolean;
}

/**
 * PostgreSQL's settings, as arguments of its command line: there, data folders made by earlier versions get them too.
 * They suit one machine with two cores and little memory.
 */
export function serverSettings({ port, durable }: ServerSettingsOptions): string[] {
  const settings: Record<string, string | number> = {
    // One way in: TCP on loopback, with a password.
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    // Statements here are short: compiling or spreading them costs more than it saves.
    jit: 'off',
    max_parallel_workers_per_gather: 0,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Failing statements are reported by those who sent them; their text may hold personal data.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    lc_messages: 'C',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
