/**
 * The HTTP server: static files of the build, then the pages. It knows a `Desk`, not a database.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createRequestHandler } from '@remix-run/express';
import type { ServerBuild } from '@remix-run/node';
import express, { type Express } from 'express';
import type { Desk } from '../data/desk.ts';
import type {} from '../data/load-context.ts';
import { refuseForeignWrites, securityHeaders } from './security.ts';

export interface HttpServerOptions {
  desk: Desk;
  build: ServerBuild;
  /** Folder of the built browser files, `build/client`. */
  clientDir: string;
  version: string;
  /** Naive local time of the company, asked anew for each request. */
  now: () => string;
}

const A_YEAR = '1y';

/** The express application. The caller listens, so tests can take any free port. */
export function createHttpServer({
  desk,
  build,
  clientDir,
  version,
  now,
}: HttpServerOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback');
  // A nonce per answer: only the page's own scripts run.
  app.use((_request, response, next) => {
    response.locals.cspNonce = randomBytes(16).toString('base64');
    next();
  });
  app.use(securityHeaders);
  app.use(refuseForeignWrites);
  // File names under assets carry a hash of their content, so they never change.
  app.use(
    '/assets',
    express.static(join(clientDir, 'assets'), { immutable: true, maxAge: A_YEAR, index: false }),
  );
  app.use(express.static(clientDir, { maxAge: '1h', index: false }));
  app.all(
    '*',
    createRequestHandler({
      build,
      mode: 'production',
      getLoadContext: (_request, response) => ({
        desk,
        version,
        now: now(),
        cspNonce: String(response.locals.cspNonce),
      }),
    }),
  );
  return app;
}
