import { useFetcher } from '@remix-run/react';
import type { FormEvent, ReactNode } from 'react';
import { useActing } from '#app/components/ActorPicker.tsx';
import type { Answer } from './actions.server.ts';

/** The page's one answer: every form speaks through it, so that the last thing said is the last thing done. */
export function useAnswer() {
  return useFetcher<Answer>({ key: 'deductions' });
}

interface ActingFormProps {
  month: string;
  intent: string;
  className?: string | undefined;
  multipart?: boolean;
  children: ReactNode;
}

/** A form that is sent as the acting person, who is asked for first where nobody is known; without scripts it posts as it is. */
export function ActingForm({ month, intent, className, multipart, children }: ActingFormProps) {
  const fetcher = useAnswer();
  const { as } = useActing();
  const encType = multipart === true ? 'multipart/form-data' : 'application/x-www-form-urlencoded';
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    as(() => fetcher.submit(form, { method: 'post', encType }));
  }
  return (
    <form method="post" encType={encType} className={className} onSubmit={submit}>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="month" value={month} />
      {children}
    </form>
  );
}
