import type { Desk } from './desk.ts';

declare module '@remix-run/node' {
  /** What the serving process gives to every loader. */
  interface AppLoadContext {
    desk: Desk;
    /** Version of the product, for /health. */
    version: string;
    /** Naive local time of the company, `YYYY-MM-DDTHH:MM:SS`: pages say how old the last import is. */
    now: string;
    /** Scripts carry it, so that the content policy lets no other script run. */
    cspNonce: string;
  }
}
