/** Words of month close, deductions and HR's workbook, in Chinese. */
export const closingZh = {
  workbook: { title: '考核扣款' },
};
