import { type ReactNode, useEffect, useRef } from 'react';
import styles from './actor.module.css';

/** A modal dialog of the browser's own: it keeps the focus, Escape closes it, and it gives the focus back. */
export function Dialog({
  id,
  title,
  text,
  onClosed,
  children,
  actions,
}: {
  id: string;
  title: string;
  text?: ReactNode;
  onClosed: () => void;
  children?: ReactNode;
  actions: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        // The page takes it off; the browser closing it too would run the effect's clean-up twice.
        event.preventDefault();
        onClosed();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        {text === undefined ? null : <p className="ink2">{text}</p>}
      </header>
      {children}
      <footer>{actions}</footer>
    </dialog>
  );
}
