/** Where one broker listens and keeps its data, and what differs from our defaults. */
export interface BrokerSettings {
  readonly dataDir: string;
  readonly port: number;
  readonly controllerPort: number;
  /** The address that clients are told; the broker's own unless a proxy stands before it. */
  readonly advertisedPort?: number;
  /** Further listeners for clients: security protocol, e.g. `SASL_SSL`, and port. */
  readonly listeners?: Readonly<Record<string, number>>;
  /** Broker settings by their names in Kafka's documentation; they win. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** The text of server.properties of a single broker in KRaft mode on the loopback interface. */
export function kafkaProperties(broker: BrokerSettings): string {
  const { dataDir, port, controllerPort, advertisedPort = port, listeners = {}, extra } = broker;
  const more = Object.entries(listeners).map(([protocol, own]) => `,${protocol}://127.0.0.1:${own}`);
  const properties: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}${more.join('')}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${advertisedPort}${more.join('')}`,
    'listener.security.protocol.map':
      'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL',
    'log.dirs': dataDir,
    // One broker: everything that Kafka would keep in three copies has one.
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'offsets.topic.num.partitions': '4',
    'auto.create.topics.enable': 'false',
    // A new group begins at once instead of waiting for further members.
    'group.initial.rebalance.delay.ms': '0',
    ...extra,
  };
  return `${Object.entries(properties)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}
