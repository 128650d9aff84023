/** Reads the options of a command; what is wrong with them is said in the user's language. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Lang } from './system-problem.ts';

const TEXTS = {
  zh: {
    unknown: (flag: string) => `没有 ${flag} 这个选项`,
    value: (flag: string) => `${flag} 后面缺内容。内容以“-”开头时写成 ${flag}=…`,
    noValue: (flag: string) => `${flag} 后面不带内容`,
    extra: (text: string) => `多了“${text}”`,
  },
  en: {
    unknown: (flag: string) => `there is no option ${flag}`,
    value: (flag: string) => `${flag} needs a value; one that begins with "-" is written ${flag}=…`,
    noValue: (flag: string) => `${flag} takes no value`,
    extra: (text: string) => `"${text}" is one too many`,
  },
} as const;

/** Like Node's `parseArgs`. @throws an error whose message is for people */
export function parseFlags<T extends ParseArgsConfig>(
  config: T,
  lang: Lang,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new Error(inWords(error, lang), { cause: error });
  }
}

/** Node tells the kind of mistake by a code, and the option only in its sentence. */
function inWords(error: unknown, lang: Lang): string {
  const texts = TEXTS[lang];
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const named = /'(?:-\w, )?([^' ]+)(?: <value>)?'/.exec(message)?.[1] ?? '';
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return texts.unknown(named);
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return texts.extra(/'(.*?)'\. /s.exec(message)?.[1] ?? named);
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return /does not take an argument/.test(message) ? texts.noValue(named) : texts.value(named);
    default:
      return message;
  }
}
