/** A big call log for measuring: seeded, 16 columns, spread over 24 months. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const HEADER =
  '单号,客户姓名,联系电话,地址,产品类型,序列号,故障现象,报修时间,答复时间,接线员,处理方式,传达时间,派工时间,内勤,技术人员,区域';
const PRODUCTS = ['双头灶', '蒸柜', '大锅灶', '煲仔炉', '矮汤炉', '洗碗机'];
const FAULTS = ['打不着火', '点不着火', '漏水', '火小', '漏气', '不加热', '异响', '跳闸'];
const NAMES = [
  '王芳',
  '刘洋',
  '陈静',
  '孙丽',
  '李强',
  '赵刚',
  '周斌',
  '吴涛',
  '郑凯',
  '张伟',
  '何军',
  '马超',
];

/** Writes `rows` ticket rows to `path`, spread over so many days up to 2026-10-31. */
export async function writeTicketCsv(path: string, rows: number, days = 730): Promise<void> {
  const out = createWriteStream(path);
  out.write(`${HEADER}\n`);
  let state = 42;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  const start = Date.UTC(2026, 10, 1) - days * 86_400_000;
  const step = (days * 86_400_000) / rows;
  let chunk = '';
  for (let i = 0; i < rows; i += 1) {
    const reported = start + Math.floor(i * step);
    const answered = reported + (60 + random(900)) * 1000;
    const relayed = answered + random(180) * 1000;
    const dispatched = relayed + (60 + random(800)) * 1000;
    const phone = random(100) < 17;
    chunk += `${[
      `T${String(i).padStart(8, '0')}`,
      `客户${random(400_000)}`,
      `138${String(random(100_000_000)).padStart(8, '0')}`,
      `城西路${random(999)}号`,
      PRODUCTS[random(PRODUCTS.length)],
      `SN${random(9_000_000)}`,
      FAULTS[random(FAULTS.length)],
      time(reported),
      random(50) === 0 ? '' : time(answered),
      NAMES[random(2)],
      phone ? '电话指导' : '上门',
      phone ? '' : time(relayed),
      phone || random(200) === 0 ? '' : time(dispatched),
      NAMES[2 + random(2)],
      NAMES[4 + random(8)],
      random(10) < 7 ? '市区' : '外地',
    ].join(',')}\n`;
    if (chunk.length > 1 << 20) {
      if (!out.write(chunk)) await once(out, 'drain');
      chunk = '';
    }
  }
  out.end(chunk);
  await once(out, 'finish');
}

function time(millis: number): string {
  return new Date(millis).toISOString().slice(0, 19).replace('T', ' ');
}
