/** The program itself: what follows its name goes to the command line. */
import { main } from './main.ts';
import { watchOutput } from './output.ts';

watchOutput();
process.exitCode = await main(process.argv.slice(2));
