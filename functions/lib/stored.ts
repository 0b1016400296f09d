import { z } from 'zod'

/** Checks a row as it is read; a zod schema. */
export type RowSchema<Row> = { parse: (row: unknown) => Row }

/**
 * Checks rows that were read. Makes no schema for the list of them: making one takes longer than checking a row.
 * @throws ZodError
 */
export const parseAll = <Row>(schema: RowSchema<Row>, rows: unknown[]): Row[] => rows.map((row) => schema.parse(row))

/** A column with JSON, as the value of its schema. */
export const jsonColumn = <Value extends z.ZodType>(value: Value) =>
  z.string().transform((json): z.output<Value> => value.parse(JSON.parse(json)))

/** A column with a JSON array of texts. */
export const textsColumn = jsonColumn(z.array(z.string()))
