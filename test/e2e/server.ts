/** A server of the built web app on a free loopback port. */
import type { AddressInfo } from 'node:net';
import type { Desk } from '#app/data/desk.ts';
import { createHttpServer } from '#app/server/http-server.ts';
import { buildWeb, CLIENT_DIR, isBuilt, loadBuild } from '#app/server/web-build.ts';

export interface RunningServer {
  url: string;
  close(): Promise<void>;
}

/** Time the pages are told: the fixture's last import is two days old then. */
export const NOW = '2026-11-02T09:00:00';

/** Serves a desk; builds the web app where there is no build yet. */
export async function serveDesk(desk: Desk): Promise<RunningServer> {
  if (!isBuilt()) await buildWeb(() => {});
  const app = createHttpServer({
    desk,
    build: await loadBuild(),
    clientDir: CLIENT_DIR,
    version: '0.0.0-test',
    now: () => NOW,
  });
  const server = await new Promise<ReturnType<typeof app.listen>>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
