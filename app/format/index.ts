export * from './duration.ts';
export * from './number.ts';
export * from './rate.ts';
export * from './subject.ts';
export * from './time.ts';
