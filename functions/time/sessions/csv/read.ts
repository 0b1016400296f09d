import { projectKey } from '../../../filing/projects/queries'
import { recordsLimit } from '../../../lib/files/csv'
import type { LeftOut } from '../../../lib/files/left-out'
import { eachWithPauses } from '../../../lib/http/wait-until'
import { sha256Hex } from '../../../lib/secrets'
import { grouped } from '../../../lib/text/format'
import { firstCharacters } from '../../../lib/text/text'
import type { Zone } from '../../../lib/time/days'
import type { LogUse } from '../formats/activitywatch'
import { isJson, readJsonFile } from '../formats/json-file'
import { deletedRecord } from '../formats/timetagger'
import { layOutTotals } from '../formats/values'
import type { ColumnChoice } from './columns'
import type { DetectedOrder } from './dates'
import type { Format, LogEntry, LogTask, ReadRecord, RowResult, WallTimes } from './entry'
import { type LogMember, type ReadTable, readTable, type TableOptions, type UnknownTable } from './table'

/** Maximum number of concurrent hashes. With tens of thousands, garbage collection takes longer than hashing. */
const AT_ONCE = 100

/**
 * Keys of rows: hashes of the identity in their tool, or else of the content and the number of equal rows before.
 * Wall-clock times make them independent of layout and zone.
 */
const keysOf = async (rows: { entry: LogEntry; written: WallTimes; origin?: string }[]) => {
  const seen = new Map<string, number>()
  const contents = rows.map(({ entry, written, origin }) => {
    if (origin !== undefined) return origin
    const { project, tags } = entry
    const { start, end, seconds, client = entry.client, title = entry.title } = written
    const content = JSON.stringify([start, end, seconds, project ?? '', client, title, tags.toSorted()])
    const occurrence = seen.get(content) ?? 0
    seen.set(content, occurrence + 1)
    return `${content}${occurrence}`
  })
  const keys: string[] = []
  for (let i = 0; i < contents.length; i += AT_ONCE) {
    keys.push(...(await Promise.all(contents.slice(i, i + AT_ONCE).map(sha256Hex))))
  }
  return keys
}

/** A row. `line`: its first line in the file; `key`: its import key; `task_key`: key of a task in the file. */
export type LogRow = LogEntry & { line: number; key: string; task_key?: string; isOvernight?: boolean }

export type RejectedRow = { line: number; reason: string; raw: string[] }

export type TimeLog = {
  format: Format
  members: LogMember[]
  rows: LogRow[]
  tasks: LogTask[]
  uses: LogUse[]
  /** The first rejected rows. */
  rejected: RejectedRow[]
  rejected_count: number
  header: string[]
  /** True if sessions were assigned times of day, which the file lacks. */
  isLaidOut: boolean
  /** Names of computers without data about presence. */
  withoutAway: string[]
  /** Order of dates such as 03/04/2026; null without such dates. */
  dates: DetectedOrder
  /** Columns that the person chose. */
  columns: ColumnChoice | null
  leftOut: LeftOut[]
}

/** `zone`: for rows without a zone. */
type ReadOptions = Zone & TableOptions & { allRejected?: boolean }

/** Maximum number of rejected rows that are listed. The download has all. */
const rejectedLimit = 1_000

const reasonCharacters = 500

const fileProblem = (text: string) => {
  if (text.trim() === '') return 'The file is empty.'
  if (text.includes('\0')) return 'The file is not text. Export the report as CSV.'
  if (/^\s*</.test(text)) return 'The file is a web page or XML, not CSV.'
  return null
}

type Source = { line: number; raw: string[]; result: RowResult }

type ReadFile = Omit<TimeLog, 'rows' | 'rejected' | 'rejected_count'> & { sources: Source[] }

const instant = (at: number) => ({ kind: 'instant' as const, at })

/** Assigns a time of day to records that lack one. */
const placed = (records: ReadRecord[], zone: Zone): Pick<ReadFile, 'sources' | 'isLaidOut'> => {
  const laid = records.flatMap(({ result }) => ('laid' in result ? [result.laid] : []))
  const places = new Map(layOutTotals(laid, zone).map((place, index) => [laid[index], place]))
  const resultOf = ({ result }: ReadRecord): RowResult => {
    if (!('laid' in result)) return result
    const { tooLong, rowAt } = result.laid
    const place = places.get(result.laid)
    return place ? rowAt(instant(place.started_at), instant(place.ended_at)) : { reasons: [tooLong] }
  }
  const sources = records.map((record) => ({ ...record, result: resultOf(record) }))
  return { sources, isLaidOut: laid.length > 0 }
}

/** True for a row with a total: by its first cell, or if it has only one or two numbers. */
const isTotal = (cells: string[]) => {
  const filled = cells.map((cell) => cell.trim()).filter(Boolean)
  const isNamed = /^((grand |sub[- ]?)?totals?|sum|((zwischen|gesamt)?summe)|gesamt|totaa?le?|suma|somme)\b/i.test(
    filled[0] ?? '',
  )
  return isNamed || (filled.length > 0 && filled.length < 3 && filled.every((cell) => /^\d[\d.,:]*h?$/.test(cell)))
}

const recordsOf = async ({ records, reading, leftOut }: ReadTable) => {
  const read: ReadRecord[] = []
  await eachWithPauses(records, (record) => {
    const result = reading(record)
    if (result === 'deleted') leftOut.push(deletedRecord(record.line))
    else if ('reasons' in result && isTotal(record.cells))
      leftOut.push({ line: record.line, what: 'Row', reason: 'It is a total.' })
    else read.push({ line: record.line, raw: record.cells, result })
  })
  return read
}

const readFile = async (
  text: string,
  options: ReadOptions,
): Promise<ReadFile | { problem: string; unknown?: UnknownTable }> => {
  const log = isJson(text) ? readJsonFile(text, options) : null
  if (log === null) {
    const table = readTable(text, options)
    if ('problem' in table) return table
    const { format, header, members, dates, columns, leftOut } = table
    const read = placed(await recordsOf(table), options)
    return { format, header, members, dates, columns, leftOut, tasks: [], uses: [], withoutAway: [], ...read }
  }
  if ('problem' in log) return log
  const { records, tasks, uses = [], withoutAway = [], leftOut = [], ...rest } = log
  if (records.length + tasks.length + uses.length > recordsLimit) {
    return { problem: `The file has more than ${grouped(recordsLimit)} records. Export a shorter time.` }
  }
  const none = { members: [], dates: null, columns: null }
  return { ...rest, ...none, tasks, uses, withoutAway, leftOut, ...placed(records, options) }
}

type GoodRow = Extract<RowResult, { entry: LogEntry }> & { line: number }

/** Tasks that rows only name: one per name and project. */
const namedTasks = async (rows: GoodRow[]) => {
  const named = new Map<string, Omit<LogTask, 'key'>>()
  const textOf = ({ entry, task }: GoodRow) => {
    if (!task || !('name' in task) || task.name === '') return null
    return JSON.stringify([projectKey(entry.project ?? '', entry.client), task.name.toLowerCase()])
  }
  for (const row of rows) {
    const text = textOf(row)
    if (text === null || named.has(text) || !row.task || !('name' in row.task)) continue
    const { project, client } = row.entry
    named.set(text, {
      title: row.task.name,
      description: '',
      status: 'todo',
      date: null,
      estimated_minutes: null,
      project,
      client,
      completed_at: null,
      completed_on: null,
      isNamed: true,
    })
  }
  const keys = new Map<string, string>()
  for (const text of named.keys()) keys.set(text, await sha256Hex(`task:${text}`))
  return {
    tasks: [...named].map(([text, task]): LogTask => ({ ...task, key: keys.get(text) ?? text })),
    keyOf: (row: GoodRow) => (row.task && 'key' in row.task ? row.task.key : keys.get(textOf(row) ?? '')),
  }
}

/** Reads a file of a known tool, or any CSV with chosen columns. */
export const readTimeLog = async (
  text: string,
  options: ReadOptions,
): Promise<TimeLog | { problem: string; unknown?: UnknownTable }> => {
  const problem = fileProblem(text)
  if (problem) return { problem }
  const file = await readFile(text, options)
  if ('problem' in file) return file
  const { sources, ...log } = file

  const rejected: RejectedRow[] = []
  let rejectedCount = 0
  const good: GoodRow[] = []
  await eachWithPauses(sources, ({ line, raw, result }) => {
    if ('entry' in result) {
      good.push({ ...result, line })
      for (const part of result.leftOut ?? []) log.leftOut.push({ line, ...part })
      return
    }
    rejectedCount += 1
    if (!options.allRejected && rejectedCount > rejectedLimit) return
    rejected.push({ line, reason: firstCharacters(result.reasons.join(' '), reasonCharacters), raw })
  })
  const [keys, { tasks, keyOf }] = await Promise.all([keysOf(good), namedTasks(good)])
  return {
    ...log,
    tasks: [...log.tasks, ...tasks],
    rows: good.map((row, i) => {
      const task_key = keyOf(row)
      const { line, isOvernight } = row
      return { ...row.entry, line, isOvernight, key: keys[i] ?? '', ...(task_key !== undefined && { task_key }) }
    }),
    rejected,
    rejected_count: rejectedCount,
  }
}
