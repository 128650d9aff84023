import { Drawer, Menu, useMantineColorScheme } from '@mantine/core';
import { Form, Link, NavLink, useLocation, useSearchParams } from '@remix-run/react';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { withParams } from '#app/filters/links.ts';
import { ActorBadge, ActorProvider } from './ActorPicker.tsx';
import { Icon, type IconName } from './icons.tsx';
import { useLang, useRoot } from './use-lang.ts';

const OpenMenuContext = createContext<() => void>(() => {});

/** Opens the navigation where the screen is too narrow to show it. */
export function useOpenMenu(): () => void {
  return useContext(OpenMenuContext);
}

const PAGES = [
  { path: '/', icon: 'overview', end: true },
  { path: '/fines', icon: 'fines', end: false },
  { path: '/people', icon: 'people', end: false },
  { path: '/tickets', icon: 'tickets', end: false },
  { path: '/imports', icon: 'imports', end: false },
  { path: '/deductions', icon: 'deductions', end: false },
  { path: '/quality', icon: 'quality', end: false },
  { path: '/policy', icon: 'policy', end: false },
] as const satisfies readonly { path: string; icon: IconName; end: boolean }[];

function Brand() {
  const { t } = useLang();
  return (
    <Link className="brand" to="/">
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <rect x="2" y="2" width="16" height="16" rx="3.5" fill="var(--ink)" />
        <path
          d="M5.5 13.5v-4M8.5 13.5v-7M11.5 13.5V11M14.5 13.5v-8"
          stroke="var(--surface)"
          strokeWidth="1.6"
          strokeLinecap="round"
        />
      </svg>
      {t('product')}
    </Link>
  );
}

function Navigation() {
  const { t } = useLang();
  const [params] = useSearchParams();
  const month = params.get('month');
  return (
    <ul className="nav">
      {PAGES.map(({ path, icon, end }) => (
        <li key={path}>
          <NavLink to={withParams(path, { month })} end={end} prefetch="intent">
            <Icon name={icon} />
            {t(`nav.${icon}`)}
          </NavLink>
        </li>
      ))}
    </ul>
  );
}

/** Theme and language. Both are remembered: the theme by the browser, the language by a cookie. */
function Preferences() {
  const { t, lang } = useLang();
  const { setColorScheme } = useMantineColorScheme();
  const location = useLocation();
  const other = lang === 'zh' ? 'en' : 'zh';
  const params = new URLSearchParams(location.search);
  params.set('lang', other);
  return (
    <div className="me">
      <Link
        className="btn quiet"
        to={`${location.pathname}?${params}`}
        reloadDocument
        lang={other === 'zh' ? 'zh-CN' : 'en'}
      >
        <Icon name="language" />
        {t('frame.otherLanguage')}
      </Link>
      <Menu position="top-end" withinPortal={false}>
        <Menu.Target>
          <button type="button" className="btn quiet ico" aria-label={t('frame.theme')}>
            <Icon name="theme" />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {(['light', 'dark', 'auto'] as const).map((scheme) => (
            <Menu.Item key={scheme} onClick={() => setColorScheme(scheme)}>
              {t(`frame.scheme.${scheme}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

/** Says on every page that the figures are the sample department's, with the one way out. */
function SampleStrip() {
  const { t } = useLang();
  return (
    <div className="strip sample" role="status">
      <b>{t('sample.title')}</b>
      <span>{t('sample.text')}</span>
      <span className="sp" />
      <Form method="post" action="/sample/empty">
        <button type="submit" className="btn sm">
          {t('sample.empty')}
        </button>
      </Form>
    </div>
  );
}

/** Side navigation, the strip over every page, and the page. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useLang();
  const root = useRoot();
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the menu that led to it
  useEffect(() => setOpen(false), [pathname]);
  // From here on the page answers to what is dropped and clicked; before, a slow machine shows it only.
  useEffect(() => document.documentElement.setAttribute('data-hydrated', ''), []);
  return (
    <ActorProvider>
      <OpenMenuContext.Provider value={() => setOpen(true)}>
        <a className="skip" href="#main">
          {t('frame.skip')}
        </a>
        <div className="app">
          <nav className="side" aria-label={t('frame.navigation')}>
            <Brand />
            <Navigation />
            <ActorBadge />
            <Preferences />
          </nav>
          <div className="col">
            {root?.status.sample ? <SampleStrip /> : null}
            {children}
          </div>
        </div>
        <Drawer
          opened={open}
          onClose={() => setOpen(false)}
          withCloseButton={false}
          title={null}
          aria-label={t('frame.navigation')}
        >
          <div className="side in-drawer">
            <Brand />
            <Navigation />
            <ActorBadge />
            <Preferences />
          </div>
        </Drawer>
      </OpenMenuContext.Provider>
    </ActorProvider>
  );
}
