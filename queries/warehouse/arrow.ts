/** Query results as Arrow IPC streams: for series too long for JSON, and for other tools. */
import { type DuckDBResultReader, DuckDBTypeId } from '@duckdb/node-api';
import {
  Bool,
  Float64,
  Int32,
  Table,
  TimestampMillisecond,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import type { QueryParams, Warehouse } from './warehouse.ts';

/** Runs `queries/<name>.sql` and gives its rows as an Arrow IPC stream; times are naive local. */
export async function arrowStream(
  warehouse: Warehouse,
  name: string,
  params: QueryParams,
): Promise<Uint8Array> {
  const reader = await warehouse.reader(warehouse.sql(name), params);
  return tableToIPC(arrowTable(reader), 'stream');
}

function arrowTable(reader: DuckDBResultReader): Table {
  const names = reader.columnNames();
  const types = reader.columnTypes();
  const columns = reader.getColumns();
  const vectors = names.map((columnName, i) => {
    const values = columns[i] ?? [];
    switch (types[i]?.typeId) {
      case DuckDBTypeId.BOOLEAN:
        return [
          columnName,
          vectorFromArray(
            values.map((v) => (v === null ? null : v === true)),
            new Bool(),
          ),
        ] as const;
      case DuckDBTypeId.INTEGER:
        return [
          columnName,
          vectorFromArray(
            values.map((v) => (v === null ? null : Number(v))),
            new Int32(),
          ),
        ] as const;
      case DuckDBTypeId.DOUBLE:
        return [
          columnName,
          vectorFromArray(
            values.map((v) => (v === null ? null : Number(v))),
            new Float64(),
          ),
        ] as const;
      case DuckDBTypeId.TIMESTAMP:
        return [
          columnName,
          vectorFromArray(
            values.map((v) =>
              typeof v === 'object' && v !== null && 'micros' in v && typeof v.micros === 'bigint'
                ? Number(v.micros / 1000n)
                : null,
            ),
            new TimestampMillisecond(),
          ),
        ] as const;
      default:
        return [
          columnName,
          vectorFromArray(
            values.map((v) => (v === null ? null : String(v))),
            new Utf8(),
          ),
        ] as const;
    }
  });
  return new Table(Object.fromEntries(vectors));
}
