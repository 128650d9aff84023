/**
 * What people decide about names as written: that a name means a person, or that it does not. Figures and fines follow at
 * once, because every report matches names through person_match (marts/person_match.sql), made anew with each decision; marts
 * keep names as written, so no month need be rebuilt, and the key of a fine stays.
 */
import { z } from 'zod';
import { nameKey, selfOf } from '../ledger/self.ts';
import { filledIn, type Lang } from '../values/words.ts';
import { matchPersons } from '../warehouse/rebuild.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** The decision cannot be taken as asked; the message says why and what to do. */
export class DecisionRefused extends Error {
  override readonly name = 'DecisionRefused';
}

export interface PersonDecision {
  /** The name as written. */
  readonly written: string;
  /** True: it means the person; false: it does not, and that is not proposed again. */
  readonly same: boolean;
  /** Of the roster; null where none is loaded. */
  readonly employeeNo: string | null;
  /** The person meant. With a roster the roster's name counts. */
  readonly personName: string;
  readonly actor: string | null;
  /** Naive local time, `YYYY-MM-DDTHH:MM:SS`. */
  readonly at: string;
}

const TEXTS = {
  noName: { zh: '没有写名字。填上表里写的人名', en: 'There is no name. Give the name as written' },
  notOnRoster: {
    zh: '花名册上没有工号「{person}」。先把这个人补进花名册，或另选一人',
    en: 'The roster has no employee number “{person}”. Add the person to the roster or choose another',
  },
  known: {
    zh: '花名册上「{written}」就是「{person}」。要改，改花名册的姓名或别名再导入',
    en: 'The roster says “{written}” is “{person}”. To change that, correct the roster and import it again',
  },
  itself: {
    zh: '「{written}」就是这个名字本身。另选一人',
    en: '“{written}” is that very name. Choose another person',
  },
  meant: {
    zh: '已认定「{person}」就是「{written}」。先撤销那一条，再认定「{written}」是谁',
    en: '“{person}” was decided to mean “{written}”. Take that back first',
  },
  own: {
    zh: '「{written}」现在算你本人，记着你的扣减。改认由另一人做',
    en: '“{written}” means yourself now, and carries your deductions: somebody else has to decide about it',
  },
  gone: {
    zh: '这一条已经撤销过了。重新打开本页看现在的认定',
    en: 'This decision was taken back already. Open the page again to see what counts now',
  },
} as const;

function refused(
  lang: Lang,
  code: keyof typeof TEXTS,
  parts: Record<string, string> = {},
): DecisionRefused {
  return new DecisionRefused(filledIn(TEXTS[code][lang], parts));
}

/**
 * Notes a decision; an earlier one about the same name that it contradicts is taken back with it. Returns its id.
 * Throws DecisionRefused when the person is unknown, the roster says otherwise, or the name means the person deciding.
 */
export async function decidePerson(
  warehouse: Warehouse,
  decision: PersonDecision,
  lang: Lang,
): Promise<number> {
  return warehouse.transaction(async () => {
    await refuseOwn(warehouse, decision.written, decision.actor, lang);
    return notePerson(warehouse, decision, lang);
  });
}

/** Fines go with a name: what it means is not changed by whom it means. */
async function refuseOwn(
  warehouse: Warehouse,
  written: string,
  actor: string | null,
  lang: Lang,
): Promise<void> {
  const self = await selfOf(warehouse, actor === null ? null : { name: actor });
  if (self?.names.has(nameKey(written)) === true) throw refused(lang, 'own', { written });
}

/** The same within a transaction of the caller, whoever decides: an import that loses fines of its own person is noted. */
export async function notePerson(
  warehouse: Warehouse,
  decision: PersonDecision,
  lang: Lang,
): Promise<number> {
  const written = decision.written.trim();
  const target = await targetOf(warehouse, { ...decision, written }, lang);
  const params = {
    written,
    no: target.employeeNo,
    name: target.name,
    same: decision.same,
    actor: decision.actor,
    at: decision.at,
  };
  // One name means one person: a new "same" ends an older one. Otherwise only what was said of this very pair ends.
  await warehouse.run(
    `UPDATE person_alias SET undone_by = $actor, undone_at = $at::TIMESTAMP
     WHERE undone_at IS NULL AND name_key = person_key($written) AND (
       $same AND same OR employee_no IS NOT DISTINCT FROM $no AND person_key(person_name) = person_key($name))`,
    params,
  );
  const [row] = await warehouse.read(
    `INSERT INTO person_alias (decision_id, name_key, written, same, employee_no, person_name, actor, decided_at)
     VALUES (nextval('person_alias_seq'), person_key($written), $written, $same, $no, $name, $actor, $at::TIMESTAMP)
     RETURNING decision_id AS id`,
    z.object({ id: z.number().int() }),
    params,
  );
  if (row === undefined) throw new Error('a decision was not stored');
  await matchPersons(warehouse);
  return row.id;
}

/**
 * Takes a decision back: the name means again what the roster says. Throws DecisionRefused when it is not in force, or the name
 * means the person taking it back.
 */
export async function undoDecision(
  warehouse: Warehouse,
  id: number,
  by: { actor: string | null; at: string },
  lang: Lang,
): Promise<void> {
  await warehouse.transaction(async () => {
    const [decided] = await warehouse.read(
      'SELECT written FROM person_alias WHERE decision_id = $id AND same AND undone_at IS NULL',
      z.object({ written: z.string() }),
      { id },
    );
    if (decided !== undefined) await refuseOwn(warehouse, decided.written, by.actor, lang);
    const [row] = await warehouse.read(
      `UPDATE person_alias SET undone_by = $actor, undone_at = $at::TIMESTAMP
       WHERE decision_id = $id AND undone_at IS NULL RETURNING decision_id AS id`,
      z.object({ id: z.number().int() }),
      { id, ...by },
    );
    if (row === undefined) throw refused(lang, 'gone');
    await matchPersons(warehouse);
  });
}

/** The person a decision speaks of: from the roster where one is loaded, else the other written name. */
async function targetOf(
  warehouse: Warehouse,
  decision: PersonDecision,
  lang: Lang,
): Promise<{ employeeNo: string | null; name: string }> {
  const { written, personName, employeeNo } = decision;
  const [about] = await warehouse.read(
    `SELECT person_key($written) AS name_key, person_key($name) AS target_key, EXISTS (FROM stg_staff) AS roster,
       EXISTS (FROM person_alias WHERE same AND undone_at IS NULL AND name_key = person_key($written)) AS decided,
       (SELECT name FROM person_match WHERE known = 1 AND name_key = person_key($written)) AS meaning,
       (SELECT name FROM person_match WHERE known = 1 AND name_key = person_key($name)) AS target_meaning,
       (SELECT min(written) FROM person_alias
         WHERE same AND undone_at IS NULL AND employee_no IS NULL AND person_key(person_name) = person_key($written)) AS follower`,
    z.object({
      name_key: z.string().nullable(),
      target_key: z.string().nullable(),
      roster: z.boolean(),
      decided: z.boolean(),
      meaning: z.string().nullable(),
      target_meaning: z.string().nullable(),
      follower: z.string().nullable(),
    }),
    { written, name: personName },
  );
  if (about === undefined || about.name_key === null) throw refused(lang, 'noName');
  if (about.roster) {
    const [person] = await warehouse.read(
      'SELECT employee_no, name FROM stg_staff WHERE employee_no = $no AND name IS NOT NULL',
      z.object({ employee_no: z.string(), name: z.string() }),
      { no: employeeNo },
    );
    if (person === undefined) throw refused(lang, 'notOnRoster', { person: employeeNo ?? '' });
    if (about.meaning !== null && !about.decided)
      throw refused(lang, 'known', { written, person: about.meaning });
    return { employeeNo: person.employee_no, name: person.name };
  }
  if (about.target_key === null) throw refused(lang, 'noName');
  // A name that itself means another one leads straight there, so that no chain of names comes about.
  const name = about.target_meaning ?? personName.trim();
  if (nameKey(name) === about.name_key) throw refused(lang, 'itself', { written });
  if (decision.same && about.follower !== null)
    throw refused(lang, 'meant', { written, person: about.follower });
  return { employeeNo: null, name };
}
