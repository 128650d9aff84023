/**
 * The true records of the sample: what the spreadsheets say, free of their spellings. Field names are those of
 * the department's forms; times are Seconds, money is fen, null is a cell left blank or a column nobody kept.
 */
import type { Seconds } from './times.ts';

export interface Ticket {
  ticket_no: string;
  customer_name: string;
  customer_org: string | null;
  address: string | null;
  phone: string | null;
  product_type: string;
  model: string | null;
  product_serial: string | null;
  purchase_date: Seconds | null;
  fault: string;
  reported_at: Seconds;
  answered_at: Seconds | null;
  hotline_agent: string | null;
  /** As written; null for a blank cell, which means on_site once dispatched or visited. */
  resolution: 'phone' | 'on_site' | null;
  relayed_at: Seconds | null;
  dispatched_at: Seconds | null;
  dispatcher: string | null;
  technician: string | null;
  region: 'urban' | 'outside' | null;
  distance_km: number | null;
  promised_at: Seconds | null;
  promise_consented: boolean | null;
  suspended_at: Seconds | null;
  resumed_at: Seconds | null;
  warranty: 'in' | 'out' | 'agreement' | null;
  service_type: 'A' | 'B' | 'C' | 'D' | null;
  dispatch_refused: boolean | null;
  delay_reason: string | null;
  status: string | null;
  info_corrected_at: Seconds | null;
  /** Time fields written as a date without a time. */
  day_only: readonly string[];
}

export interface Receipt {
  receipt_no: string;
  ticket_no: string;
  technician: string | null;
  arrived_at: Seconds | null;
  finished_at: Seconds | null;
  fault_cause: string | null;
  solution: string | null;
  replaced_parts: string | null;
  charge_fen: number | null;
  collected: boolean | null;
  customer_signed: boolean | null;
  satisfaction: number | null;
  badge_shown: boolean | null;
  uniform_worn: boolean | null;
  submitted_at: Seconds | null;
}

export interface RequisitionLine {
  requisition_no: string | null;
  ticket_no: string;
  technician: string | null;
  part_no: string | null;
  part_name: string;
  quantity: number;
  issued_at: Seconds | null;
  day_only: readonly string[];
}

export interface FollowUp {
  ticket_no: string;
  caller: string | null;
  called_at: Seconds;
  connected: boolean | null;
  solved: boolean | null;
  satisfaction: number | null;
  badge_shown: boolean | null;
  uniform_worn: boolean | null;
  remark: string | null;
  day_only: readonly string[];
}

export interface Complaint {
  complaint_no: string;
  ticket_no: string | null;
  received_at: Seconds;
  channel: 'call' | 'letter' | 'visit';
  person: string | null;
  /** Rule number the reason stands for. */
  reason: string | null;
  reason_text: string;
  severity: 'minor' | 'medium' | 'serious' | null;
  substantiated: boolean | null;
  description: string;
}

export interface Expense {
  employee: string;
  date: Seconds;
  kind: string;
  hours: number | null;
  amount_fen: number | null;
  trip_place: string | null;
  voucher_place: string | null;
  voucher_valid: boolean | null;
}

export interface Price {
  part_no: string;
  part_name: string;
  unit_price_fen: number;
  valid_from: Seconds;
  valid_to: Seconds | null;
}

export interface Agreement {
  customer_name: string;
  phone: string;
  valid_from: Seconds;
  valid_to: Seconds;
  parts_free: boolean;
  discount_percent: number | null;
}
