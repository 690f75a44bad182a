import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromMaven } from '../fromMaven.ts';

const kafkaVersion = '4.4.0';

/** The broker, a binding of its log interface, and nothing of what only its command-line tools need. */
const pom = `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.inopsio</groupId>
  <artifactId>kafka</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${kafkaVersion}</version>
      <exclusions>
        <exclusion><groupId>org.apache.kafka</groupId><artifactId>kafka-tools-api</artifactId></exclusion>
      </exclusions>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-slf4j-impl</artifactId>
      <version>2.25.5</version>
    </dependency>
  </dependencies>
</project>
`;

/**
 * Gives a folder with the jar files of Apache Kafka, from Maven Central at the first call on this machine (44 MB).
 * @throws CodedError SERVICE_START_FAILED
 */
export function kafkaLibraries(): Promise<string> {
  return fromMaven(`kafka-${kafkaVersion}`, async (folder, maven) => {
    const file = join(folder, 'pom.xml');
    await writeFile(file, pom);
    await maven('--file', file, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`);
  });
}
