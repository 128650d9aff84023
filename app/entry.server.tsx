import { Transform } from 'node:stream';
import {
  type AppLoadContext,
  createReadableStreamFromReadable,
  type EntryContext,
} from '@remix-run/node';
import { RemixServer } from '@remix-run/react';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';
import { NonceContext } from './components/nonce.ts';

/** Ends a render that never finishes. Loaders here await all they return, so nothing is streamed late. */
export const streamTimeout = 10_000;

/** Renders a page. Robots and errors wait for the whole page, people get the shell first. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { cspNonce }: AppLoadContext,
): Promise<Response> {
  const wait = isbot(request.headers.get('user-agent') ?? '') || status >= 400;
  return new Promise((resolve, reject) => {
    let code = status;
    let shellSent = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={cspNonce}>
        <RemixServer context={remixContext} url={request.url} nonce={cspNonce} />
      </NonceContext.Provider>,
      {
        nonce: cspNonce,
        onShellReady() {
          if (!wait) send();
        },
        onAllReady() {
          if (wait) send();
        },
        onShellError: reject,
        onError(error) {
          code = 500;
          // Before the shell the error page is rendered and says so; afterwards only the log can.
          if (shellSent) console.error(error);
        },
      },
    );
    function send() {
      shellSent = true;
      const body = new Transform({ transform: dropZeroBytes });
      headers.set('Content-Type', 'text/html; charset=utf-8');
      resolve(new Response(createReadableStreamFromReadable(body), { headers, status: code }));
      pipe(body);
    }
    setTimeout(abort, streamTimeout + 1000).unref();
  });
}

/**
 * React 18 fills a buffer's last one or two bytes with zeros where the next character does not fit (mended in 19). Chinese text
 * meets that on every other page; in an attribute the browser shows it as �. HTML knows no zero byte, nor has UTF-8 another use
 * for it.
 */
function dropZeroBytes(
  chunk: Uint8Array,
  _encoding: string,
  done: (error: null, chunk: Uint8Array) => void,
): void {
  done(null, chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk);
}
