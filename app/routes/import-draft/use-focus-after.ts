import { useCallback, useEffect, useRef } from 'react';

/**
 * Keeps the focus in the page when what had it is gone. `expect` is called by what is about to go; once `gone` says that
 * the thing of that key is no longer there, and nothing else took the focus meanwhile, `next` tells what takes it.
 */
export function useFocusAfter(
  gone: (key: string) => boolean,
  next: (place: number) => HTMLElement | null | undefined,
): (key: string, place: number) => void {
  const expected = useRef<{ key: string; place: number } | null>(null);
  useEffect(() => {
    const { current } = expected;
    if (current === null || !gone(current.key)) return;
    expected.current = null;
    const at = document.activeElement;
    if (at === null || at === document.body) next(current.place)?.focus();
  });
  return useCallback((key, place) => {
    expected.current = { key, place };
  }, []);
}
