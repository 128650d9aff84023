/** The words that a text of a category may be read as: answers to a question, and the lists of a workbook to mend. */
import type { FieldType } from '#etl/types.ts';

/** By type of the field, the best first. */
export const CATEGORY_WORDS: Readonly<Partial<Record<FieldType, readonly string[]>>> = {
  yes_no: ['是', '否'],
  signature: ['是', '否'],
  refused: ['是', '否'],
  satisfaction: ['非常满意', '满意', '一般', '不满意', '非常不满意'],
  resolution: ['上门', '电话指导'],
  warranty: ['保内', '保外', '协议'],
  service_type: ['A', 'B', 'C', 'D'],
  channel: ['来电', '来函', '来人'],
  severity: ['轻', '较重', '严重'],
  role: ['热线', '内勤', '技术员', '经理'],
};
