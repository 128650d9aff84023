/** Which language a request is answered in: `?lang=` first, then the cookie it left, else Chinese. */
import type { Lang } from '#app/format/index.ts';

export const LANG_COOKIE = 'aftercare_lang';
const A_YEAR_SECONDS = 365 * 24 * 60 * 60;

function asLang(text: string | null | undefined): Lang | null {
  return text === 'zh' || text === 'en' ? text : null;
}

/** The language of a request and, where the URL chose it, the cookie that remembers the choice. */
export function requestLang(request: Request): { lang: Lang; setCookie: string | null } {
  const chosen = asLang(new URL(request.url).searchParams.get('lang'));
  if (chosen !== null) {
    return {
      lang: chosen,
      setCookie: `${LANG_COOKIE}=${chosen}; Path=/; Max-Age=${A_YEAR_SECONDS}; SameSite=Lax; HttpOnly`,
    };
  }
  const cookie = request.headers
    .get('Cookie')
    ?.split(';')
    .map((part) => part.trim().split('='))
    .find(([name]) => name === LANG_COOKIE);
  return { lang: asLang(cookie?.[1]) ?? 'zh', setCookie: null };
}
