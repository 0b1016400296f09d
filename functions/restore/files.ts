import type { Row } from '../export/read/entry'
import type { TableName } from '../export/read/tables'
import { stepRows } from '../lib/jobs/batches'
import { joined } from '../lib/streamed'
import { rowsToAdd } from '../sessions/rows-written'

/** Rows of one step of a restore: bytes of a file in R2, a row of JSON a line. */
export type Page = { file: number; offset: number; length: number; rows: number; weight: number }

/** Files hold about this much, and what a step reads at most this much. In bytes. */
const fileBytes = 1024 * 1024
const pageBytes = 400_000

const prefix = (userId: string) => `restores/${userId}/`
const folder = (userId: string, id: string) => `${prefix(userId)}${id}/`
const fileKey = (userId: string, id: string, file: number) => `${folder(userId, id)}${file}.jsonl`
export const previewKey = (userId: string, id: string) => `${folder(userId, id)}preview.json`

/** Tables with neither a search document nor sums. */
const plain: TableName[] = ['skill_progress', 'task_carries', 'goal_targets', 'goal_former_parents', 'imports']

const lengthOf = (json: Row[string] | undefined) => (typeof json === 'string' ? JSON.parse(json).length : 0)

/** Estimates how many database rows a row writes. */
const weightOf = (table: TableName, row: Row) => {
  if (table === 'sessions') {
    return rowsToAdd({ days: lengthOf(row.days), tags: lengthOf(row.tags) })
  }
  if (table === 'app_usage') return 6 * Math.max(1, lengthOf(row.days))
  return plain.includes(table) ? 4 : 24 + 4 * lengthOf(row.tags)
}

/** Rows that a step copies of a table, by the same estimate. */
export const copiedRows = (table: TableName) => Math.max(1, Math.floor(stepRows / weightOf(table, {}) / 1.5))

/** Writes rows to files in R2, a page for each step, with no more than one file in memory. */
export const pageWriter = (bucket: R2Bucket, userId: string, id: string) => {
  const encoder = new TextEncoder()
  const pages = new Map<string, Page[]>()
  let file = 0
  let lines: Uint8Array[] = []
  let bytes = 0
  /** The page that is being filled. */
  let open: (Page & { list: string }) | null = null

  const closePage = () => {
    if (!open) return
    const { list, ...page } = open
    pages.set(list, [...(pages.get(list) ?? []), page])
    open = null
  }

  const closeFile = async () => {
    closePage()
    if (lines.length === 0) return
    await bucket.put(fileKey(userId, id, file), joined(lines, bytes))
    file += 1
    lines = []
    bytes = 0
  }

  return {
    /** @param list a table, or a part of it that has steps of its own */
    add: async (list: string, table: TableName, row: Row) => {
      const line = encoder.encode(`${JSON.stringify(row)}\n`)
      const weight = weightOf(table, row)
      const isFull = open && (open.weight + weight > stepRows || open.length + line.length > pageBytes)
      if (open && (open.list !== list || isFull)) closePage()
      if (bytes + line.length > fileBytes) await closeFile()
      open ??= { list, file, offset: bytes, length: 0, rows: 0, weight: 0 }
      open.length += line.length
      open.rows += 1
      open.weight += weight
      lines.push(line)
      bytes += line.length
    },

    finish: async () => {
      await closeFile()
      return Object.fromEntries(pages)
    },
  }
}

export const readPage = async (bucket: R2Bucket, userId: string, id: string, { file, offset, length }: Page) => {
  const stored = await bucket.get(fileKey(userId, id, file), { range: { offset, length } })
  if (!stored) throw new Error('a page of a restore is gone')
  const text = await stored.text()
  return text
    .trimEnd()
    .split('\n')
    .map((line): Row => JSON.parse(line))
}

/** Deletes what restores of a person left in R2, but one of them. */
export const dropFiles = async (bucket: R2Bucket, userId: string, kept?: string) => {
  for (let cursor: string | undefined; ; ) {
    const found = await bucket.list({ prefix: prefix(userId), cursor })
    const keys = found.objects.map(({ key }) => key).filter((key) => !kept || !key.startsWith(folder(userId, kept)))
    if (keys.length > 0) await bucket.delete(keys)
    if (!found.truncated) return
    cursor = found.cursor
  }
}
