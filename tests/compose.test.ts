import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { knownVariables } from '#platform/config/knownVariables.ts';
import { loadConfig } from '#platform/config/loadConfig.ts';
import { fromProjectRoot } from '#platform/config/projectRoot.ts';
import { composeRuns } from '#platform/services/dockerCompose.ts';
import { runCommand } from '#platform/services/runCommand.ts';
import { serviceList } from '#platform/services/serviceList.ts';

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
}

const { services } = parse(readFileSync(fromProjectRoot('docker-compose.yml'), 'utf8')) as {
  services: Readonly<Record<string, Service>>;
};
const platform = services.platform!;
const dockerfile = readFileSync(fromProjectRoot(platform.build!.dockerfile), 'utf8');

/** `NAME=value` pairs of the image's ENV lines. */
function imageEnvironment(): Record<string, string> {
  const lines = dockerfile.matchAll(/^ENV (.+)$/gm);
  return Object.fromEntries(
    [...lines].flatMap(([, pairs]) => [...pairs!.matchAll(/(\w+)=(\S+)/g)].map(([, k, v]) => [k, v])),
  );
}

describe('docker-compose.yml', () => {
  test('sets only variables that are settings, with values that the configuration accepts', () => {
    const { NODE_ENV: _, MALLOC_ARENA_MAX: __, ...ofImage } = imageEnvironment();
    const environment = { ...ofImage, ...platform.environment };
    const known = knownVariables(loadConfig({}).subgraphs);
    expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
    const config = loadConfig(environment);
    expect(config).toMatchObject({ eventLog: 'kafka', kafkaBrokers: 'kafka:9092', host: '0.0.0.0' });
  });

  test('gives the platform every service by the same settings as npm run services', () => {
    const variables = serviceList.flatMap((service) => Object.keys(service.settings(1)));
    expect(Object.keys(platform.environment!)).toEqual(expect.arrayContaining(variables));
    for (const { name } of serviceList) expect(services).toHaveProperty(name);
  });

  test('publishes the services where npm run services has them', () => {
    for (const { name, defaultPort } of serviceList) {
      expect(services[name]!.ports.map((port) => port.split(':')[1])).toEqual([String(defaultPort)]);
    }
  });

  test('opens ports to this machine only', () => {
    for (const port of Object.values(services).flatMap((service) => service.ports)) {
      expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    }
  });

  test('waits until everything that the platform needs is healthy', () => {
    const others = Object.keys(services).filter((name) => name !== 'platform');
    expect(Object.keys(platform.depends_on!).sort()).toEqual(others.sort());
    for (const name of others) {
      expect(services[name]).toMatchObject({ healthcheck: expect.anything() });
      expect(platform.depends_on![name]).toEqual({ condition: 'service_healthy' });
    }
  });

  test('names the version of every image', () => {
    const images = Object.values(services).flatMap(({ image }) => image ?? []);
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image!);
    for (const image of [...images, ...bases]) expect(image).toMatch(/:[\w.-]*\d/);
  });

  test('is what docker compose accepts, where it runs', async () => {
    if (!(await composeRuns())) return;
    expect(await runCommand('docker', ['compose', 'config', '--quiet'])).toMatchObject({ status: 0 });
  });
});

describe('the image of the platform', () => {
  test('has every folder that the start needs, and the ignore file lets it in', () => {
    const ignore = readFileSync(fromProjectRoot('.dockerignore'), 'utf8').split('\n');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths]) => paths!.split(' '));
    expect(copied).toEqual(
      expect.arrayContaining(['package.json', 'supergraph.yaml', 'schema', 'platform', 'router', 'subgraphs']),
    );
    for (const path of copied) expect(ignore).toContain(`!${path}`);
  });

  test('starts it by the words of npm start, with the same bounds of memory', () => {
    const { scripts } = JSON.parse(readFileSync(fromProjectRoot('package.json'), 'utf8'));
    const [, assignments, command] = /^((?:\w+=\S+ )*)(.+)$/.exec(scripts.start)!;
    const words: string[] = JSON.parse(/^CMD (.+)$/m.exec(dockerfile)![1]!);
    expect(words.join(' ')).toBe(command);
    const set = Object.fromEntries(assignments!.split(' ').flatMap((pair) => (pair ? [pair.split('=')] : [])));
    expect(imageEnvironment()).toMatchObject(set);
    expect(set).toHaveProperty('MALLOC_ARENA_MAX');
  });
});
