/** Members of an object of a JSON file by name; none of anything else. A map has no names of its own, as objects do. */
export const membersOf = (value: unknown): Map<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : new Map()

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

export const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

export const numberOf = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null)

/** A value of a record as a cell of the rejected ones. */
export const cellOf = (value: unknown) => {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? '…' : String(value).slice(0, 1_000)
}
