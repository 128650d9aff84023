/** Files a person drops, picks or pastes, as one list. In the browser only. */

/** Names of files a spreadsheet program writes; others in a dropped folder are no spreadsheets and are left alone. */
const SPREADSHEET = /\.(xlsx?|xlsm|xlsb|xltx?|et|ett|ods|csv|tsv|txt|html?|xml)$/i;

/** Files the system itself lays into folders. */
const HIDDEN = /^(\.|~\$)/;

export interface Picked {
  files: File[];
  /** Names of files left alone. */
  left: string[];
}

function sorted(files: readonly File[], folder: boolean): Picked {
  const kept = files.filter(
    ({ name }) => !HIDDEN.test(name) && (!folder || SPREADSHEET.test(name)),
  );
  return {
    files: kept,
    left: files.filter((file) => !kept.includes(file)).map(({ name }) => name),
  };
}

/** All files below an entry; a folder is handed out in pieces until an empty one comes. */
async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    return [
      await new Promise<File>((found, fail) => {
        (entry as FileSystemFileEntry).file(found, fail);
      }),
    ];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((done, fail) => {
      reader.readEntries(done, fail);
    });
    if (entries.length === 0) return found;
    for (const each of entries) found.push(...(await filesOf(each)));
  }
}

/** What was dropped: files, and all spreadsheets of folders. The transfer is emptied soon, so entries are taken at once. */
export async function droppedFiles(transfer: DataTransfer): Promise<Picked> {
  const entries = [...transfer.items].flatMap((item) => {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    return entry === null ? [] : [entry];
  });
  if (entries.length === 0) return sorted([...transfer.files], false);
  const single: File[] = [];
  const nested: File[] = [];
  for (const entry of entries) {
    (entry.isFile ? single : nested).push(...(await filesOf(entry)));
  }
  const first = sorted(single, false);
  const second = sorted(nested, true);
  return { files: [...first.files, ...second.files], left: [...first.left, ...second.left] };
}

/** What a file button gave. */
export function pickedFiles(list: FileList | null, folder: boolean): Picked {
  return sorted([...(list ?? [])], folder);
}

/**
 * What was pasted: files, or rows copied out of a spreadsheet, which arrive as text with tabs. Null for anything else.
 * @param name of the file the rows become
 */
export function pastedFiles(clipboard: DataTransfer, name: string): Picked | null {
  if (clipboard.files.length > 0) return sorted([...clipboard.files], false);
  const text = clipboard.getData('text/plain');
  if (!/\t/.test(text) || !/\n/.test(text.trim())) return null;
  return { files: [new File([text], name, { type: 'text/tab-separated-values' })], left: [] };
}

export interface UploadProgress {
  sent: number;
  total: number;
}

/** Where an upload ended: the draft's id, a message for people, or taken back. */
export type UploadResult =
  | { state: 'done'; id: string }
  | { state: 'refused'; message: string }
  | { state: 'offline' }
  | { state: 'cancelled' };

/** Sends files; `cancel` stops it. XMLHttpRequest, because fetch does not tell how much is sent. */
export function sendFiles(
  url: string,
  files: readonly File[],
  onProgress: (progress: UploadProgress) => void,
): { result: Promise<UploadResult>; cancel: () => void } {
  const request = new XMLHttpRequest();
  const body = new FormData();
  // The header of a part cannot hold every character of a name: it is percent-encoded, and the field says so.
  for (const file of files) body.append('encoded', file, encodeURIComponent(file.name));
  const result = new Promise<UploadResult>((resolve) => {
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress({ sent: loaded, total }),
    );
    request.addEventListener('abort', () => resolve({ state: 'cancelled' }));
    request.addEventListener('error', () => resolve({ state: 'offline' }));
    request.addEventListener('load', () => {
      let answer: unknown = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // Not the product's own answer: a proxy's page, say.
      }
      if (typeof answer === 'object' && answer !== null) {
        if ('id' in answer && typeof answer.id === 'string') {
          return resolve({ state: 'done', id: answer.id });
        }
        if ('message' in answer && typeof answer.message === 'string') {
          return resolve({ state: 'refused', message: answer.message });
        }
      }
      resolve({ state: 'offline' });
    });
    request.open('POST', url);
    request.setRequestHeader('Accept', 'application/json');
    request.send(body);
  });
  return { result, cancel: () => request.abort() };
}
