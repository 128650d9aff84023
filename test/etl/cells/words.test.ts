import { describe, expect, it } from 'vitest';
import { type PlainFieldType, READERS } from '#etl/cells/index.ts';
import type { ReadContext } from '#etl/cells/reading.ts';
import { satisfactionScale } from '#etl/cells/satisfaction.ts';
import type { Cell } from '#etl/types.ts';
import { contextOf } from './context.ts';

/** The value, or its warning in brackets where there is none, or the code of the refusal. */
function shown(type: PlainFieldType, cell: Cell, parts: Partial<ReadContext> = {}): unknown {
  const reading = READERS[type](cell, contextOf(parts));
  if (!reading.ok) return `!${reading.code}`;
  return reading.value ?? (reading.warning === null ? null : `(${reading.warning})`);
}

function warning(type: PlainFieldType, cell: Cell, parts: Partial<ReadContext> = {}): unknown {
  const reading = READERS[type](cell, contextOf(parts));
  return reading.ok ? reading.warning : reading.code;
}

describe('yes and no', () => {
  it.each<Cell>([
    '是',
    '有',
    '对',
    '√',
    '✓',
    'Y',
    'y',
    '1',
    1,
    true,
    '已解决',
    '已收款',
    '同意',
    '属实',
    '查实',
    '合格',
    '正常',
    ' 是 ',
    'Ｙ',
    // Under 票据真实.
    '真实',
    '有效',
  ])('%s is yes', (cell) => {
    expect(shown('yes_no', cell)).toBe(true);
  });
  it.each<Cell>([
    '否',
    '×',
    '✗',
    'N',
    '0',
    0,
    false,
    '不同意',
    '未出示',
    '无',
    '没有',
    '不属实',
    'x',
    '虚假',
    '伪造',
    '不真实',
    '无效',
  ])('%s is no', (cell) => {
    expect(shown('yes_no', cell)).toBe(false);
  });
  it('reads words that give no answer as a flagged blank, and refuses the rest', () => {
    expect(shown('yes_no', '不详')).toBe('(unknown_answer)');
    expect(shown('yes_no', '待查')).toBe('(unknown_answer)');
    expect(shown('yes_no', '部分')).toBe('!unreadable_yes_no');
    expect(shown('yes_no', '2')).toBe('!unreadable_yes_no');
    expect(shown('yes_no', '-')).toBeNull();
    expect(shown('yes_no', { error: '#N/A' })).toBe('(formula_error)');
  });
});

describe('signature', () => {
  it.each<[Cell, unknown]>([
    ['是', true],
    ['√', true],
    ['张三', true],
    ['已签', true],
    ['否', false],
    ['未签', false],
    ['拒签', false],
    ['客户未签字', false],
    ['客户拒绝签字', false],
    ['没有签', false],
    ['客户不肯签字', false],
    ['无', false],
    ['', null],
    ['/', null],
    ['不详', '(unknown_answer)'],
  ])('%s → %s', (cell, expected) => {
    expect(shown('signature', cell)).toBe(expected);
  });
});

describe('refusal of a dispatch: the header decides', () => {
  it.each<[string, Cell, unknown]>([
    ['拒绝派工', '是', true],
    ['拒绝派工', '否', false],
    ['是否服从派工', '是', false],
    ['是否服从派工', '否', true],
    ['服从派工', '否', true],
    ['服从派工', true, false],
    ['服从派工', '不服从', true],
    ['拒绝派工', '不服从', true],
    ['拒绝派工', '服从', false],
    ['拒绝派工', '', null],
  ])('%s: %s → %s', (header, cell, expected) => {
    expect(shown('refused', cell, { header })).toBe(expected);
  });
});

describe('satisfaction', () => {
  it.each<[Cell, unknown]>([
    ['非常满意', 5],
    ['满意', 4],
    ['一般', 3],
    ['基本满意', 3],
    ['不满意', 2],
    ['很不满意', 1],
    ['非常不满意', 1],
    ['优', 5],
    ['良', 4],
    ['中', 3],
    ['差', 2],
    ['4分', 4],
    ['４', 4],
    [3, 3],
    ['★★★★', 4],
    ['★★☆☆☆', 2],
    ['5星', 5],
    ['四星', 4],
    ['□非常满意 ☑满意 □一般', 4],
    ['□满意 □一般', null],
    ['√满意', 4],
    ['满意√', 4],
    ['5(非常满意)', 5],
    ['4-满意', 4],
    ['未评价', null],
    ['', null],
    ['6', '!satisfaction_out_of_range'],
    ['0', '!satisfaction_out_of_range'],
    ['4.5', '!unreadable_satisfaction'],
    ['5(满意)', '!unreadable_satisfaction'],
    ['☑满意 ☑一般', '!unreadable_satisfaction'],
    ['还行', '!unreadable_satisfaction'],
  ])('%s → %s', (cell, expected) => {
    expect(shown('satisfaction', cell)).toBe(expected);
  });

  it.each<[Cell, unknown]>([
    [90, 5],
    [89.5, 4],
    [80, 4],
    [79, 3],
    [60, 3],
    [59, 2],
    [40, 2],
    [39, 1],
    ['85分', 4],
    ['满意', 4],
    [0, 1],
    [101, '!satisfaction_out_of_range'],
  ])('%s of 100 → %s', (cell, expected) => {
    expect(shown('satisfaction', cell, { satisfactionScale: 100 })).toBe(expected);
  });

  it('counts to 100 only where a number of the column is over 5', () => {
    expect(satisfactionScale([1, '5', '满意', null])).toBe(5);
    expect(satisfactionScale([1, '85分', '满意'])).toBe(100);
    expect(satisfactionScale([4, 6])).toBe(100);
    expect(warning('satisfaction', 4, { satisfactionScale: 100 })).toBe('small_score_of_100');
  });
});

describe('the department’s words', () => {
  it.each<[PlainFieldType, Cell, unknown]>([
    ['resolution', '电话指导', 'phone'],
    ['resolution', '电话解决', 'phone'],
    ['resolution', '远程', 'phone'],
    ['resolution', '上门', 'on_site'],
    ['resolution', '现场维修', 'on_site'],
    ['resolution', '派工', 'on_site'],
    ['resolution', '电话解决，无需上门', 'phone'],
    ['resolution', '电话指导后上门', 'on_site'],
    ['resolution', '寄修', '!unreadable_resolution'],
    // That nobody went yet does not say that nobody had to.
    ['resolution', '未派工', '!unreadable_resolution'],
    ['resolution', '未上门', '!unreadable_resolution'],
    ['resolution', '无需上门', 'phone'],
    ['resolution', '电话解决，未上门', 'phone'],
    ['region', '市区', 'urban'],
    ['region', '市内', 'urban'],
    ['region', '城区', 'urban'],
    ['region', '外地', 'outside'],
    ['region', '三水', 'outside'],
    ['region', '市区外', 'outside'],
    ['region', '非市区', 'outside'],
    ['warranty', '保内', 'in'],
    ['warranty', '质保期内', 'in'],
    ['warranty', '在保', 'in'],
    ['warranty', '是', 'in'],
    ['warranty', '保外', 'out'],
    ['warranty', '超保', 'out'],
    ['warranty', '过保', 'out'],
    ['warranty', '质保外', 'out'],
    ['warranty', '不在保', 'out'],
    ['warranty', '非保内', 'out'],
    ['warranty', '未过保', 'in'],
    ['warranty', '没过保', 'in'],
    ['warranty', '未到期', 'in'],
    ['warranty', '已过保', 'out'],
    ['warranty', '协议', 'agreement'],
    ['warranty', '合同客户', 'agreement'],
    ['warranty', '12个月', '!unreadable_warranty'],
    ['service_type', '有费', 'A'],
    ['service_type', '合同', 'B'],
    ['service_type', '免费', 'C'],
    ['service_type', '不收费', 'C'],
    ['service_type', '一般行政', 'D'],
    ['service_type', 'A类', 'A'],
    ['service_type', 'd', 'D'],
    ['service_type', '加急', '!unreadable_service_type'],
    ['channel', '来电', 'call'],
    ['channel', '来函', 'letter'],
    ['channel', '微信', 'letter'],
    ['channel', '来人', 'visit'],
    ['channel', '其他', '!unreadable_channel'],
    ['severity', '轻', 'minor'],
    ['severity', '一般', 'minor'],
    ['severity', '中', 'medium'],
    ['severity', '较重', 'medium'],
    ['severity', '重', 'serious'],
    ['severity', '严重', 'serious'],
    ['severity', '特急', '!unreadable_severity'],
    ['role', '热线专员', 'hotline'],
    ['role', '内勤', 'dispatcher'],
    ['role', '技术员', 'technician'],
    ['role', '售后技术人员', 'technician'],
    ['role', '经理', 'manager'],
    ['role', '仓管', '仓管'],
  ])('%s: %s → %s', (type, cell, expected) => {
    expect(shown(type, cell)).toBe(expected);
  });

  it('flags what it read on its own judgement', () => {
    expect(warning('resolution', '电话指导后上门')).toBe('both_resolutions');
    expect(warning('role', '仓管')).toBe('unknown_role');
  });
});

describe('reasons of complaints', () => {
  it.each<[Cell, unknown]>([
    ['热线无人接听', '1a'],
    ['报修未传达', '1b'],
    ['派工不及时', '2a'],
    ['漏派工', '2b'],
    ['未出示工作证', '3'],
    ['着装不整', '3'],
    ['服务态度差', '4'],
    ['对服务不满意', '4'],
    ['态度表现不良', '4'],
    ['重复维修', '5'],
    ['返修', '5'],
    ['迟到', '6'],
    ['未按时上门', '6'],
    ['未按时派工', '2a'],
    ['回执单未填全', '7a'],
    ['派工单未填', '7b'],
    ['不服从派工', '8'],
    ['与客户口角', '9'],
    ['顶撞', '9'],
    ['争吵', '9'],
    ['乱收费', '10'],
    ['多收费', '10'],
    ['索要好处', '10'],
    ['虚假票据', '11'],
    ['6', '6'],
    [6, '6'],
    ['7a', '7a'],
    ['规则6', '6'],
    ['第6条', '6'],
    ['第六条', '6'],
    ['第十一条', '11'],
    ['6、', '6'],
    ['6、迟到', '6'],
    ['（10）乱收费', '10'],
    ['7、派工单未填', '7b'],
    ['迟到，态度差', '(ambiguous_reason)'],
    ['7', '(ambiguous_reason)'],
    ['3天没人管', '(unknown_reason)'],
    ['第2次返修', '5'],
    ['产品质量', '(unknown_reason)'],
    ['未按时回访', '(unknown_reason)'],
    ['', null],
  ])('%s → %s', (cell, expected) => {
    expect(shown('reason', cell)).toBe(expected);
  });
});

describe('words that name one thing and mean another', () => {
  it.each<[PlainFieldType, string, unknown, string?]>([
    ['warranty', '已过质保', 'out'],
    ['warranty', '保内已过', 'out'],
    ['warranty', '未在保', 'out'],
    ['warranty', '三包内', 'in'],
    ['warranty', '在质保期', 'in'],
    ['warranty', '无偿维修', '!unreadable_warranty'],
    ['warranty', '无合同', '!unreadable_warranty'],
    ['warranty', '协议已到期', '!unreadable_warranty'],
    ['warranty', '不在合同期内', '!unreadable_warranty'],
    ['warranty', '合同期内', 'agreement'],
    ['signature', '忘签', false],
    ['signature', '待签', false],
    ['signature', '后补', false],
    ['signature', '无异议', true],
    ['signature', '无误', true],
    ['yes_no', '已关机', false, 'connected'],
    ['yes_no', '已打未通', false, 'connected'],
    ['yes_no', '接通', true, 'connected'],
    ['yes_no', '已拒绝', false, 'promise_consented'],
    ['yes_no', '同意不了', false, 'promise_consented'],
    ['yes_no', '无异议', true, 'promise_consented'],
    ['yes_no', '没问题', '!unreadable_yes_no', 'solved'],
    ['yes_no', '不错', '!unreadable_yes_no', 'solved'],
    ['yes_no', '没注意', '(unknown_answer)', 'badge_shown'],
    ['yes_no', '查无实据', false, 'substantiated'],
    ['resolution', '不上门', 'phone'],
    ['resolution', '取消上门', '!unreadable_resolution'],
    ['resolution', '客户不让上门', '!unreadable_resolution'],
    ['resolution', '电话打不通', '!unreadable_resolution'],
  ])('%s: %s is %s', (type, cell, expected, field = 'x') => {
    expect(shown(type, cell, { field })).toBe(expected);
  });

  it('无 under 是否服从派工 accuses nobody, 否 does', () => {
    const header = '是否服从派工';
    expect(shown('refused', '无', { header })).toBe('(unknown_answer)');
    expect(warning('refused', '无', { header })).toBe('unknown_answer');
    expect(shown('refused', '否', { header })).toBe(true);
    expect(shown('refused', '无', { header: '拒绝派工' })).toBe(false);
  });
});

describe('tick boxes in a list', () => {
  it.each<[PlainFieldType, string, unknown]>([
    ['signature', '□', null],
    ['signature', '□已签', null],
    ['signature', '□是 ☑否', false],
    ['signature', '是□ 否☑', false],
    ['signature', '☑是 ☑否', '!unreadable_yes_no'],
    ['signature', '王芳', true],
    ['yes_no', '☑是 □否', true],
    ['yes_no', '√是 否', true],
    ['yes_no', '是( ) 否(√)', false],
    ['warranty', '□保内 ☑保外', 'out'],
    ['warranty', '☑保内 ☑保外', '!unreadable_warranty'],
    // Both named, or doubted: nobody knows, so it is asked.
    ['warranty', '保内/保外', '!unreadable_warranty'],
    ['warranty', '保内、保外待定', '!unreadable_warranty'],
    ['warranty', '保外?', '!unreadable_warranty'],
    ['warranty', '可能过保', '!unreadable_warranty'],
    ['warranty', '大概保内', '!unreadable_warranty'],
    ['warranty', '在保还是过保？', '!unreadable_warranty'],
    ['warranty', '过保3天但按保内处理', '!unreadable_warranty'],
    ['warranty', '不在保修期内', 'out'],
    ['warranty', '在保外', 'out'],
    ['warranty', '过保', 'out'],
    ['resolution', '☑电话 □上门', 'phone'],
    ['satisfaction', '□满意 □一般', null],
    ['satisfaction', '☑满意 ☑一般', '!unreadable_satisfaction'],
    ['region', '□市区 ☑外地', 'outside'],
  ])('%s: %s is %s', (type, cell, expected) => {
    expect(shown(type, cell)).toBe(expected);
  });
});

describe('several answers in one cell', () => {
  it.each<[PlainFieldType, string, string]>([
    ['channel', '来电、来函', 'call'],
    ['service_type', '合同免费', 'C'],
    ['service_type', 'B类（免费）', 'B'],
  ])('%s: %s is read as %s, and said', (type, cell, expected) => {
    expect(shown(type, cell)).toBe(expected);
    expect(warning(type, cell)).toBe('several_words');
  });

  it.each<[PlainFieldType, string]>([
    ['channel', '电话投诉'],
    ['service_type', '不收费'],
    ['service_type', 'C-免费'],
  ])('%s: %s names one', (type, cell) => {
    expect(warning(type, cell)).toBe(null);
  });
});

describe('numbers and percentages', () => {
  it.each<[string, Cell, unknown]>([
    ['distance_km', '12公里', 12],
    ['distance_km', '12.5 km', 12.5],
    ['distance_km', '500米', '!unreadable_number'],
    ['distance_km', '约12', '!unreadable_number'],
    ['quantity', '2个', 2],
    ['quantity', '１２', 12],
    ['quantity', '1,200', 1200],
    ['quantity', -1, -1],
    ['hours', '2.5小时', 2.5],
    ['hours', '30分钟', '!unreadable_number'],
    ['hours', '1 200', 1200],
    ['hours', '12 00', '!unreadable_number'],
    ['hours', '', null],
  ])('%s: %s → %s', (field, cell, expected) => {
    expect(shown('number', cell, { field })).toBe(expected);
  });

  it.each<[Cell, unknown]>([
    ['10%', 10],
    ['9折', 10],
    ['85折', 15],
    ['8.5折', 15],
    ['八五折', 15],
    [10, 10],
    ['10', 10],
    [0.1, 10],
    [0.07, 7],
    [0, 0],
    ['不打折', 0],
    ['50', 50],
    ['60', '!ambiguous_discount'],
    [0.9, '!ambiguous_discount'],
    ['90%', 90],
    ['120%', '!unreadable_percent'],
    ['-5', '!unreadable_percent'],
    ['优惠', '!unreadable_percent'],
  ])('discount %s → %s', (cell, expected) => {
    expect(shown('percent', cell)).toBe(expected);
  });

  it('says that 0.1 was taken for 10 percent', () => {
    expect(warning('percent', 0.1)).toBe('percent_from_fraction');
  });

  it('says that 90% was taken as written', () => {
    expect(warning('percent', '90%')).toBe('large_discount');
  });

  it.each<[string, string, Cell, number]>([
    ['distance_km', '米', 3500, 3.5],
    ['distance_km', '里', '7', 3.5],
    ['distance_km', '米', '3公里', 3],
    ['hours', '分钟', '90', 1.5],
    ['hours', '分钟', '1.5小时', 1.5],
  ])('%s under a header in %s: %s is %s', (field, unit, cell, expected) => {
    expect(shown('number', cell, { field, unit })).toBe(expected);
  });
});

describe('texts, codes and persons', () => {
  it.each<[PlainFieldType, Cell, unknown]>([
    ['text', '  打不着火   有异味 ', '打不着火 有异味'],
    ['text', 'ＡＢ１２', 'ＡＢ１２'],
    ['text', '第一行\n第二行', '第一行 第二行'],
    ['text', '无', null],
    ['text', '—', null],
    ['text', '无法点火', '无法点火'],
    ['text', 12, '12'],
    ['code', 'Ｗ２０２６－００１', 'W2026-001'],
    ['code', 13800138000, '13800138000'],
    ['code', 138001380001380, '138001380001380'],
    ['code', "'0012", '0012'],
    ['code', '="0012"', '0012'],
    ['code', '13800138000.0', '13800138000'],
    ['code', '5E3', '5E3'],
    ['code', '0757-8888 7777', '0757-8888 7777'],
    ['code', 'N/A', null],
    ['person', ' 李 强 ', '李 强'],
    ['person', 10086, '10086'],
  ])('%s: %o → %s', (type, cell, expected) => {
    expect(shown(type, cell, { field: 'phone' })).toBe(expected);
  });

  it('never takes lost digits for a key', () => {
    expect(shown('code', '1.38E+10', { field: 'ticket_no' })).toBe('!lost_digits');
    expect(shown('code', '1E+10', { field: 'ticket_no' })).toBe('!lost_digits');
    expect(shown('code', '1E5', { field: 'ticket_no' })).toBe('1E5');
    // A number that passed through floating point; a part or a model may be called so.
    expect(shown('code', '12.0', { field: 'employee_no' })).toBe('12');
    expect(shown('code', '12.0', { field: 'part_no' })).toBe('12.0');
    expect(shown('person', 'Ｅ００７')).toBe('E007');
    expect(shown('person', '王Ａ１')).toBe('王Ａ１');
    expect(shown('code', 20261003143000124, { field: 'ticket_no' })).toBe('!lost_digits');
    expect(shown('code', '1.38E+10', { field: 'phone' })).toBe('1.38E+10');
    expect(warning('code', '1.38E+10', { field: 'phone' })).toBe('lost_digits');
  });
});
