import { useNavigate } from '@remix-run/react';
import { type DragEvent, type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { Icon } from '#app/components/icons.tsx';
import { useLang, useRoot } from '#app/components/use-lang.ts';
import { formatBytes, formatCount } from '#app/format/index.ts';
import { draftLink } from '#app/routes/import-draft/view.ts';
import {
  droppedFiles,
  type Picked,
  pastedFiles,
  pickedFiles,
  sendFiles,
  type UploadProgress,
} from './files.ts';

interface Sending {
  names: string[];
  progress: UploadProgress;
  cancel: () => void;
}

/**
 * Takes files: dropped anywhere on the page, picked with a button, a whole folder, or pasted. Without scripts it is a
 * plain form.
 */
export function DropZone({ maxBytes, refusal }: { maxBytes: number; refusal: string | null }) {
  const { t } = useLang();
  const now = useRoot()?.now ?? '';
  const navigate = useNavigate();
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<Sending | null>(null);
  const [message, setMessage] = useState<string | null>(refusal);
  const [left, setLeft] = useState<string[]>([]);
  const [scripted, setScripted] = useState(false);
  const folder = useRef<HTMLInputElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const busy = sending !== null;

  const take = useCallback(
    async (picked: Picked) => {
      setLeft(picked.left);
      const { files } = picked;
      if (files.length === 0) {
        setMessage(
          t(picked.left.length > 0 ? 'imports.upload.noSpreadsheet' : 'imports.upload.none'),
        );
        return;
      }
      const tooLarge = files.find(({ size }) => size > maxBytes);
      if (tooLarge) {
        setMessage(
          t('imports.upload.tooLarge', { file: tooLarge.name, limit: formatBytes(maxBytes) }),
        );
        return;
      }
      setMessage(null);
      const names = files.map(({ name }) => name);
      const total = files.reduce((sum, { size }) => sum + size, 0);
      const upload = sendFiles('/imports/upload', files, (progress) =>
        setSending((before) => (before === null ? before : { ...before, progress })),
      );
      setSending({ names, progress: { sent: 0, total }, cancel: upload.cancel });
      const result = await upload.result;
      setSending(null);
      switch (result.state) {
        case 'done':
          return navigate(draftLink(result.id));
        case 'refused':
          return setMessage(result.message);
        case 'offline':
          return setMessage(t('imports.upload.offline'));
        case 'cancelled':
          return setMessage(t('imports.upload.cancelled'));
      }
    },
    [maxBytes, navigate, t],
  );

  useEffect(() => setScripted(true), []);
  // React knows no attribute for folders.
  useEffect(() => folder.current?.setAttribute('webkitdirectory', ''), []);
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (busy || !event.clipboardData || event.target instanceof HTMLInputElement) return;
      const stamp = `${now.slice(5, 10)} ${now.slice(11, 16).replace(':', '')}`;
      const picked = pastedFiles(
        event.clipboardData,
        `${t('imports.upload.pastedName', { stamp })}.tsv`,
      );
      if (picked === null) return;
      event.preventDefault();
      void take(picked);
    };
    // A file dropped beside the zone would be opened by the browser in place of the page.
    const drop = (event: globalThis.DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      if (event.type === 'drop') {
        setOver(false);
        if (!busy) void droppedFiles(event.dataTransfer).then(take);
      } else setOver(true);
    };
    const leave = (event: globalThis.DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    document.addEventListener('paste', paste);
    document.addEventListener('dragover', drop);
    document.addEventListener('drop', drop);
    document.addEventListener('dragleave', leave);
    return () => {
      document.removeEventListener('paste', paste);
      document.removeEventListener('dragover', drop);
      document.removeEventListener('drop', drop);
      document.removeEventListener('dragleave', leave);
    };
  }, [busy, now, t, take]);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void take(pickedFiles(picker.current?.files ?? null, false));
  }

  const share =
    sending === null || sending.progress.total === 0
      ? 0
      : sending.progress.sent / sending.progress.total;
  return (
    <section
      className={over ? 'panel drop over' : 'panel drop'}
      aria-labelledby="drop-title"
      onDragOver={(event: DragEvent) => event.preventDefault()}
    >
      <form method="post" action="/imports" encType="multipart/form-data" onSubmit={submit}>
        <Icon name="imports" />
        <div className="drop-text">
          <h2 id="drop-title">{t(over ? 'imports.drop.release' : 'imports.drop.title')}</h2>
          <p className="ink2">{t('imports.drop.text', { limit: formatBytes(maxBytes) })}</p>
        </div>
        {sending === null ? (
          <div className="a">
            <label className="btn pri file-button">
              {t('imports.drop.pick')}
              <input
                ref={picker}
                type="file"
                name="file"
                multiple
                onChange={(event) => {
                  void take(pickedFiles(event.currentTarget.files, false));
                  event.currentTarget.value = '';
                }}
              />
            </label>
            {scripted ? null : (
              <button type="submit" className="btn">
                {t('imports.drop.upload')}
              </button>
            )}
            <label className="btn file-button" hidden={!scripted}>
              {t('imports.drop.folder')}
              <input
                ref={folder}
                type="file"
                multiple
                onChange={(event) => {
                  void take(pickedFiles(event.currentTarget.files, true));
                  event.currentTarget.value = '';
                }}
              />
            </label>
          </div>
        ) : (
          <div className="sending num">
            <p>
              {sending.names.length === 1
                ? sending.names[0]
                : t('imports.drop.files', { count: sending.names.length })}{' '}
              <span className="ink2">
                {share >= 1
                  ? t('imports.drop.taking')
                  : t('imports.drop.sent', {
                      sent: formatBytes(sending.progress.sent),
                      total: formatBytes(sending.progress.total),
                      share: formatCount(Math.floor(share * 100)),
                    })}
              </span>
            </p>
            <progress max={1} value={share} aria-label={t('imports.drop.progress')} />
            <button type="button" className="btn sm" onClick={sending.cancel}>
              {t('imports.drop.cancel')}
            </button>
          </div>
        )}
      </form>
      <div aria-live="polite">
        {message === null ? null : (
          <p className="drop-message">
            <Icon name="warn" /> {message}
          </p>
        )}
        {left.length === 0 ? null : (
          <p className="drop-message dim" title={left.join('\n')}>
            {t('imports.drop.left', { count: left.length })}
          </p>
        )}
      </div>
    </section>
  );
}
