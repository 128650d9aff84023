import { type CSSVariablesResolver, createTheme } from '@mantine/core';

/** Mantine speaks the design's tokens: its own variables point at them, so light, dark and print agree. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-body': 'var(--page)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--surface-3)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
    '--mantine-primary-color-light': 'var(--accent-soft)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
  },
  light: {},
  dark: {},
});

export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  defaultRadius: 6,
  focusRing: 'auto',
  // Nothing on a page of figures needs to move.
  respectReducedMotion: true,
  components: {
    Menu: {
      defaultProps: { shadow: 'none', transitionProps: { duration: 0 }, position: 'bottom-start' },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 0 }, size: 240, padding: 0 } },
  },
});
