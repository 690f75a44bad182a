import { expect, test } from '@jest/globals';
import { catalogue } from '#platform/errors/catalogue.ts';
import { errorPage } from './errorPage.ts';

test('documents every code of the catalogue once, and no other', () => {
  const documented = [...errorPage(catalogue).matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]);
  expect(documented.sort()).toEqual(Object.keys(catalogue).sort());
});

test('keeps internal errors apart from those that clients see', () => {
  const entry = { status: 500, retryable: true, message: 'Broken | really.\nTry again.' };
  const page = errorPage({ SECRET: { ...entry, audience: 'internal' }, SHOWN: { ...entry, audience: 'client' } });
  const [shown, internal] = page.split('## Internal');
  expect(shown).toContain('| `SHOWN` | 500 | yes | Broken \\| really. Try again. |');
  expect(internal).toContain('| `SECRET` |');
});
