/** What every command is given: effects and the clock are arguments, so tests can pass their own. */
export interface CommandContext {
  /** Folder of the database and the stored originals. */
  readonly dataDir: string;
  readonly dbPath: string;
  /** The database was named on the command line, so nothing is put into it unasked. */
  readonly dbNamed: boolean;
  readonly lang: 'zh' | 'en';
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Naive local time of the company, microseconds since 1970 as if it were UTC. */
  readonly nowMicros: number;
}

/** One command of the command line. `run` gives the exit code: 0 done, 1 refused, 2 wrong usage. */
export interface Command {
  readonly name: string;
  readonly usage: string | { readonly zh: string; readonly en: string };
  run(args: string[], ctx: CommandContext): Promise<number>;
}
