import type { UNSAFE_RouteConfigEntry as RouteConfigEntry } from '@remix-run/dev';

const routes: RouteConfigEntry[] = [
  { index: true, file: 'routes/overview/route.tsx' },
  { path: 'tickets', file: 'routes/tickets/route.tsx' },
  { path: 'tickets/:no', file: 'routes/ticket/route.tsx' },
  { path: 'fines', file: 'routes/fines/route.tsx' },
  { path: 'fines/decide', file: 'routes/fines-decide.ts' },
  { path: 'fines/card', file: 'routes/fines-card.ts' },
  { path: 'fines/checklist', file: 'routes/fines-checklist.ts' },
  { path: 'fines/notice', file: 'routes/fines-notice/route.tsx' },
  { path: 'actor', file: 'routes/actor/route.tsx' },
  { path: 'actor/remember', file: 'routes/actor-remember.ts' },
  { path: 'imports', file: 'routes/imports/route.tsx' },
  { path: 'imports/upload', file: 'routes/imports-upload.ts' },
  { path: 'imports/files/:file/original', file: 'routes/import-original.ts' },
  { path: 'imports/drafts/:id', file: 'routes/import-draft/route.tsx' },
  { path: 'imports/drafts/:id/window', file: 'routes/import-window.ts' },
  { path: 'imports/drafts/:id/progress', file: 'routes/import-progress.ts' },
  { path: 'imports/drafts/:id/rejects.xlsx', file: 'routes/import-rejects.ts' },
  { path: 'imports/:batch', file: 'routes/import-batch/route.tsx' },
  { path: 'source/:sheet', file: 'routes/source/route.tsx' },
  { path: 'quality', file: 'routes/quality/route.tsx' },
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
