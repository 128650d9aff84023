import { useLoaderData } from '@remix-run/react';

/**
 * What the page's loader returned. Loaders here return plain data, which arrives in the browser as it left;
 * the framework's own type for it loses the difference between an absent and an undefined property.
 */
export function usePageData<Loader extends (args: never) => Promise<unknown>>() {
  return useLoaderData() as Awaited<ReturnType<Loader>>;
}
