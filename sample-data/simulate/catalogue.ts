/**
 * The department that the sample describes: a maker of commercial stoves in 佛山, its staff, products, faults,
 * parts and streets. All names are invented.
 */

import { at, isoDate, pad, type Seconds } from '../times.ts';
import type { Random } from './random.ts';

export const COMPANY = '佛山市鼎焰厨房设备有限公司';

export interface StaffMember {
  employee_no: string;
  name: string;
  /** Other names people write, separated by 、 on the roster. */
  aliases: string | null;
  role: 'hotline' | 'dispatcher' | 'technician' | 'manager';
  department: string;
  hired_on: Seconds;
  left_on: Seconds | null;
  grade: string | null;
  monthly_wage_fen: number | null;
}

const member = (
  employee_no: string,
  name: string,
  aliases: string | null,
  role: StaffMember['role'],
  hired_on: Seconds,
  grade: string | null,
  wage_yuan: number | null,
): StaffMember => ({
  employee_no,
  name,
  aliases,
  role,
  department: '售后服务部',
  hired_on,
  left_on: null,
  grade,
  monthly_wage_fen: wage_yuan === null ? null : wage_yuan * 100,
});

export const STAFF: readonly StaffMember[] = [
  member('E001', '王芳', null, 'hotline', at(2019, 3, 1), '中级', 4800),
  member('E002', '刘洋', '小刘', 'hotline', at(2023, 7, 10), '初级', 4300),
  member('E003', '陈静', '静姐', 'dispatcher', at(2017, 9, 4), '高级', 5600),
  member('E004', '周敏', null, 'dispatcher', at(2022, 2, 14), '中级', 5000),
  member('E005', '李强', '强子', 'technician', at(2016, 5, 3), '高级', 7200),
  member('E006', '赵刚', null, 'technician', at(2021, 11, 8), '中级', 6100),
  member('E007', '孙伟', '孙工', 'technician', at(2015, 4, 20), '特级', 8000),
  member('E008', '何勇', null, 'technician', at(2020, 8, 17), '中级', 6300),
  member('E009', '马超', '小马、马师傅', 'technician', at(2024, 3, 11), '初级', 5200),
  member('E010', '郭亮', '亮哥', 'technician', at(2018, 10, 9), '高级', 7000),
  // No wage on the roster: the deduction sheet says "not checked" for this person.
  member('E011', '罗斌', null, 'technician', at(2025, 6, 2), '初级', null),
  member('E012', '张建国', '张经理', 'manager', at(2012, 1, 9), null, 11000),
];

export const HOTLINE = ['王芳', '刘洋'] as const;
export const DISPATCHERS = ['陈静', '周敏'] as const;
export const TECHNICIANS: readonly (readonly [string, number])[] = [
  ['李强', 18],
  ['赵刚', 16],
  ['孙伟', 14],
  ['何勇', 16],
  ['马超', 13],
  ['郭亮', 14],
  ['罗斌', 9],
];
/** A helper for a few days, written on forms and on no roster. */
export const UNKNOWN_TECHNICIAN = '小张';

export interface Part {
  part_no: string;
  part_name: string;
  /** Price periods; `to` is the last day it holds, null without end. Money in fen. */
  prices: readonly { unit_price_fen: number; from: Seconds; to: Seconds | null }[];
}

const part = (part_no: string, part_name: string, yuan: number, from = at(2024, 1, 1)): Part => ({
  part_no,
  part_name,
  prices: [{ unit_price_fen: yuan * 100, from, to: null }],
});

export const PARTS: readonly Part[] = [
  {
    part_no: 'P-1001',
    part_name: '点火针',
    // The card changed in the middle of September: the day of the repair decides which price holds.
    prices: [
      { unit_price_fen: 3500, from: at(2024, 1, 1), to: at(2026, 9, 14) },
      { unit_price_fen: 3800, from: at(2026, 9, 15), to: null },
    ],
  },
  part('P-1002', '脉冲点火器', 180),
  part('P-1003', '电磁阀', 260),
  part('P-1004', '熄火保护探针', 65),
  part('P-1005', '风机', 420),
  part('P-1006', '炉头', 310),
  part('P-2001', '水位探头', 88),
  part('P-2002', '进水阀', 120),
  part('P-2003', '密封条', 46),
  part('P-2004', '温控器', 150),
  part('P-3001', '摇摆水龙头', 75),
  part('P-3002', '燃气阀', 135),
];

/** Drawn from the warehouse but printed on no price card: what it should cost is unknown. */
export const PART_OFF_CARD: Part = { part_no: 'P-9001', part_name: '订制炉圈', prices: [] };

export interface Fault {
  /** The usual wording first; the others mean the same. */
  texts: readonly string[];
  causes: readonly string[];
  solutions: readonly string[];
  /** Parts this repair may need. */
  part_nos: readonly string[];
  /** A hotline agent can often talk the customer through it. */
  by_phone: boolean;
}

const fault = (
  texts: readonly string[],
  causes: readonly string[],
  solutions: readonly string[],
  part_nos: readonly string[],
  by_phone = false,
): Fault => ({ texts, causes, solutions, part_nos, by_phone });

const NO_IGNITION = fault(
  ['打不着火', '点不着火', '不点火'],
  ['点火针积碳', '脉冲点火器老化', '电池电量不足'],
  ['清理点火针并调整间隙', '更换脉冲点火器后试机正常', '更换点火针，试机十次均点着'],
  ['P-1001', 'P-1002'],
  true,
);
const GAS_SMELL = fault(
  ['漏气'],
  ['燃气阀密封圈老化', '接头松动'],
  ['更换燃气阀并验漏', '紧固接头，肥皂水验漏合格'],
  ['P-3002'],
);
const WEAK_FLAME = fault(
  ['火小', '火力小'],
  ['炉头堵塞', '气压偏低', '风门未调好'],
  ['清理炉头', '更换炉头', '调整风门与气压'],
  ['P-1006'],
  true,
);
const FAN_NOISE = fault(
  ['风机异响', '风机有噪音'],
  ['轴承缺油', '叶轮积油垢'],
  ['清洗叶轮并加油', '更换风机'],
  ['P-1005'],
);
const FLAME_OUT = fault(
  ['自动熄火'],
  ['熄火保护探针松动', '探针积碳'],
  ['重新固定探针', '更换熄火保护探针'],
  ['P-1004', 'P-1003'],
  true,
);
const TAP = fault(['摇摆龙头漏水'], ['密封圈磨损'], ['更换摇摆水龙头', '更换密封圈'], ['P-3001']);
const WATER_LEAK = fault(
  ['漏水'],
  ['门封老化', '进水阀关不严'],
  ['更换密封条', '更换进水阀'],
  ['P-2002', 'P-2003'],
);
const NO_WATER = fault(
  ['不进水', '不上水'],
  ['水位探头结垢', '进水阀堵塞'],
  ['清洗水位探头', '更换进水阀'],
  ['P-2001', 'P-2002'],
  true,
);
const NO_STEAM = fault(
  ['不出蒸汽', '蒸汽小'],
  ['炉胆水垢多', '温控器失灵'],
  ['除垢', '更换温控器'],
  ['P-2004'],
);
const DOOR = fault(['门封漏汽'], ['密封条变形'], ['更换密封条'], ['P-2003']);

export interface Product {
  product_type: string;
  models: readonly string[];
  faults: readonly Fault[];
  weight: number;
}

const STOVE_FAULTS = [NO_IGNITION, GAS_SMELL, WEAK_FLAME, FAN_NOISE, FLAME_OUT, TAP];
export const PRODUCTS: readonly Product[] = [
  { product_type: '双头灶', models: ['DY-S2', 'DY-S2B'], faults: STOVE_FAULTS, weight: 28 },
  { product_type: '大锅灶', models: ['DY-D1', 'DY-D1.2'], faults: STOVE_FAULTS, weight: 16 },
  {
    product_type: '矮汤炉',
    models: ['DY-T1'],
    faults: [NO_IGNITION, WEAK_FLAME, FLAME_OUT, GAS_SMELL],
    weight: 12,
  },
  {
    product_type: '煲仔炉',
    models: ['DY-B4', 'DY-B6'],
    faults: [NO_IGNITION, WEAK_FLAME, FLAME_OUT, GAS_SMELL],
    weight: 16,
  },
  {
    product_type: '煲汤炉',
    models: ['DY-BT'],
    faults: [NO_IGNITION, WEAK_FLAME, FLAME_OUT],
    weight: 8,
  },
  {
    product_type: '蒸柜',
    models: ['DY-Z12', 'DY-Z24'],
    faults: [WATER_LEAK, NO_WATER, NO_STEAM, DOOR, NO_IGNITION],
    weight: 20,
  },
];

export interface Device {
  product: Product;
  model: string;
  product_serial: string | null;
  purchased_on: Seconds | null;
}

export interface Customer {
  /** Contact written as the customer's name. */
  customer_name: string;
  customer_org: string;
  address: string;
  phone: string | null;
  region: 'urban' | 'outside';
  distance_km: number;
  devices: readonly Device[];
}

const SURNAMES = [...'陈李黄张梁林王吴刘何罗郑谢邓冯卢霍关麦区'];
const GIVEN = [
  '志明',
  '丽华',
  '国荣',
  '美玲',
  '伟强',
  '少芬',
  '建业',
  '家豪',
  '秀英',
  '永康',
  '惠娟',
  '锦辉',
  '桂芳',
  '文斌',
  '晓燕',
  '海生',
  '玉珍',
  '启航',
  '耀祖',
  '嘉欣',
];
const SHOP_NAMES = [
  '顺记',
  '粤港',
  '华盖',
  '福满楼',
  '渔米之乡',
  '东方红',
  '南海',
  '禅味',
  '明珠',
  '荔湾',
  '老友',
  '百花',
  '金满堂',
  '好运来',
  '祖庙',
  '西樵',
  '同乐',
  '悦来',
  '半岛',
  '聚贤',
];
const SHOP_KINDS = ['酒楼', '茶餐厅', '大排档', '食堂', '粥面馆', '烧腊店', '海鲜酒家', '私房菜'];
const URBAN_STREETS = [
  '禅城区汾江中路',
  '禅城区祖庙路',
  '禅城区季华五路',
  '南海区桂城南海大道',
  '南海区海八路',
  '禅城区岭南大道',
];
const OUTSIDE_STREETS = [
  '三水区西南街道',
  '高明区荷城街道',
  '肇庆市端州区信安路',
  '清远市清城区北江路',
  '江门市鹤山市沙坪镇',
];

/** A customer with one or two of the company's machines. */
export function drawCustomer(random: Random, number: number): Customer {
  const outside = random.chance(0.2);
  const devices: Device[] = [];
  const count = random.chance(0.35) ? 2 : 1;
  while (devices.length < count) {
    const product = random.weighted(PRODUCTS.map((entry) => [entry, entry.weight] as const));
    if (devices.some((device) => device.product === product)) continue;
    const purchased_on = at(2022, 1, 1) + random.int(0, 1650) * 86_400;
    devices.push({
      product,
      model: random.pick(product.models),
      product_serial: random.chance(0.8)
        ? `DY${isoDate(purchased_on).slice(2, 4)}${pad(random.int(0, 99_999), 5)}`
        : null,
      purchased_on: random.chance(0.93) ? purchased_on : null,
    });
  }
  const mobile = `${random.pick(['138', '139', '136', '137', '158', '186'])}${pad(number, 4)}${pad(random.int(0, 9999), 4)}`;
  const landline = `0757-8${pad(number % 1000, 3)}${pad(random.int(0, 9999), 4)}`;
  return {
    customer_name: `${random.pick(SURNAMES)}${random.pick(GIVEN)}`,
    customer_org: `${random.pick(SHOP_NAMES)}${random.pick(SHOP_KINDS)}`,
    address: `${random.pick(outside ? OUTSIDE_STREETS : URBAN_STREETS)}${random.int(1, 268)}号`,
    // A few customers left no number: they are known by name and shop.
    phone: random.chance(0.015) ? null : random.chance(0.08) ? landline : mobile,
    region: outside ? 'outside' : 'urban',
    distance_km: outside ? random.int(35, 120) : random.int(2, 18),
    devices,
  };
}
