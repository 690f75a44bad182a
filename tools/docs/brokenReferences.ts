import { posix } from 'node:path';
import type { ProjectNames } from './projectNames.ts';

/** Names of files of the project end so. */
const fileName = /\.(?:ts|js|json|ya?ml|graphql|md|sql|avsc)$/;
/** `<domain>`, `*`, `NNN` and `NAME` stand for any name. */
const placeholder = /<[^>]+>|\*|\bN{3}\b|\bNAME\b/g;

/**
 * What a page of documentation names that is not there: npm commands, targets of relative links, and between backticks
 * files and folders, written from the project's root, from a folder that the reader is in, or by a file's name alone.
 * Addresses, packages and what is written at run time are told apart by their form, and left alone.
 */
export function brokenReferences(page: string, text: string, names: ProjectNames): string[] {
  return [...brokenCommands(text, names), ...brokenLinks(page, text, names), ...brokenPaths(text, names)];
}

function brokenCommands(text: string, { scripts }: ProjectNames): string[] {
  const named = [...text.matchAll(/npm run (?:-s |--silent )?([\w:-]+)(…?)/g)];
  return named
    .filter(([, name, more]) => !scripts.some((script) => (more ? script.startsWith(name!) : script === name)))
    .map(([command]) => `${command} (no script of package.json)`);
}

function brokenLinks(page: string, text: string, { paths }: ProjectNames): string[] {
  const targets = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)].map(([, target]) => target!);
  return targets
    .filter((target) => !paths.has(posix.join(posix.dirname(page), target).replace(/\/$/, '')))
    .map((target) => `${target} (a link)`);
}

function brokenPaths(text: string, names: ProjectNames): string[] {
  const quoted = [...text.matchAll(/`([\w@.#/<>*…-]+)`/g)].map(([, token]) => token!);
  return quoted.filter((token) => isPath(token, names) && !exists(token, names));
}

function isPath(token: string, { paths, packages, imports }: ProjectNames): boolean {
  const [first = '', ...deeper] = token.split('/');
  if (packages.has(token) || first === '') return false;
  if (imports.has(first) || (deeper.length > 0 && paths.has(first))) return true;
  return fileName.test(token) && token.lastIndexOf('.') > 0;
}

function exists(token: string, { paths, imports }: ProjectNames): boolean {
  const [first = ''] = token.split('/');
  const path = `${imports.get(first) ?? first}${token.slice(first.length)}`.replace(/\/…?$/, '');
  const pattern = path
    .split(placeholder)
    .map((literal) => literal.replaceAll('.', '\\.'))
    .join('[^/]+');
  const wanted = new RegExp(`(?:^|/)${pattern}$`);
  return paths.values().some((known) => wanted.test(known));
}
