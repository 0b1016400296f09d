import { z } from 'zod'

/**
 * Checks rows that were read. Makes no schema for the list of them: making one takes longer than checking a row.
 * @throws ZodError
 */
export const parseAll = <Row extends z.ZodType>(row: Row, rows: unknown[]): z.output<Row>[] =>
  rows.map((each) => row.parse(each))

/** A column with JSON, as the value of its schema. */
export const jsonColumn = <Value extends z.ZodType>(value: Value) =>
  z.string().transform((json): z.output<Value> => value.parse(JSON.parse(json)))

/** A column with a JSON array of texts. */
export const textsColumn = jsonColumn(z.array(z.string()))
