/**
 * The design tokens a chart draws with. They are read from the page when a chart is drawn, so light, dark and print
 * need no second set of colours here.
 */

/** One value per token, from what `read` makes of its CSS custom property. */
export function tokensFrom(read: (property: string) => string) {
  return {
    font: read('--font'),
    surface: read('--surface'),
    surface2: read('--surface-2'),
    surface3: read('--surface-3'),
    ink: read('--ink'),
    ink2: read('--ink-2'),
    ink3: read('--ink-3'),
    line: read('--line'),
    lineStrong: read('--line-strong'),
    met: read('--met'),
    metFill: read('--met-fill'),
    metSoft: read('--met-soft'),
    breached: read('--breached'),
    breachedFill: read('--breached-fill'),
    pendingFill: read('--pending-fill'),
    nocapFill: read('--nocap-fill'),
    target: read('--target'),
    c1: read('--c1'),
    c2: read('--c2'),
    c3: read('--c3'),
    c4: read('--c4'),
    c5: read('--c5'),
    c6: read('--c6'),
    seq0: read('--seq-0'),
    seq1: read('--seq-1'),
    seq2: read('--seq-2'),
    seq3: read('--seq-3'),
    seq4: read('--seq-4'),
    seq5: read('--seq-5'),
    div1: read('--div-1'),
    div2: read('--div-2'),
    div3: read('--div-3'),
    div4: read('--div-4'),
    div5: read('--div-5'),
  } as const;
}

/** Token name → CSS value as the page has it at this moment (a colour, or the font family). */
export type Tokens = Readonly<ReturnType<typeof tokensFrom>>;
export type TokenName = keyof Tokens;

/** `var(--…)` per token, for marks drawn in HTML or inline SVG: these follow the theme by themselves. */
export const TOKEN_VARIABLES: Tokens = tokensFrom((property) => `var(${property})`);

/**
 * Reads the tokens the page shows now (theme and print medium included). Browser only unless `styles` is given.
 */
export function readTokens(
  styles: Pick<CSSStyleDeclaration, 'getPropertyValue'> = getComputedStyle(
    document.documentElement,
  ),
): Tokens {
  return tokensFrom((property) => styles.getPropertyValue(property).trim());
}
