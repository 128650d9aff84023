import { useCallback, useEffect, useRef, useState } from 'react';

/**
 * Texts a person began to type over cells, kept until they are taken: through scrolling, errors and a reload.
 * Keys are `file/sheet/H12`.
 */
export function useTyped(draft: string) {
  const name = `aftercare-typed-${draft}`;
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const loaded = useRef(false);
  useEffect(() => {
    try {
      const kept: unknown = JSON.parse(sessionStorage.getItem(name) ?? '{}');
      if (typeof kept === 'object' && kept !== null) {
        setTyped(
          Object.fromEntries(
            Object.entries(kept).filter((entry): entry is [string, string] => {
              return typeof entry[1] === 'string';
            }),
          ),
        );
      }
    } catch {
      // Storage is switched off or holds something else: nothing is kept over a reload then.
    }
    loaded.current = true;
  }, [name]);
  useEffect(() => {
    if (!loaded.current) return;
    try {
      if (Object.keys(typed).length === 0) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, JSON.stringify(typed));
    } catch {
      // As above.
    }
  }, [name, typed]);
  const type = useCallback((key: string, text: string | null) => {
    setTyped((before) => {
      if (text !== null) return { ...before, [key]: text };
      const { [key]: _gone, ...rest } = before;
      return rest;
    });
  }, []);
  return { typed, type };
}
