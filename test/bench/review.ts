/** How long a reviewer waits for a decision about 5,000 fines, and for taking it back: the request the page makes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rememberActor } from '#app/data/actor.server.ts';
import { importFiles } from '#etl/import-files.ts';
import { serveDepartment } from '../e2e/server.ts';
import { NOW_MICROS } from '../etl/draft/draft-desk.ts';

const FINES = 5_000;
const MONTH = '2026-10';
const DAY = `${MONTH}-05`;

/** The median of five, each confirmed anew; the queue itself is asked for in between, as after a reload. */
export async function benchReview(
  folder: string,
  line: (title: string, text: string) => void,
): Promise<void> {
  const staff = join(folder, 'staff.csv');
  writeFileSync(staff, '工号,姓名,岗位\nE1,林建国,经理\nE2,陈静,内勤\n');
  const tickets = join(folder, 'late.csv');
  // Dispatched 35 minutes after the office was told, limit 10: rule 2a.
  const late = Array.from(
    { length: FINES },
    (_, index) =>
      `T${index},客户${index},${DAY} 09:00,${DAY} 09:02,${DAY} 09:05,${DAY} 09:40,上门,陈静`,
  );
  const head = '单号,客户姓名,报修时间,应答时间,转内勤时间,派工时间,处理方式,内勤';
  writeFileSync(tickets, [head, ...late].join('\n'));
  const department = await serveDepartment(async (warehouse) => {
    await importFiles(
      warehouse,
      [{ path: staff }, { path: tickets }],
      { dataDir: null, acceptPartial: true },
      { nowMicros: NOW_MICROS, lang: 'zh' },
    );
  }, NOW_MICROS);
  try {
    const { desk, server } = department;
    const [cookie] = (await rememberActor({ employee_no: 'E1', name: '林建国' })).split(';');
    const ask = async (what: object): Promise<number> => {
      const started = performance.now();
      const response = await fetch(`${server.url}/fines/decide`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Cookie: cookie ?? '' },
        body: JSON.stringify(what),
      });
      const answer = (await response.json()) as { kind: string; standings?: unknown[] };
      if (answer.kind !== 'done' || answer.standings?.length !== FINES)
        throw new Error(`not all were decided: ${JSON.stringify(answer).slice(0, 300)}`);
      return performance.now() - started;
    };
    const decided: number[] = [];
    const undone: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const fines = await desk.review.queue(MONTH);
      const requests = fines.map(({ key, stamp }) => ({ key, decision: 'confirm', seen: stamp }));
      decided.push(await ask({ intent: 'decide', requests }));
      undone.push(await ask({ intent: 'undo', requests: fines.map(({ key }) => ({ key })) }));
    }
    for (const [title, times] of [
      [`deciding ${FINES.toLocaleString('en')} fines`, decided],
      ['  taking it back', undone],
    ] as const) {
      times.sort((a, b) => a - b);
      line(
        title,
        `median ${times[2]?.toFixed(0)} ms, max ${times[4]?.toFixed(0)} ms (limit 1,000)`,
      );
    }
  } finally {
    await department.close();
  }
}
