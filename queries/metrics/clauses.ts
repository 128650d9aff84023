/** The clauses that data can measure, by the id reports/clause_compliance.sql gives. */
export const CLAUSE_TITLES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> =
  {
    '4.1.1': { zh: '客户信息六项填全', en: 'six customer details recorded' },
    '4.1.2': { zh: '电话指导后 3 小时内跟进', en: 'phone guidance followed up within 3 hours' },
    '4.1.3': {
      zh: '不能 3 小时到达的，征得客户同意改约',
      en: 'later appointments agreed with the customer',
    },
    '4.2.2': { zh: '客户信息不符，当天反馈内勤', en: 'wrong details reported the same day' },
    '4.5.2': { zh: '上门出示工作证、着工作服', en: 'badge shown and uniform worn' },
    '4.7.1': { zh: '回执有客户签字和满意度', en: 'receipt signed and rated by the customer' },
    '4.7.2': { zh: '质保期内不收费', en: 'no charge within warranty' },
    '4.7.3': { zh: '质保期外按标准卡收费', en: 'out of warranty charged by the price card' },
    '4.7.4': { zh: '协议客户按协议收费', en: 'agreement customers charged by agreement' },
    '4.7.5': {
      zh: '当场未收的费用后续收回',
      en: 'charges not collected on the day collected later',
    },
    '4.8.3': { zh: '回执次日内上交', en: 'receipt handed in by the next day' },
    '4.9.1-callback': {
      zh: '完工后 24 小时内回访',
      en: 'called back within 24 hours of the finish',
    },
    '4.9.1-resolved': {
      zh: '不满意的跟踪到满意',
      en: 'dissatisfied customers followed until satisfied',
    },
    '4.9.2': { zh: '电话解决的 3 小时内回访', en: 'solved by phone, called back within 3 hours' },
    '5.5-answer': { zh: '热线 10 分钟内答复', en: 'hotline answers within 10 minutes' },
    '5.5-dispatch': { zh: '内勤 10 分钟内派工', en: 'dispatched within 10 minutes' },
    '5.5-arrival': { zh: '3 小时内或按约定到达', en: 'on site within 3 hours or as promised' },
    '5.6': { zh: '同一问题不重复修理', en: 'no repeat repair of the same problem' },
    '5.7': { zh: '回执填写完整', en: 'receipt filled in completely' },
    '5.8': { zh: '不乱收费、不变相索要', en: 'no overcharging, no demands' },
  };
