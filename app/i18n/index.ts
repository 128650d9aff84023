/**
 * The two dictionaries. One i18next instance per language, made once and never switched: a server
 * answers requests in both at the same time.
 */
import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Lang } from '#app/format/index.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

const instances = new Map<Lang, i18n>();

/** The instance of a language. */
export function i18nFor(lang: Lang): i18n {
  const known = instances.get(lang);
  if (known) return known;
  const instance = i18next.createInstance();
  instance.use(initReactI18next);
  void instance.init({
    lng: lang,
    fallbackLng: false,
    // Both dictionaries are in the bundle: texts are there at the first render.
    initAsync: false,
    resources: { zh: { translation: zh }, en: { translation: en } },
    // React escapes.
    interpolation: { escapeValue: false },
    returnNull: false,
    // Stdout and the console belong to the product.
    showSupportNotice: false,
  });
  instances.set(lang, instance);
  return instance;
}

/** Translates outside React: page titles, downloads, API errors. */
export function translator(lang: Lang) {
  return i18nFor(lang).getFixedT(lang);
}
