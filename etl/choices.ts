/**
 * What a person decided about a file before it goes in: which columns mean what, which cells were mended, which rows
 * stay out. Plain JSON, so that a draft keeps it and a page can send it; the command line fills the same shape.
 */
import { z } from 'zod';
import { SHEET_KINDS } from './types.ts';

/** A label of a paper form and where its value stands, counted from the label; both 0: in the label's own cell, behind it. */
const formField = z.object({
  /** Text of the label as normalised by recognise/normalise-header.ts. */
  label: z.string().min(1),
  /** `kind.field`, or `field` where only one kind of the form has it; null: the label is no field. */
  field: z.string().min(1).nullable(),
  /** Columns to the right of the label's last column, rows below the label's last row. */
  right: z.number().int().min(0),
  down: z.number().int().min(0),
});

/** How a printed form is read: taught once by clicking label and value, remembered by the set of its labels. */
export const formLayout = z.object({
  kinds: z.array(z.enum(SHEET_KINDS)).min(1),
  fields: z.array(formField).min(1),
});
export type FormLayout = z.infer<typeof formLayout>;

/** Decisions about one sheet; what is absent is left to recognition. */
export const sheetChoices = z.object({
  /** The sheet is not imported. */
  leaveOut: z.boolean().optional(),
  /** First and last header row, from 1. */
  header: z.object({ top: z.number().int().min(1), bottom: z.number().int().min(1) }).optional(),
  /** Kinds fed by each row, the leading one first. */
  kinds: z.array(z.enum(SHEET_KINDS)).min(1).optional(),
  /** Column letter → `field`, `kind.field`, or null to leave the column out. Columns not named stay as recognised. */
  columns: z.record(z.string().regex(/^[A-Z]{1,3}$/), z.string().nullable()).optional(),
  /** Field (`kind.field` or `field`) → text as written → text to read instead, e.g. a nickname's real name. */
  values: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  /** Cell address such as `H12` → the text typed instead of what stands there. */
  edits: z.record(z.string().regex(/^[A-Z]{1,3}[1-9]\d*$/), z.string()).optional(),
  /** Rows, from 1, that a person left out. */
  leftOutRows: z.array(z.number().int().min(1)).optional(),
  /** The sheet is a printed form, read this way. */
  form: formLayout.optional(),
});
export type SheetChoices = z.infer<typeof sheetChoices>;

/** Decisions about one file, by sheet position from 0, as text because JSON keys are. */
export const fileChoices = z.record(z.string().regex(/^\d+$/), sheetChoices);
export type FileChoices = z.infer<typeof fileChoices>;
