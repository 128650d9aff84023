/** Who imports or undoes something that makes a fine of his own vanish is shown to the manager (fines.md §3). */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { undoBatch } from '#etl/load/undo.ts';
import { closeChecklist } from '#queries/ledger/checklist.ts';
import { closeMonth } from '#queries/ledger/closings.ts';
import { closedVersusToday } from '#queries/ledger/differences.ts';
import { ownFinesGone } from '#queries/ledger/own-fines.ts';
import { decide } from '#queries/ledger/steps.ts';
import { monthFines } from '#queries/reports/fines.ts';
import { ImportDesk } from './desk.ts';

const HEADER = ['单号', '客户姓名', '报修时间', '派工时间', '派工员', '处理方式'];
/** Dispatched 50 minutes after the report: rule 2a fines 王芳. */
const LATE = ['BX001', '张伟', '2026-10-01 09:00', '2026-10-01 09:50', '王芳', '上门'];
const IN_TIME = LATE.with(3, '2026-10-01 09:05');

let desk: ImportDesk;
beforeEach(async () => {
  desk = await ImportDesk.over('late', async (before) => {
    await before.import([await before.csv('10月.csv', [HEADER, LATE])]);
  });
});
afterEach(async () => {
  await desk.close();
});

async function fined(): Promise<(string | null)[]> {
  const fines = await monthFines(desk.warehouse, '2026-10', '2026-10-31T18:00:00', 'zh');
  return fines.filter(({ rule }) => rule === '2a').map(({ person }) => person);
}

const flagged = () => ownFinesGone(desk.warehouse, { month: '2026-10' });
const noted = async () =>
  (await closeChecklist(desk.warehouse, '2026-10', '2026-10-31T18:00:00')).find(
    ({ id }) => id === 'own_gone',
  );

const corrected = () => desk.csv('10月改.csv', [HEADER, IN_TIME]);

test('the dispatcher corrects her own late dispatch away: noted with the batch until the fine is found again', async () => {
  expect(await fined()).toEqual(['王芳']);
  expect(await noted()).toMatchObject({ status: 'done', count: 0 });
  // A dry run leaves no note.
  await desk.import([await corrected()], { actor: '王芳', dryRun: true });
  expect(await flagged()).toEqual([]);
  await desk.import([await corrected()], { actor: '王 芳' });
  expect(await fined()).toEqual([]);
  expect(await flagged()).toEqual([
    {
      batch: 2,
      how: 'import',
      actor: '王 芳',
      at: '2026-11-15T09:00:00',
      rule_no: '2a',
      month: '2026-10',
      ticket_no: 'BX001',
    },
  ]);
  expect(await noted()).toMatchObject({ status: 'note', count: 1, detail: '2' });
  expect(await ownFinesGone(desk.warehouse, { batch: 1 })).toEqual([]);
  await desk.undo(2);
  expect(await fined()).toEqual(['王芳']);
  expect(await flagged()).toEqual([]);
  expect(await noted()).toMatchObject({ status: 'done' });
});

test('somebody else’s import is not, nor one without a name, nor one that leaves the fine', async () => {
  await desk.import([await desk.csv('又.csv', [HEADER, LATE.with(1, '张 伟')])], { actor: '王芳' });
  await desk.import([await corrected()], { actor: '徐婷' });
  expect(await fined()).toEqual([]);
  expect(await flagged()).toEqual([]);
  await desk.undo(3);
  await desk.import([await corrected()]);
  expect(await flagged()).toEqual([]);
});

test('taking a batch back that brought the fine is noted as such', async () => {
  await desk.undo(1, '王芳');
  expect((await ownFinesGone(desk.warehouse, { batch: 1 })).map(({ how }) => how)).toEqual([
    'undo',
  ]);
});

test('a batch undone after the close is named as the cause, with who and when', async () => {
  const manager = {
    by: { employee_no: null, name: '林建国' },
    at: '2026-11-16T09:00:00',
    lang: 'zh' as const,
  };
  const asOf = '2026-11-15T10:00:00';
  const [fine] = await monthFines(desk.warehouse, '2026-10', asOf, 'zh');
  if (fine === undefined) throw new Error('no fine');
  await decide(desk.warehouse, [{ key: fine.key, decision: 'confirm' }], manager, {
    month: '2026-10',
  });
  await closeMonth(desk.warehouse, '2026-10', manager);
  expect(await closedVersusToday(desk.warehouse, '2026-10', asOf)).toEqual([]);
  const later = { actor: '徐婷', nowMicros: Date.UTC(2026, 10, 17, 8, 5) * 1000 };
  await undoBatch(desk.warehouse, 1, 'zh', later);
  const differences = await closedVersusToday(desk.warehouse, '2026-10', asOf);
  const undone = {
    kind: 'undo',
    batch: 1,
    files: ['10月.csv'],
    at: '2026-11-17T08:05:00',
    by: '徐婷',
  };
  expect(differences.find(({ id }) => id === fine.key)?.causes).toEqual([undone]);
  expect(differences.find(({ id }) => id === 'tickets.reported')?.causes).toEqual([undone]);
});
