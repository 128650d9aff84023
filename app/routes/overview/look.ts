/** How the overview is looked at: of which tickets, and compared with what. Links from its figures keep it. */
import { createContext, useContext } from 'react';
import { type Compared, figureLink, type TicketFilter, ticketsLink } from '#app/filters/links.ts';
import type { FigureList, TicketScope } from '#queries/reports/types.ts';

export interface Look {
  readonly scope: TicketScope;
  readonly compared: Compared;
}

const LookContext = createContext<Look>({ scope: {}, compared: 'month' });

export const LookProvider = LookContext.Provider;

export function useLook(): Look {
  return useContext(LookContext);
}

/** Links to the tickets behind a figure: those of them that are looked at. */
export function useTicketsLink(): (month: string, filter?: TicketFilter) => string {
  const { scope } = useLook();
  return (month, filter = {}) => ticketsLink(month, { ...scope, ...filter });
}

/** Links to the list behind a figure, of tickets or of complaints. */
export function useFigureLink(): (month: string, list: FigureList) => string {
  const { scope } = useLook();
  return (month, list) => figureLink(month, list, scope);
}
