import { expect, test } from 'vitest';
import { mergeChoices } from '#etl/draft/choices.ts';

test('columns, values and edits are added one by one; the rest is replaced', () => {
  const before = {
    columns: { A: 'ticket_no', B: 'fault' },
    values: { technician: { 小王: '王强' } },
    edits: { C3: 'x' },
    leftOutRows: [4],
  };
  expect(
    mergeChoices(before, {
      columns: { B: null },
      values: { technician: { 老李: '李伟' }, warranty: { 厂家管: '保内' } },
      edits: { C4: 'y' },
      leftOutRows: [5, 6],
    }),
  ).toEqual({
    columns: { A: 'ticket_no', B: null },
    values: { technician: { 小王: '王强', 老李: '李伟' }, warranty: { 厂家管: '保内' } },
    edits: { C3: 'x', C4: 'y' },
    leftOutRows: [5, 6],
  });
});

test('what says nothing is not kept', () => {
  expect(
    mergeChoices({ leaveOut: true, leftOutRows: [2] }, { leaveOut: false, leftOutRows: [] }),
  ).toEqual({});
});

test('another header forgets what was said about the columns of the one before', () => {
  const before = { header: { top: 1, bottom: 1 }, columns: { A: 'fault' } };
  expect(mergeChoices(before, { header: { top: 3, bottom: 3 } })).toEqual({
    header: { top: 3, bottom: 3 },
  });
});

test('a change that no sheet knows is none', () => {
  expect(mergeChoices({}, { edits: { 'C 3': 'x' } })).toBeNull();
  expect(mergeChoices({}, { leftOutRows: [0] })).toBeNull();
});
