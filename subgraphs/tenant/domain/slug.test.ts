import { expect, test } from '@jest/globals';
import { refuseSlug } from './slug.ts';

test.each(['acme', 'a1', 'acme-labs', 'x'.repeat(40)])('%s is a slug', (slug) => {
  expect(refuseSlug(slug)).toBeUndefined();
});

test.each(['', 'a', 'Acme', '1acme', '-acme', 'acme-', 'ac me', 'acme.com', 'acmé', 'x'.repeat(41), 'acme\n'])(
  '%j is none',
  (slug) => {
    expect(refuseSlug(slug)).toMatch(/lower-case letters/);
  },
);

test('names of the platform are reserved', () => {
  expect(refuseSlug('admin')).toMatch(/reserved/);
});
