/** What the operating system answered, in the user's language. */

export type Lang = 'zh' | 'en';

const WORDS: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  ENOENT: { zh: '没有这个文件夹或文件', en: 'there is no such folder or file' },
  ENOTDIR: { zh: '路径中间有一段不是文件夹', en: 'a part of the path is no folder' },
  EISDIR: { zh: '这是一个文件夹', en: 'it is a folder' },
  EACCES: { zh: '没有权限', en: 'permission denied' },
  EPERM: { zh: '没有权限', en: 'permission denied' },
  EROFS: { zh: '那里只能读', en: 'it can only be read there' },
  EBUSY: { zh: '正被另一个程序使用', en: 'another program is using it' },
  ETXTBSY: { zh: '正被另一个程序使用', en: 'another program is using it' },
  ENOSPC: { zh: '磁盘已满', en: 'the disk is full' },
  EDQUOT: { zh: '磁盘已满', en: 'the disk is full' },
  ENAMETOOLONG: { zh: '名字太长', en: 'the name is too long' },
  ELOOP: { zh: '链接绕成了圈', en: 'its links go round in a circle' },
};

/** The system's answer in words; one that has none here as the system worded it. */
export function systemProblem(error: unknown, lang: Lang): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return WORDS[code]?.[lang] ?? (error instanceof Error ? error.message : String(error));
}
