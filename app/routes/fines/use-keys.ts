/** The queue's keys: off while typing, in a dialog, and with Ctrl, Cmd or Alt held. */
import { useEffect, useRef } from 'react';

export type KeyHandler = (key: string) => boolean;

/** A field that takes text: keys belong to it. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio'
  );
}

/** `handle` gives whether the key was its own; only then the browser's own meaning is held back. */
export function useKeys(handle: KeyHandler): void {
  const latest = useRef(handle);
  latest.current = handle;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('dialog[open], [role=menu], [role=dialog]')) return;
      if (event.isComposing) return;
      if (isTyping(event.target)) {
        // Out of a field; what was typed stays, also where the browser would empty it.
        const { target } = event;
        const leaves =
          event.key === 'Escape' ||
          (event.key === 'Enter' && target instanceof Element && target.matches('[data-find]'));
        if (leaves && target instanceof HTMLElement) {
          event.preventDefault();
          target.blur();
          latest.current('Blur');
        }
        return;
      }
      // Enter on a button or a link is a click on it.
      const inner = event.target instanceof Element && event.target.closest('a, button, summary');
      if (event.key === 'Enter' && inner) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (latest.current(key)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
