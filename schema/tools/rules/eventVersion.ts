import { argumentNode } from './reading/directivesOn.ts';
import type { SchemaRule } from './schemaRule.ts';

const release = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** The version of an event is a release of semantic versioning: consumers compare it. See https://semver.org */
export const eventVersion: SchemaRule = ({ events, report }) => {
  for (const { type, version, directive } of events) {
    if (!directive || release.test(version)) continue;
    const node = argumentNode(directive, 'version') ?? directive;
    report(node, `${type} has the version "${version}".`, 'write it as major.minor.patch, e.g. "1.0.0"');
  }
};
