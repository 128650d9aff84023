import type { RequestHandler } from 'express';

/**
 * Headers on every answer. Styles stay open to inline ones: the component library and the charts write them;
 * scripts need the page's nonce.
 */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  const nonce = String(response.locals.cspNonce);
  response.set({
    'Content-Security-Policy': [
      "default-src 'self'",
      `script-src 'self' 'nonce-${nonce}'`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self' data:",
      "connect-src 'self'",
      "object-src 'none'",
      "base-uri 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
  });
  next();
};

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A write that another site's page sent is refused: browsers name the sender's origin. */
export const refuseForeignWrites: RequestHandler = (request, response, next) => {
  const origin = request.get('Origin');
  if (READS.has(request.method) || origin === undefined) return next();
  const host = request.get('Host');
  const own = host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
  if (own) return next();
  response.status(403).type('text/plain').send('403: foreign origin\n');
};
