/** The policies shipped with the product: one YAML file each. The default is in force from the beginning. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Policy, PolicyInvalid, parsePolicy } from './policy.ts';

export interface ShippedPolicy {
  readonly policy: Policy;
  /** The file's text, with its comments. */
  readonly text: string;
}

/** Id of the policy that holds until a version is activated. */
export const DEFAULT_POLICY = 'default';

const PARSED = new Map<string, Policy>();

/** A shipped text is the same at every opening of a database: it is read once per process. */
function parsedOnce(text: string, file: string): Policy {
  const known = PARSED.get(text);
  if (known !== undefined) return known;
  const policy = parsePolicy(text, file);
  PARSED.set(text, policy);
  return policy;
}

/** Every shipped policy, the default first. Throws PolicyInvalid where a file is unusable. */
export function loadCatalogue(folder: string): ShippedPolicy[] {
  const shipped = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return { policy: parsedOnce(text, basename(file)), text };
    });
  const first = shipped.filter(({ policy }) => policy.id === DEFAULT_POLICY);
  if (first.length !== 1) throw new PolicyInvalid(`${folder}: no policy with id ${DEFAULT_POLICY}`);
  return [...first, ...shipped.filter(({ policy }) => policy.id !== DEFAULT_POLICY)];
}

/** The policies in force before any version was activated: the default, from the beginning. */
export function loadPolicies(folder: string): Policy[] {
  return loadCatalogue(folder)
    .slice(0, 1)
    .map(({ policy }) => policy);
}
