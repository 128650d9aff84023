import '@mantine/core/styles/baseline.layer.css';
import '@mantine/core/styles/default-css-variables.layer.css';
import '@mantine/core/styles/global.layer.css';
import '@mantine/core/styles/ScrollArea.layer.css';
import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/CloseButton.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Drawer.layer.css';
import '@mantine/core/styles/Menu.layer.css';
import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/Combobox.layer.css';
import '@fontsource-variable/noto-sans-sc/index.css';
import './styles/tokens.css';
import './styles/ui.css';
import './styles/pages.css';
import './styles/imports.css';
import { ColorSchemeScript, MantineProvider, mantineHtmlProps } from '@mantine/core';
import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  type ShouldRevalidateFunctionArgs,
  useRouteError,
} from '@remix-run/react';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { describeError, ErrorPage } from './components/ErrorPage.tsx';
import { Frame } from './components/Frame.tsx';
import { useNonce } from './components/nonce.ts';
import { cssVariables, theme } from './components/theme.ts';
import { pageTitle } from './components/titles.ts';
import { useRoot } from './components/use-lang.ts';
import { actingMember } from './data/acting.server.ts';
import { i18nFor, translator } from './i18n/index.ts';
import { requestLang } from './i18n/lang.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { lang, setCookie } = requestLang(request);
  const [status, actor] = await Promise.all([
    context.desk.status(),
    actingMember(request, context.desk.review),
  ]);
  return data(
    { lang, status, actor, now: context.now },
    setCookie === null ? {} : { headers: { 'Set-Cookie': setCookie } },
  );
}

/** Nothing here depends on filters, sort or the open item: stepping through a page asks for none of it anew. */
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  formMethod,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) {
  const sameDocument =
    currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search;
  return formMethod === undefined && sameDocument ? false : defaultShouldRevalidate;
}

export const meta: MetaFunction<typeof loader> = ({ data: root, error }) => {
  const lang = root?.lang ?? 'zh';
  const t = translator(lang);
  if (error === undefined) return [{ title: t('product') }];
  const missing = describeError(error).kind === 'not_found';
  return [{ title: pageTitle(lang, t(missing ? 'error.notFound.title' : 'error.title')) }];
};

/** The document around every page and every error. */
export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const lang = useRoot()?.lang ?? 'zh';
  return (
    <html lang={lang === 'zh' ? 'zh-CN' : 'en'} {...mantineHtmlProps}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Meta />
        <Links />
        {/* Runs before the first paint, so a dark page never flashes white. Browsers hide the nonce afterwards. */}
        <ColorSchemeScript nonce={nonce} defaultColorScheme="auto" suppressHydrationWarning />
      </head>
      <body>
        <I18nextProvider i18n={i18nFor(lang)}>
          <MantineProvider
            theme={theme}
            cssVariablesResolver={cssVariables}
            defaultColorScheme="auto"
          >
            {children}
          </MantineProvider>
        </I18nextProvider>
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return (
    <Frame>
      <Outlet />
    </Frame>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  return (
    <Frame>
      <ErrorPage problem={describeError(error)} />
    </Frame>
  );
}
