const LOCK =
  'M4.2 7h7.6A1.2 1.2 0 0 1 13 8.2v4.6a1.2 1.2 0 0 1-1.2 1.2H4.2A1.2 1.2 0 0 1 3 12.8V8.2A1.2 1.2 0 0 1 4.2 7M5.5 7V4.800a2.5 2.5 0 0 1 5 0V7';
/** Line icons of the frame, 16 px, drawn with the text colour; always beside a word or with a label on the button. */
const PATHS = {
  overview: 'M3 13V8m4 5V3m4 10V6m4 7V9',
  fines: 'M4 2h8v12l-2-1.4L8 14l-2-1.4L4 14zM6.5 5.5h3M6.5 8.5h3',
  people:
    'M8.5 5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0M1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M11 3a2.3 2.3 0 0 1 0 4.4M12 9.8c1.6.5 2.6 1.8 2.6 3.7',
  tickets: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  quality: 'M2.5 3h11M2.5 8h4M2.5 13h4M8.5 10.5l2 2 3.500-4',
  policy: 'M3 2.5h8.5A1.5 1.5 0 0 1 13 4v9.5H4.5A1.5 1.5 0 0 1 3 12zM3 12a1.5 1.5 0 0 1 1.5-1.5H13',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  left: 'M10 3.5 5.5 8l4.5 4.5',
  right: 'M6 3.5 10.5 8 6 12.5',
  clock: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0M8 4.5V8l2.3 1.5',
  print: 'M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z',
  download: 'M8 2.5v8M5 8l3 3 3-3M2.5 13.5h11',
  theme: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z',
  language:
    'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M2.2 8h11.6M8 2c2 1.7 2.6 3.700 2.600 6S10 12.300 8 14c-2-1.700-2.600-3.700-2.600-6S6 3.700 8 2',
  close: 'm4 4 8 8M12 4l-8 8',
  imports: 'M8 10.5v-8M5 5l3-3 3 3M2.5 10.5v3h11v-3',
  undo: 'M3 6h6.5a3.5 3.5 0 0 1 0 7H6M3 6l3-3M3 6l3 3',
  lock: LOCK,
  deductions: LOCK,
  check: 'm3 8.5 3.2 3.2L13 4.8',
  down: 'M3.5 6 8 10.5 12.5 6',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  warn: 'M8 2 1.5 13.5h13zM8 6.5v3M8 11.5v.01',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="i" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
