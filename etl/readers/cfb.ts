/**
 * The directory of an OLE2 compound file: enough to tell an xls from an encrypted workbook and from other Office
 * documents. Broken chains end the walk, so no file can make it loop.
 */

import type { FileHandle } from 'node:fs/promises';
import { readAt } from './bytes.ts';

const HEADER_BYTES = 512;
const HEADER_FAT_SECTORS = 109;
const MAX_REGULAR_SECTOR = 0xfffffffa;
const ENTRY_BYTES = 128;
/** Directory sectors walked; a workbook with thousands of embedded objects has fewer. */
const MAX_DIRECTORY_SECTORS = 4_096;

/**
 * Names of all storages and streams in the file's directory.
 *
 * @returns null if the header or the directory cannot be read, or the file ends before its last sector
 */
export async function directoryNames(
  handle: FileHandle,
  fileBytes: number,
): Promise<Set<string> | null> {
  const header = await readAt(handle, 0, HEADER_BYTES);
  if (header.length < HEADER_BYTES) return null;
  const shift = header.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return null;
  const sectorBytes = 1 << shift;
  const sectorAt = (sector: number) => readAt(handle, (sector + 1) * sectorBytes, sectorBytes);

  const fatSectors: number[] = [];
  for (let index = 0; index < HEADER_FAT_SECTORS; index += 1) {
    fatSectors.push(header.readUInt32LE(76 + index * 4));
  }
  // A download that stopped early would otherwise lose its last rows without a word.
  for (const [index, sector] of fatSectors.entries()) {
    if (sector >= MAX_REGULAR_SECTOR) continue;
    const fat = await sectorAt(sector);
    if (fat.length < sectorBytes) return null;
    for (let entry = 0; entry < sectorBytes / 4; entry += 1) {
      // Only pointers count: writers fill the rest of the table with different marks.
      const next = fat.readUInt32LE(entry * 4);
      if (next >= MAX_REGULAR_SECTOR) continue;
      const last = Math.max(next, index * (sectorBytes / 4) + entry);
      if ((last + 1) * sectorBytes >= fileBytes) return null;
    }
  }

  const nextOf = async (sector: number): Promise<number> => {
    const perSector = sectorBytes / 4;
    // Directories beyond the FAT that the header lists belong to files above the size limit.
    const fat = fatSectors[Math.floor(sector / perSector)];
    if (fat === undefined || fat >= MAX_REGULAR_SECTOR) return MAX_REGULAR_SECTOR;
    const bytes = await sectorAt(fat);
    const offset = (sector % perSector) * 4;
    return offset + 4 <= bytes.length ? bytes.readUInt32LE(offset) : MAX_REGULAR_SECTOR;
  };

  const names = new Set<string>();
  const visited = new Set<number>();
  let sector = header.readUInt32LE(48);
  while (sector < MAX_REGULAR_SECTOR && visited.size < MAX_DIRECTORY_SECTORS) {
    if (visited.has(sector)) return null;
    visited.add(sector);
    const bytes = await sectorAt(sector);
    if (bytes.length === 0) break;
    for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
      const nameBytes = bytes.readUInt16LE(at + 64);
      if (nameBytes < 2 || nameBytes > 64 || bytes[at + 66] === 0) continue;
      names.add(bytes.toString('utf16le', at, at + nameBytes - 2));
    }
    sector = await nextOf(sector);
  }
  return names.size === 0 ? null : names;
}
