import { useFetcher } from '@remix-run/react';
import { useCallback } from 'react';
import type { action } from './route.tsx';

/** Sends decisions about one sheet of the draft. Each caller has its own line, so that none cuts another's short. */
export function useDraftAction(file: number, sheet: number) {
  const fetcher = useFetcher<typeof action>();
  const { submit } = fetcher;
  const send = useCallback(
    (intent: string, fields: Record<string, string | number> = {}) => {
      const body = new FormData();
      body.set('intent', intent);
      body.set('file', String(file));
      body.set('sheet', String(sheet));
      for (const [name, value] of Object.entries(fields)) body.set(name, String(value));
      submit(body, { method: 'post' });
    },
    [submit, file, sheet],
  );
  const failed =
    fetcher.data && 'message' in fetcher.data && fetcher.data.message ? fetcher.data.message : null;
  return { send, busy: fetcher.state !== 'idle', failed };
}
