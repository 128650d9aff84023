import type { UNSAFE_RouteConfigEntry as RouteConfigEntry } from '@remix-run/dev';

const routes: RouteConfigEntry[] = [
  { index: true, file: 'routes/overview/route.tsx' },
  { path: 'tickets', file: 'routes/tickets/route.tsx' },
  { path: 'tickets/:no', file: 'routes/ticket/route.tsx' },
  { path: 'fines', file: 'routes/fines/route.tsx' },
  { path: 'policy', file: 'routes/policy/route.tsx' },
  { path: 'sample/empty', file: 'routes/sample-empty.ts' },
  { path: 'health', file: 'routes/health.ts' },
  { path: 'api/report', file: 'routes/api-report.ts' },
  { path: 'api/fines', file: 'routes/api-fines.ts' },
  { path: 'data/tickets.arrow', file: 'routes/tickets-arrow.ts' },
  { path: 'export/summary.xlsx', file: 'routes/export-summary.ts' },
  { path: '*', file: 'routes/not-found.tsx' },
];

export default routes;
