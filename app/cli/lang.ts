/** The language of what the command line says. */
export function langOf(env: NodeJS.ProcessEnv): 'zh' | 'en' {
  return /^en/i.test(env.LANG ?? '') ? 'en' : 'zh';
}
