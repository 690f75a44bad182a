import { afterEach, expect, test } from '@jest/globals';
import type { TemporaryProject } from '../testing/temporaryProject.ts';
import { temporaryProject } from '../testing/temporaryProject.ts';
import { parentMappers } from './parentMappers.ts';

let project: TemporaryProject;
afterEach(() => project.remove());

test('maps each exported parent of a GraphQL type, and nothing else', () => {
  project = temporaryProject({});
  project.write(
    'subgraphs/crm/api/parents.ts',
    `export type LeadParent = { id: string };
export interface DealParent { id: string }
interface StageParent { id: string }
export type NoSuchParent = never;
export type ParentOfLead = LeadParent;`,
  );
  expect(parentMappers(project.root, 'crm', new Set(['Lead', 'Deal', 'Stage']))).toEqual({
    Deal: '\\#subgraphs/crm/api/parents.ts#DealParent',
    Lead: '\\#subgraphs/crm/api/parents.ts#LeadParent',
  });
});

test('needs no file', () => {
  project = temporaryProject({});
  expect(parentMappers(project.root, 'crm', new Set(['Lead']))).toEqual({});
});
