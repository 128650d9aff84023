import { useFetchers, useNavigation } from '@remix-run/react';

/** What is under way with the draft. */
export interface DraftWork {
  /** The commit runs. */
  committing: boolean;
  /** The commit or a decision about the draft is on its way: what the page shows is not what would go in. */
  busy: boolean;
}

/** Decisions are sent by forms and by lines of their own (useDraftAction): all of them are looked at. */
export function useDraftWork(): DraftWork {
  const navigation = useNavigation();
  const asked = navigation.formData?.get('intent');
  const answers = useFetchers().some(({ formData }) => formData?.has('intent'));
  return { committing: asked === 'commit', busy: typeof asked === 'string' || answers };
}
