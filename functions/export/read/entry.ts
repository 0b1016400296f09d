import type { z } from 'zod'

/** A list of the document, and the table that it fills. */
export type TableEntry = {
  /** Members of a row, read as the database keeps them. Those with a default may be missing: they were added later. */
  columns: Record<string, z.ZodType<string | number | null>>
  /** Columns that tell the rows of a person apart; `id` unless it names others. */
  key?: readonly string[]
  /** Tables of foreign keys. */
  references?: Readonly<Record<string, string>>
  /** Columns in which no two rows have the same value, besides null. */
  unique?: readonly string[]
  /** Columns of the name that no two rows have, but deleted ones. */
  named?: readonly string[]
  /** Members that are read and not stored: they follow from others, or are the installation's. */
  leftOut?: readonly string[]
  /** Places that only one row can have at a time. */
  slots?: (row: Row) => string[]
  /** Says why the row as a whole is refused; null if it is fine. */
  check?: (row: Row) => string | null
}

/** A row as the database has it, without its person. */
export type Row = Record<string, string | number | null>
