/** Words of month close, deductions and HR's workbook, in English. */
export const closingEn = {
  workbook: { title: 'Pay deductions' },
};
