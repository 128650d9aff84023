import type { Desk } from '#app/data/desk.ts';
import type { Consequences } from '#app/data/import-desk.ts';
import type { Policies } from './ConsequencesPanel.tsx';

/** The metrics and rules that consequences name, by month. */
export async function policiesOf(desk: Desk, consequences: Consequences | null): Promise<Policies> {
  const entries = [];
  for (const { month } of consequences?.months ?? []) {
    const { metrics, rules } = await desk.policy(month);
    entries.push([month, { metrics, rules }] as const);
  }
  return Object.fromEntries(entries);
}
