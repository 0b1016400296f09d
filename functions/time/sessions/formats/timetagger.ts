import type { LeftOut } from '../../../lib/files/left-out'
import { type Moment, readMoment } from '../csv/dates'
import { csvColumns, mismatchReason, type RowResult } from '../csv/entry'
import { sessionTitleLimit } from '../schema'
import { convertRecords, fieldColumn } from './values'

/** Prefix of the description of a record that was deleted in TimeTagger. */
const hidden = 'HIDDEN'

export const deletedRecord = (line: number): LeftOut => ({
  line,
  what: 'Record',
  reason: 'It was deleted in TimeTagger.',
})

/** Matches a tag: `#` and letters, digits, `-`, `_`, `/` or anything beyond ASCII. */
const TAG = /#([\p{L}\p{N}\-_/\u0080-\u{10FFFF}]+)/gu

/** Removes tags at the start and end of a text. Tags inside keep their word. */
export const tagsAndText = (description: string) => {
  const tags = [...description.matchAll(TAG)].map(([, tag = '']) => tag.toLowerCase())
  const ends = new RegExp(`^(?:\\s*${TAG.source})+(?=\\s|$)|(?<=\\s|^)(?:${TAG.source}\\s*)+$`, 'gu')
  const text = description.trim().replace(ends, '').replace(TAG, '$1').trim()
  return { tags, text: text === '' ? '' : text }
}

type Read = { key: string; start: Moment | null; end: Moment | null; startText: string; endText: string; text: string }

type TimeTaggerRow = RowResult | 'deleted'

/** Returns a reader of TimeTagger's records, whose tags are in their descriptions. */
const recordReader = (labels: Record<'key' | 'start' | 'stop' | 'text', string>, timeZone: string) => {
  const { start, stop, text } = labels
  const session = convertRecords(timeZone, { times: [start, stop], project: text, text, tags: text })
  return (read: Read): TimeTaggerRow => {
    if (read.text.startsWith(hidden)) return 'deleted'
    const reasons = [
      ...(read.start ? [] : [mismatchReason(fieldColumn(start), read.startText, 'a time such as 2026-03-25 15:10:43')]),
      ...(read.end ? [] : [mismatchReason(fieldColumn(stop), read.endText, 'a time such as 2026-03-25 15:10:43')]),
    ]
    if (!read.start || !read.end) return { reasons }
    if (JSON.stringify(read.start) === JSON.stringify(read.end)) {
      return { reasons: [`${stop}: the record was still running. Stop it and export it again.`] }
    }
    const { tags, text: title } = tagsAndText(read.text)
    const origin = read.key === '' ? undefined : `timetagger:${read.key}`
    return session({ start: read.start, end: read.end, seconds: null }, { text: title, tags }, origin)
  }
}

/** Returns a reader of the table in TimeTagger's export dialog. */
export const timeTaggerTableReader = (header: string[], timeZone: string) => {
  const column = csvColumns(header)
  const [key, start, stop, text] = [column('key'), column('start'), column('stop'), column('description')]
  const labels = { key: key.label, start: start.label, stop: stop.label, text: text.label }
  const read = recordReader(labels, timeZone)
  return (cells: string[]) => {
    const cell = (index: number) => cells[index]?.trim() ?? ''
    const [startText, endText] = [cell(start.index), cell(stop.index)]
    return read({
      key: cell(key.index),
      start: readMoment(startText, 'dmy'),
      end: readMoment(endText, 'dmy'),
      startText,
      endText,
      text: cell(text.index),
    })
  }
}

/** Column names of a rejected record. */
export const timeTaggerHeader = ['key', 't1', 't2', 'ds']

/** Returns a reader of records from TimeTagger's API. Times are in Unix seconds. */
export const timeTaggerReader = (timeZone: string) => {
  const read = recordReader({ key: 'key', start: 't1', stop: 't2', text: 'ds' }, timeZone)
  const instant = (value: unknown): Moment | null =>
    typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e11
      ? { kind: 'instant', at: Math.floor(value) * 1000 }
      : null
  return (record: Map<string, unknown>) => {
    const [key, t1, t2, ds] = ['key', 't1', 't2', 'ds'].map((name) => record.get(name))
    return read({
      key: typeof key === 'string' ? key : '',
      start: instant(t1),
      end: instant(t2),
      startText: t1 === undefined ? '' : String(t1).slice(0, sessionTitleLimit),
      endText: t2 === undefined ? '' : String(t2).slice(0, sessionTitleLimit),
      text: typeof ds === 'string' ? ds : '',
    })
  }
}
