import type { ReactNode } from 'react';

interface PanelProps {
  /** The question the panel answers. */
  title: string;
  /** The computed answer, in one line. */
  answer?: ReactNode;
  /** Right of the title. */
  side?: ReactNode;
  foot?: ReactNode;
  className?: string | undefined;
  /** The answer stands under the title (narrow panels) instead of beside it. */
  stacked?: boolean;
  children: ReactNode;
}

/** One question, its answer, its evidence. */
export function Panel({ title, answer, side, foot, className, stacked, children }: PanelProps) {
  const hasAnswer = answer !== undefined && answer !== '';
  return (
    <section className={className === undefined ? 'panel' : `panel ${className}`}>
      <header>
        <h2>{title}</h2>
        {hasAnswer && !stacked ? <span className="ink2">{answer}</span> : null}
        {side === undefined ? null : <div className="r">{side}</div>}
        {hasAnswer && stacked ? <p>{answer}</p> : null}
      </header>
      {children}
      {foot === undefined ? null : <div className="foot">{foot}</div>}
    </section>
  );
}
