/** The reading thread: one file at a time, calls one after another. */
import { parentPort } from 'node:worker_threads';
import { FileRefused } from '#etl/types.ts';
import { FileReading } from './file-reading.ts';
import type { FromWorker, Results, ToWorker } from './messages.ts';
import { transferables } from './packed-chunk.ts';
import type { StagingSink } from './session.ts';

/** Chunks under way to the owner: enough that neither waits for the other, few enough to be no memory. */
const WINDOW = 24;

const port = parentPort;
if (port === null) throw new Error('worker.ts runs in a worker thread only');

let reading: FileReading | null = null;
let underWay = 0;
let wake: (() => void) | null = null;

const send = (message: FromWorker, transfer: ArrayBuffer[] = []): void =>
  port.postMessage(message, transfer);

/** Resolves when fewer than `limit` events are under way. */
async function fewerThan(limit: number): Promise<void> {
  while (underWay >= limit) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

const sink: StagingSink = {
  chunk(table, chunk) {
    underWay += 1;
    send({ event: 'chunk', table, chunk }, transferables(chunk));
  },
  progress(rows) {
    underWay += 1;
    send({ event: 'progress', rows });
  },
  async restart() {
    underWay += 1;
    send({ event: 'restart' });
    await fewerThan(1);
  },
};

function opened(): FileReading {
  if (reading === null) throw new Error('no file is open');
  return reading;
}

async function answer(
  message: Exclude<ToWorker, { call: 'taken' }>,
): Promise<Results[keyof Results]> {
  switch (message.call) {
    case 'open': {
      const { path, lang, name, known } = message;
      await reading?.close();
      reading = null;
      reading = await FileReading.open(path, {
        lang,
        ...(name === null ? {} : { name }),
        ...(known === null ? {} : { known }),
      });
      return reading.file;
    }
    case 'plan':
      return opened().plan(message.choices);
    case 'stage':
      return opened().stage(message.sheetOrd, message.columns, message.clock, sink, () =>
        fewerThan(WINDOW),
      );
    case 'middle':
      return opened().middle(message.sheetOrd);
    case 'half': {
      const { sheetOrd, columns, clock, half } = message;
      return opened().stageHalf(sheetOrd, columns, clock, sink, half, () => fewerThan(WINDOW));
    }
    case 'rows':
      return opened().rows(message.sheetOrd, message.wanted);
    case 'close':
      await reading?.close();
      reading = null;
      return null;
  }
}

port.on('message', (message: ToWorker) => {
  if (message.call === 'taken') {
    underWay -= 1;
    wake?.();
    wake = null;
    return;
  }
  answer(message).then(
    (result) => send({ event: 'done', result }),
    (error: unknown) => {
      if (error instanceof FileRefused) {
        const { code, message: text, file } = error;
        send({ event: 'refused', code, message: text, file });
      } else {
        send({ event: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
      }
    },
  );
});
