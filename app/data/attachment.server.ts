/** Downloads whose names every browser keeps, Chinese ones included (RFC 5987, RFC 6266). */

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Characters RFC 5987 allows that encodeURIComponent leaves alone but must not. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A name for browsers that read no other: ASCII only, the product's where nothing would be left. */
function plain(name: string): string {
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  const ascii = stem.replace(/[^\w-]+/g, '_').replace(/^_+|_+$/g, '');
  return `${ascii === '' ? 'aftercare' : ascii}${extension.replace(/[^\w.]+/g, '')}`;
}

/** An answer the browser saves under `name`. `type` is not guessed by the browser. */
export function attachment(bytes: Uint8Array, name: string, type = XLSX): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${plain(name)}"; filename*=UTF-8''${encoded(name)}`,
      'Cache-Control': 'no-store',
    },
  });
}
