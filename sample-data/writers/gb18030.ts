/**
 * Node decodes GB18030 and encodes only UTF-8, so the table for writing is read off the decoder: every two-byte
 * sequence is decoded once and remembered backwards. Characters beyond those are refused, not replaced.
 */
let table: ReadonlyMap<string, number> | undefined;

function twoByteTable(): ReadonlyMap<string, number> {
  if (table !== undefined) return table;
  const decoder = new TextDecoder('gb18030');
  const built = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const char = decoder.decode(Uint8Array.of(lead, trail));
      if (char.length === 1 && char !== '\ufffd' && !built.has(char))
        built.set(char, lead * 256 + trail);
    }
  }
  table = built;
  return built;
}

export function encodeGb18030(text: string): Uint8Array {
  const codes = twoByteTable();
  const bytes = new Uint8Array(text.length * 2);
  let length = 0;
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (code < 0x80) {
      bytes[length++] = code;
      continue;
    }
    const pair = codes.get(char);
    if (pair === undefined)
      throw new RangeError(`no two-byte GB18030 code for ${JSON.stringify(char)}`);
    bytes[length++] = pair >> 8;
    bytes[length++] = pair & 0xff;
  }
  return bytes.slice(0, length);
}
