/** How the page of data quality gathers findings into sections. */
import { expect, test } from 'vitest';
import { sectionsOf } from '#app/routes/quality/sections.ts';
import type { MonthQuality } from '#queries/reports/quality-types.ts';
import { fixtureQuality } from './fixture-quality.ts';

const desk = fixtureQuality('2026-10-31T18:00:00');

test('what costs money first; counts add up; sections without findings stay known', async () => {
  const sections = sectionsOf(await desk.quality('2026-10'));
  expect(sections.map(({ section, count, visible }) => [section, count, visible])).toEqual([
    ['persons', 1, true],
    ['evidence', 5, true],
    ['rows', 5, true],
    ['charges', 2, true],
    ['times', 2, true],
    ['documents', 10, true],
    ['duplicates', 0, false],
    ['cells', 3, true],
  ]);
  expect(sections[5]?.findings.map(({ code }) => code)).toEqual([
    'dispatched_without_receipt',
    'requisition_without_dispatch',
    'receipt_without_follow_up',
  ]);
});

test('names merely alike count, decided and merged ones keep their section in sight', async () => {
  const quality = await desk.quality('2026-10');
  const none = quality.findings.map((finding) => ({ ...finding, count: 0 }));
  const persons: MonthQuality['persons'] = {
    ...quality.persons,
    questions: [],
    decisions: [],
    merged: [],
  };
  const first = (over: Partial<typeof persons>) =>
    sectionsOf({ ...quality, findings: none, persons: { ...persons, ...over } })[0];
  expect(first({})).toMatchObject({ count: 0, visible: false });
  expect(first({ merged: quality.persons.merged })).toMatchObject({ count: 0, visible: true });
  expect(
    first({ questions: [{ written: '王工', cells: 2, state: 'alike', candidates: [] }] }),
  ).toMatchObject({ count: 1, visible: true });
});
