import { isRouteErrorResponse, Link } from '@remix-run/react';
import { Page } from './Page.tsx';
import { useLang } from './use-lang.ts';

export type Problem =
  | { kind: 'not_found' }
  | { kind: 'bad_parameter'; parameter: string }
  | { kind: 'failed'; message: string | null };

/** What went wrong, in terms a page can put into words. */
export function describeError(error: unknown): Problem {
  if (isRouteErrorResponse(error)) {
    if (error.status === 404) return { kind: 'not_found' };
    const parameter = badParameter(error.data);
    if (error.status === 400 && parameter !== null) return { kind: 'bad_parameter', parameter };
    return { kind: 'failed', message: error.statusText || null };
  }
  return { kind: 'failed', message: error instanceof Error ? error.message : null };
}

/** The parameter that `{ error: 'bad_parameter', parameter }`, as data or as JSON, speaks of; null of any other answer. */
function badParameter(answer: unknown): string | null {
  const data = typeof answer === 'string' ? safeJson(answer) : answer;
  if (typeof data !== 'object' || data === null) return null;
  const isBad = 'error' in data && data.error === 'bad_parameter';
  return isBad && 'parameter' in data && typeof data.parameter === 'string' ? data.parameter : null;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What did not happen, where, and one thing to do. */
export function ErrorPage({ problem }: { problem: Problem }) {
  const { t } = useLang();
  const words = {
    not_found: { title: t('error.notFound.title'), text: t('error.notFound.text') },
    bad_parameter: {
      title: t('error.badParameter.title'),
      text:
        problem.kind === 'bad_parameter' && problem.parameter === 'month'
          ? t('error.badParameter.month')
          : t('error.badParameter.text', {
              parameter: problem.kind === 'bad_parameter' ? problem.parameter : '',
            }),
    },
    failed: { title: t('error.failed.title'), text: t('error.failed.text') },
  }[problem.kind];
  return (
    <Page title={words.title}>
      <section className="panel box">
        <h2>{words.title}</h2>
        <p>{words.text}</p>
        {problem.kind === 'failed' && problem.message ? (
          <p className="dim mono">{problem.message}</p>
        ) : null}
        <div className="a">
          <Link className="btn pri" to="/">
            {t('error.toOverview')}
          </Link>
        </div>
      </section>
    </Page>
  );
}
