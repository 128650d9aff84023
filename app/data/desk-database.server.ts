/**
 * The connections of the serving process. One answers pages, one question at a time; changes are tried and made on
 * another, so that pages go on meanwhile and see the figures before or after, nothing between.
 */

import type { Standing } from '#etl/draft/consequences.ts';
import type { DraftDatabase } from '#etl/draft/drafts.ts';
import { activatedVersions, bringPolicies } from '#queries/policy/versions.ts';
import type { TicketScope } from '#queries/reports/types.ts';
import { lookAt, scopedBranch } from '#queries/scope/scope.ts';
import { openWarehouse, type Warehouse, type Written } from '#queries/warehouse/warehouse.ts';
import { emptySample, holdsSample, type SamplePlace } from './sample-department.server.ts';

export interface DeskDatabaseOptions {
  readonly place: SamplePlace;
  /** The connection that answers pages. */
  readonly warehouse: () => Warehouse;
  /** Another database file has taken the place of the one before. */
  readonly replaced: (warehouse: Warehouse) => void;
  /** Queues work on that connection. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

export class DeskDatabase implements DraftDatabase {
  #writer: Warehouse | null = null;
  /** Stands for the database without the sample department, which makes room for the first own files. */
  #empty: { readonly base: Warehouse; readonly writer: Warehouse } | null = null;
  /** Sees some of the tickets only; made when somebody first filters the overview. */
  #scoped: Warehouse | null = null;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(readonly options: DeskDatabaseOptions) {}

  /** Reads on the connection that answers pages. */
  read<T>(work: (warehouse: Warehouse) => Promise<T>): Promise<T> {
    return this.options.inTurn(() => work(this.options.warehouse()));
  }

  /**
   * Reads as if the department had only the tickets of a scope, which must name something. To be called in the pages'
   * turn: what is seen is of the same moment.
   */
  async scoped<T>(scope: TicketScope, work: (scoped: Warehouse) => Promise<T>): Promise<T> {
    this.#scoped ??= await scopedBranch(this.options.warehouse());
    await lookAt(this.#scoped, scope);
    return work(this.#scoped);
  }

  trial<T>(work: (warehouse: Warehouse, standing: Standing) => Promise<T>): Promise<T> {
    return this.#inWriteTurn(async () => {
      if (!(await this.read(holdsSample))) return this.#tryHere(work);
      const { base, writer } = await this.#emptied();
      return work(writer, (read) => read(base));
    });
  }

  /** Like `trial`, on the data as they are, the sample department included. */
  tryHere<T>(work: (warehouse: Warehouse, standing: Standing) => Promise<T>): Promise<T> {
    return this.#inWriteTurn(() => this.#tryHere(work));
  }

  commit<T>(work: (warehouse: Warehouse) => Promise<T>): Promise<T> {
    return this.#inWriteTurn(async () => {
      if (await this.read(holdsSample)) await this.#takeSampleOut();
      return this.#write(work);
    });
  }

  /** Like `commit`, on the data as they are, the sample department included; `what` is all that the work writes. */
  write<T>(work: (warehouse: Warehouse) => Promise<T>, what: Written = 'facts'): Promise<T> {
    return this.#inWriteTurn(() => this.#write(work, what));
  }

  emptySample(): Promise<void> {
    return this.#inWriteTurn(() => this.#takeSampleOut());
  }

  /** Closes every connection, the pages' one last. */
  close(): Promise<void> {
    return this.#inWriteTurn(async () => {
      this.#closeWriters();
      await this.read(async (warehouse) => {
        this.#closeScoped();
        warehouse.close();
      });
    });
  }

  async #tryHere<T>(work: (warehouse: Warehouse, standing: Standing) => Promise<T>): Promise<T> {
    const writer = await this.#branch();
    return work(writer, (read) => this.read(read));
  }

  async #write<T>(work: (warehouse: Warehouse) => Promise<T>, what: Written = 'facts'): Promise<T> {
    try {
      return await work(await this.#branch());
    } finally {
      this.options.warehouse().changed(what);
    }
  }

  async #takeSampleOut(): Promise<void> {
    this.#closeWriters();
    await this.options.inTurn(async () => {
      this.#closeScoped();
      this.options.replaced(await emptySample(this.options.warehouse(), this.options.place));
    });
  }

  async #branch(): Promise<Warehouse> {
    if (this.#writer === null) {
      this.#writer = await this.read((warehouse) => warehouse.branch());
      const writer = this.#writer;
      // Pages see a change and the policies it put in force at one moment.
      writer.commitIn = (commit) =>
        this.options.inTurn(async () => {
          await commit();
          this.options.warehouse().setPolicies(writer.policies);
        });
    }
    return this.#writer;
  }

  async #emptied(): Promise<{ readonly base: Warehouse; readonly writer: Warehouse }> {
    if (this.#empty === null) {
      const base = await openWarehouse({ path: ':memory:' });
      await bringPolicies(base, await this.read(activatedVersions), []);
      this.#empty = { base, writer: await base.branch() };
    }
    return this.#empty;
  }

  #closeWriters(): void {
    this.#writer?.close();
    this.#writer = null;
    this.#empty?.writer.close();
    this.#empty?.base.close();
    this.#empty = null;
  }

  #closeScoped(): void {
    this.#scoped?.close();
    this.#scoped = null;
  }

  #inWriteTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work, work);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}
