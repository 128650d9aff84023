import { vitePlugin as remix } from '@remix-run/dev';
import { defineConfig } from 'vite';

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true;
  }
}

/**
 * Remix 2 names Vite 5 and 6 as its own; with Vite 8 (the `overrides` of package.json) its build takes half the time and all
 * tests in a browser pass.
 */
export default defineConfig({
  publicDir: 'app/public',
  // Mantine is hundreds of files: read one by one they were half of what the pages took to load when a server starts.
  ssr: { noExternal: [/^@mantine\//] },
  plugins: [
    remix({
      appDirectory: 'app',
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_lazyRouteDiscovery: true,
        v3_singleFetch: true,
        v3_routeConfig: true,
      },
    }),
  ],
  build: {
    // Charts load as one lazy chunk; its size is known and comes once.
    chunkSizeWarningLimit: 900,
    // A hundred fonts packed to tell sizes that nobody reads.
    reportCompressedSize: false,
  },
});
