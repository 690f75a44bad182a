import { join } from 'node:path';
import { fromMaven } from '../fromMaven.ts';

const registryVersion = '3.0.9';

/**
 * Gives the jar file of Apicurio Registry, from Maven Central at the first call on this machine (150 MB).
 * @throws CodedError SERVICE_START_FAILED
 */
export async function registryProgram(): Promise<string> {
  const folder = await fromMaven(`apicurio-registry-${registryVersion}`, (empty, maven) =>
    maven(
      'dependency:unpack',
      `-Dartifact=io.apicurio:apicurio-registry-app:${registryVersion}:zip:all`,
      `-DoutputDirectory=${empty}`,
    ),
  );
  return join(folder, `apicurio-registry-app-${registryVersion}-runner.jar`);
}
