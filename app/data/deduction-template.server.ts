/** What a template of HR's may say, for the page that takes one. */
import { OF_MONTH, OF_PERSON } from '../export/deductions/placeholders.ts';

/** Names of placeholders in the page's language: of the month, of a person, and of a rule by the example of rule 6. */
export function placeholderNames(lang: 'zh' | 'en') {
  return {
    month: OF_MONTH.map((each) => each[lang]),
    person: OF_PERSON.map((each) => each[lang]),
    rule: lang === 'zh' ? ['规则6次数', '规则6金额'] : ['rule 6 count', 'rule 6 amount'],
  };
}
