/** A server of the built web app on a free loopback port. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Desk } from '#app/data/desk.ts';
import { openDesk } from '#app/data/open-desk.server.ts';
import { createHttpServer } from '#app/server/http-server.ts';
import { buildWeb, CLIENT_DIR, isBuilt, loadBuild } from '#app/server/web-build.ts';
import { openWarehouse, type Warehouse } from '#queries/warehouse/warehouse.ts';

export interface RunningServer {
  url: string;
  close(): Promise<void>;
}

/** Time the pages are told: the fixture's last import is two days old then. */
export const NOW = '2026-11-02T09:00:00';

/** The web app built: waits for the build that runs beside the tests (test/run.ts); else builds it where it is not. */
export async function webBuilt(): Promise<void> {
  const beside = process.env.AFTERCARE_WEB_BUILT;
  if (beside !== undefined) {
    while (!existsSync(beside)) await new Promise((resolve) => setTimeout(resolve, 100));
  } else if (!isBuilt()) await buildWeb(() => {});
}

/** Ports given back. On the same one a browser knows the scripts already. */
const ports: number[] = [];

/** Serves a desk. */
export async function serveDesk(desk: Desk): Promise<RunningServer> {
  await webBuilt();
  const app = createHttpServer({
    desk,
    build: await loadBuild(),
    clientDir: CLIENT_DIR,
    version: '0.0.0-test',
    now: () => NOW,
  });
  const listen = (on: number) =>
    new Promise<ReturnType<typeof app.listen>>((resolve, reject) => {
      const listening = app.listen(on, '127.0.0.1', () => resolve(listening));
      listening.once('error', reject);
    });
  // Somebody else may have taken it meanwhile.
  const server = await listen(ports.pop() ?? 0).catch(() => listen(0));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          ports.push(port);
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

export interface ServedDepartment {
  readonly desk: Desk;
  readonly server: RunningServer;
  close(): Promise<void>;
}

/** A desk over a database of its own, served; `fill` puts the department into it. */
export async function serveDepartment(
  fill: (warehouse: Warehouse) => Promise<void>,
  nowMicros: number,
): Promise<ServedDepartment> {
  const folder = mkdtempSync(join(tmpdir(), 'aftercare-e2e-'));
  const dbPath = join(folder, 'department.duckdb');
  const warehouse = await openWarehouse({ path: dbPath });
  await fill(warehouse);
  warehouse.close();
  const { desk, close } = await openDesk({
    dataDir: folder,
    dbPath,
    dbNamed: true,
    lang: 'zh',
    stderr: () => {},
    nowMicros,
  });
  const server = await serveDesk(desk);
  return {
    desk,
    server,
    close: async () => {
      await server.close();
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
