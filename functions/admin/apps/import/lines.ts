import { z } from 'zod'
import type { SkippedLine } from '../../../app-rules/list-lines'
import { PackageName } from '../../../lib/package-name'
import { category, label } from '../schema'
import type { Column } from '../state'

const flag = (column: Column) => {
  const message = `${column} must be true or false`
  return z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(['true', 'false', '1', '0'], message))
    .transform((text) => (text === 'true' || text === '1' ? (1 as const) : (0 as const)))
}

/** A line without a category or a lock leaves that of its app alone. */
const Row = z.object({
  package_name: PackageName,
  label,
  category: category.optional(),
  is_whitelisted: flag('is_whitelisted'),
  is_locked: z
    .union([z.literal('').transform(() => 0 as const), flag('is_locked')], 'is_locked must be true or false')
    .optional(),
})

/** A line of a file or a list, as texts by column; with a `problem` it cannot be used. */
type TypedLine = { line: number } & ({ cells: Partial<Record<Column, string>> } | { problem: string })

export type ReadApps = { apps: (z.output<typeof Row> & { line: number })[]; rejected: SkippedLine[] }

/** Checks each line by itself; one that names an app again is rejected. */
export const checkLines = (lines: TypedLine[]): ReadApps => {
  const read: ReadApps = { apps: [], rejected: [] }
  const seen = new Map<string, number>()
  for (const { line, ...typed } of lines) {
    const reject = (reason: string) => read.rejected.push({ line, reason })
    const { data, error } = 'cells' in typed ? Row.safeParse(typed.cells) : {}
    const before = data && seen.get(data.package_name)
    if ('problem' in typed) reject(typed.problem)
    else if (before !== undefined) reject(`The app is already on line ${before}.`)
    else if (data) {
      seen.set(data.package_name, line)
      read.apps.push({ ...data, line })
    } else if (error) reject(`${error.issues.map(({ message }) => message).join('. ')}.`)
  }
  return read
}
