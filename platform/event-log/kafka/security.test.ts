import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort } from '#platform/embedded/postgres/freePort.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { type RunningKafka, startKafka } from '#platform/services/kafka/startKafka.ts';
import { runCommand } from '#platform/services/runCommand.ts';
import { count, createCollector } from '../contract/collector.ts';
import { sampleEvents } from '../contract/sampleEvents.ts';
import { createKafkaEventLog } from './createKafkaEventLog.ts';
import type { KafkaConnection } from './kafkaSettings.ts';

const password = 'a good password';
let folder: string;
let kafka: RunningKafka;
let ca: string;
const ports: Record<string, number> = {};

/** A certificate of the broker's own for 127.0.0.1, by the tool that comes with Java. */
async function makeCertificate(keystore: string, storePassword: string): Promise<void> {
  const store = ['-keystore', keystore, '-storetype', 'PKCS12', '-storepass', storePassword, '-alias', 'kafka'];
  const names = ['-dname', 'CN=127.0.0.1', '-ext', 'san=ip:127.0.0.1'];
  const made = await runCommand('keytool', ['-genkeypair', '-keyalg', 'EC', '-validity', '2', ...names, ...store]);
  expect(made).toMatchObject({ status: 0 });
  await runCommand('keytool', ['-exportcert', '-rfc', '-file', join(folder, 'ca.pem'), ...store]);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inopsio-secure-kafka-'));
  const keystore = join(folder, 'keystore.p12');
  const storePassword = 'only-for-this-test';
  await makeCertificate(keystore, storePassword);
  ca = await readFile(join(folder, 'ca.pem'), 'utf8');
  for (const protocol of ['SASL_PLAINTEXT', 'SSL', 'SASL_SSL']) ports[protocol] = await freePort();
  const modules = 'org.apache.kafka.common.security';
  const plain = `${modules}.plain.PlainLoginModule required user_ada="${password}";`;
  const scram = `${modules}.scram.ScramLoginModule required;`;
  kafka = await startKafka({
    dataDir: join(folder, 'broker'),
    withParent: true,
    listeners: ports,
    formatArgs: ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=ada,password=${password}]`,
    ]),
    extra: {
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      ...Object.fromEntries(
        ['sasl_plaintext', 'sasl_ssl'].flatMap((listener) => [
          [`listener.name.${listener}.plain.sasl.jaas.config`, plain],
          [`listener.name.${listener}.scram-sha-256.sasl.jaas.config`, scram],
          [`listener.name.${listener}.scram-sha-512.sasl.jaas.config`, scram],
        ]),
      ),
      'ssl.keystore.type': 'PKCS12',
      'ssl.keystore.location': keystore,
      'ssl.keystore.password': storePassword,
    },
  });
});

afterAll(async () => {
  await kafka?.stop();
  await rm(folder, { recursive: true, force: true });
});

const open = (protocol: string, rest: Omit<KafkaConnection, 'brokers'>) =>
  createKafkaEventLog({
    connection: { brokers: [`127.0.0.1:${ports[protocol]}`], ...rest },
    prefix: `${protocol.toLowerCase()}-`,
    logger: nullLogger,
  });

const ada = (mechanism: NonNullable<KafkaConnection['sasl']>['mechanism'], secret = password) => ({
  sasl: { mechanism, username: 'ada', password: secret },
});

test.each([
  ['SASL_PLAINTEXT', 'plain'],
  ['SASL_PLAINTEXT', 'scram-sha-256'],
  ['SASL_PLAINTEXT', 'scram-sha-512'],
  ['SASL_SSL', 'scram-sha-512'],
  ['SSL', undefined],
] as const)('over %s, signed in by %s: appends, reads and consumes', async (protocol, mechanism) => {
  const log = await open(protocol, {
    ...(mechanism && ada(mechanism)),
    ...(protocol !== 'SASL_PLAINTEXT' && { tls: { ca } }),
  });
  const topic = mechanism ?? 'nobody';
  const [reading, consuming] = [createCollector(), createCollector()];
  await log.append(sampleEvents(topic, 5));
  await log.read({ topics: [topic], from: 'start', onEvents: reading.onEvents });
  await log.consume({ group: topic, topics: [topic], onEvents: consuming.onEvents });
  await Promise.all([reading.until(count(5)), consuming.until(count(5))]);
  await log.close();
});

test.each([
  ['a wrong password', 'SASL_PLAINTEXT', ada('scram-sha-256', 'wrong')],
  ['a wrong password by PLAIN', 'SASL_PLAINTEXT', ada('plain', 'wrong')],
  ['nobody signed in', 'SASL_PLAINTEXT', {}],
  ['a certificate that no known authority gave', 'SASL_SSL', { ...ada('plain'), tls: true as const }],
  ['TLS to a listener without', 'SASL_PLAINTEXT', { ...ada('plain'), tls: true as const }],
])('refused at the start: %s', async (_, protocol, rest) => {
  await expect(open(protocol, rest)).rejects.toMatchObject({ code: 'EVENT_LOG_UNAVAILABLE' });
});
