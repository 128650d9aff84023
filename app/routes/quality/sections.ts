/** The page's sections with what they hold. Pure. */
import type {
  MonthQuality,
  QualityFinding,
  QualitySection,
} from '#queries/reports/quality-types.ts';

export interface Section {
  section: QualitySection;
  /** What its findings count, added up; names to decide are among them. */
  count: number;
  /** Those that occur. */
  findings: QualityFinding[];
  /** There is something to see: findings, names to decide, or decisions that can be taken back. */
  visible: boolean;
}

/** In the order the desk gives the findings: what costs money first. */
export function sectionsOf({ findings, persons }: MonthQuality): Section[] {
  const sections: QualitySection[] = [...new Set(findings.map(({ section }) => section))];
  return sections.map((section) => {
    const own = findings.filter((finding) => finding.section === section && finding.count > 0);
    // Names that are merely alike are no finding, yet somebody has to look at them.
    const alike =
      section === 'persons' ? persons.questions.filter(({ state }) => state === 'alike').length : 0;
    const count = own.reduce((sum, finding) => sum + finding.count, alike);
    const settled = section === 'persons' && persons.decisions.length + persons.merged.length > 0;
    return { section, count, findings: own, visible: count > 0 || settled };
  });
}
