import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '#platform/errors/codedError.ts';
import { freePort } from '../../embedded/postgres/freePort.ts';
import { runCommand } from '../runCommand.ts';
import { type ServiceProcess, startServiceProcess } from '../serviceProcess.ts';
import { kafkaLibraries } from './kafkaLibraries.ts';
import { kafkaProperties } from './kafkaProperties.ts';

/** How to start a broker. */
export interface KafkaOptions {
  /** Its configuration, log and data. A folder of an earlier start is gone on with. */
  readonly dataDir: string;
  /** Port for clients; a free one unless given. */
  readonly port?: number;
  /** The port that clients are told, when a proxy stands before the broker. */
  readonly advertisedPort?: number;
  /** Whether it ends with this process. */
  readonly withParent: boolean;
  /** Further listeners for clients: security protocol, e.g. `SASL_SSL`, and port. */
  readonly listeners?: Readonly<Record<string, number>>;
  /** Broker settings by their names in Kafka's documentation. */
  readonly extra?: Readonly<Record<string, string>>;
  /** Arguments to Kafka's storage formatter, e.g. `--add-scram …`. */
  readonly formatArgs?: readonly string[];
}

/** A broker that is ready. */
export interface RunningKafka extends ServiceProcess {
  readonly port: number;
  /** As clients name it: `127.0.0.1:<port>`. */
  readonly broker: string;
}

const heap = ['-Xms128m', '-Xmx512m'];

const logging = `status = warn
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %p %c{1} %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
logger.server.name = kafka.server.KafkaRaftServer
logger.server.level = info
`;

/**
 * Starts Apache Kafka as one broker in KRaft mode, without Docker, and resolves when it serves.
 * @throws CodedError SERVICE_START_FAILED that says what is missing
 */
export async function startKafka(options: KafkaOptions): Promise<RunningKafka> {
  const { dataDir, withParent, extra, listeners = {} } = options;
  const libraries = await kafkaLibraries();
  const port = options.port ?? (await freePort());
  const controllerPort = await freePort();
  await mkdir(dataDir, { recursive: true });
  const configuration = join(dataDir, 'server.properties');
  const logData = join(dataDir, 'data');
  const broker = { dataDir: logData, port, controllerPort, listeners, ...(extra && { extra }) };
  const advertised = options.advertisedPort === undefined ? {} : { advertisedPort: options.advertisedPort };
  await writeFile(configuration, kafkaProperties({ ...broker, ...advertised }));
  await writeFile(join(dataDir, 'log4j2.properties'), logging);
  const java = [
    ...heap,
    '-XX:+UseSerialGC',
    `-Dlog4j2.configurationFile=${join(dataDir, 'log4j2.properties')}`,
    '-cp',
    join(libraries, '*'),
  ];
  if (!existsSync(join(logData, 'meta.properties'))) await format(java, configuration, options.formatArgs ?? []);
  const started = await startServiceProcess({
    name: 'Kafka',
    command: 'java',
    args: [...java, 'kafka.Kafka', configuration],
    logFile: join(dataDir, 'kafka.log'),
    ready: /Kafka Server started/,
    readyWithinMs: 120_000,
    withParent,
  });
  return { ...started, port, broker: `127.0.0.1:${port}` };
}

/** Gives the data folder its cluster id, as KRaft demands before the first start. */
async function format(java: readonly string[], configuration: string, args: readonly string[]): Promise<void> {
  // Joined by "=", since an id may begin with a hyphen.
  const id = randomBytes(16).toString('base64url');
  const { status, output } = await runCommand('java', [
    ...java,
    'kafka.tools.StorageTool',
    'format',
    `--cluster-id=${id}`,
    ...['--config', configuration],
    ...args,
  ]);
  if (status !== 0) {
    throw new CodedError('SERVICE_START_FAILED', {
      message: `Kafka's data folder could not be made:\n${output.trim()}`,
    });
  }
}
