import type { LeftOut } from '../../../lib/files/left-out'
import { textOf } from '../../../lib/text/text'
import type { Zone } from '../../../lib/time/days'
import { guessColumns } from '../csv/columns'
import { chooseFormat, type LogTask, type ReadRecord } from '../csv/entry'
import { isActivityWatch, type LogUse, readActivityWatch } from './activitywatch'
import { isSuperProductivity, readSuperProductivity } from './super-productivity'
import { deletedRecord, timeTaggerHeader, timeTaggerReader } from './timetagger'
import { cellOf, toArray, toMap } from './values'
import { isWakaTime, readWakaTime } from './wakatime'

/** Contents of a JSON file. */
type JsonLog = {
  format: 'timetagger' | 'super-productivity' | 'wakatime' | 'activitywatch'
  /** Column names of a rejected record. */
  header: string[]
  records: ReadRecord[]
  tasks: LogTask[]
  uses?: LogUse[]
  withoutAway?: string[]
  leftOut?: LeftOut[]
}

const recordsOf = (document: unknown) => (Array.isArray(document) ? document : toArray(toMap(document).get('records')))

const isTimeTagger = (document: unknown) => {
  const records = recordsOf(document)
  return records.length > 0 && records.some((record) => ['t1', 't2'].every((name) => toMap(record).has(name)))
}

const readTimeTagger = (document: unknown, zone: Zone): JsonLog => {
  const read = timeTaggerReader(zone.time_zone)
  const leftOut: LeftOut[] = []
  const records = recordsOf(document).flatMap((value, index) => {
    const record = toMap(value)
    const result = read(record)
    const raw = timeTaggerHeader.map((name) => cellOf(record.get(name)))
    if (result === 'deleted') leftOut.push(deletedRecord(index + 1))
    return result === 'deleted' ? [] : [{ line: index + 1, raw, result }]
  })
  return { format: 'timetagger', header: timeTaggerHeader, records, tasks: [], leftOut }
}

const readers: [is: (document: unknown) => boolean, read: (document: unknown, zone: Zone) => JsonLog][] = [
  [isActivityWatch, readActivityWatch],
  [isWakaTime, readWakaTime],
  [isSuperProductivity, readSuperProductivity],
  [isTimeTagger, readTimeTagger],
]

/** Maximum number of columns in a table made of records. */
const columnsLimit = 500

/** A record's member as a cell. An object, such as a project, becomes its name. */
const memberText = (value: unknown): string => {
  if (Array.isArray(value)) return value.map((one) => (Array.isArray(one) ? '…' : memberText(one))).join(', ')
  return typeof value === 'object' && value ? textOf(toMap(value).get('name')) || '…' : String(value ?? '')
}

/** Converts a list of records of an unknown tool to a table, if they have a start. Null for other JSON. */
const recordsTable = (document: unknown) => {
  const records = toArray(document).map(toMap)
  const header = [...new Set(records.flatMap((record) => [...record.keys()]))]
  const { start, date } = guessColumns(header).columns
  if ((start ?? date) === undefined || header.length > columnsLimit) return null
  return { header, rows: records.map((record) => header.map((name) => memberText(record.get(name)))) }
}

const unknownJson = `The file is JSON that Daymark doesn’t know. ${chooseFormat}`

const isDaymark = (document: unknown) => toMap(document).get('format') === 'daymark'

/** Line at which JSON is invalid, from the error message; empty if the message has none. */
const placeOf = (text: string, error: unknown) => {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
  return position === undefined ? '' : ` at line ${text.slice(0, Number(position)).split('\n').length}`
}

/** Parses JSON, or one JSON record per line. */
const parseJson = (text: string): unknown => {
  const json = text.replace(/^\uFEFF/, '').trim()
  try {
    return JSON.parse(json)
  } catch (error) {
    if (!/^\{.*\}\s*\n\s*\{/.test(json)) throw error
    return JSON.parse(`[${json.split(/\s*\n\s*/).join(',')}]`)
  }
}

/** The table in a JSON file (`recordsTable`). */
export const tableOfJson = (text: string) => {
  try {
    return isJson(text) ? recordsTable(parseJson(text)) : null
  } catch {
    return null
  }
}

/** Reads a JSON file, whose members identify its tool. Null for a list of records, which is read as a table. */
export const readJsonFile = (text: string, zone: Zone): JsonLog | { problem: string } | null => {
  let document: unknown
  try {
    document = parseJson(text)
  } catch (error) {
    return {
      problem: `The file is cut off or damaged: it stops being valid JSON${placeOf(text, error)}. Export it again.`,
    }
  }
  const [, read] = readers.find(([is]) => is(document)) ?? []
  if (read) return read(document, zone)
  if (isDaymark(document)) return { problem: 'The file is an export of Daymark, not of another tool.' }
  return recordsTable(document) ? null : { problem: unknownJson }
}

/** True for a text that begins as JSON does. */
export const isJson = (text: string) => /^\uFEFF?\s*[[{]/.test(text)
