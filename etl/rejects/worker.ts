/** Makes one workbook of rejected rows and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { composeRejects } from './workbook.ts';

parentPort?.postMessage(await composeRejects(workerData));
