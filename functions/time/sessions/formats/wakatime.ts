import { cleanLine, textOf } from '../../../lib/text/text'
import { isDate, type Zone } from '../../../lib/time/days'
import type { Moment } from '../csv/dates'
import type { ReadRecord } from '../csv/entry'
import { cellOf, convertRecords, type FieldNames, numberOf, rejectedRecord, toArray, toMap } from './values'

/** Maximum pause in seconds between heartbeats of a session, as in WakaTime by default. */
const timeoutSeconds = 15 * 60

/** Names that WakaTime uses for unknown projects and languages. */
const unknownNames = new Set(['Unknown Project', 'Unknown', 'Other', ''])

const wakaTimeHeader = ['date', 'project', 'seconds']
const heartbeatHeader = ['time', 'project', 'language']

const known = (name: unknown) => {
  const text = cleanLine(textOf(name))
  return unknownNames.has(text) ? '' : text
}

const daysIn = (document: unknown) => toArray(toMap(document).get('days')).map(toMap)

export const isWakaTime = (document: unknown) => {
  const days = daysIn(document)
  return days.length > 0 && days.every((day) => day.has('date') && (day.has('projects') || day.has('heartbeats')))
}

/** The language with the most time. With several tags, sums by tag would count the time more than once. */
const mainLanguage = (languages: unknown) => {
  const seconds = (one: Map<string, unknown>) => numberOf(one.get('total_seconds')) ?? 0
  const found = toArray(languages)
    .map(toMap)
    .toSorted((a, b) => seconds(b) - seconds(a))
  return found.map((one) => known(one.get('name')).replace(/,\s*/g, ' ')).find(Boolean)
}

const names = { times: ['date', 'date'], project: 'project', text: 'project', tags: 'language' } satisfies FieldNames

const totalOf = (project: Map<string, unknown>) =>
  numberOf(toMap(project.get('grand_total')).get('total_seconds')) ?? numberOf(project.get('total_seconds'))

/** Converts daily totals to one session per project and day. The dump has no times of day, so they are assigned. */
const readTotals = (days: Map<string, unknown>[], zone: Zone) => {
  const session = convertRecords(zone.time_zone, names)
  const records = days.flatMap((day, number) => {
    const [line, date] = [number + 1, textOf(day.get('date'))]
    return toArray(day.get('projects')).flatMap((value): ReadRecord[] => {
      const member = toMap(value)
      const [project, total] = [known(member.get('name')), totalOf(member)]
      const raw = [date, project, cellOf(total)]
      if (!isDate(date)) return [rejectedRecord(line, raw, `date: “${date.slice(0, 40)}” is not a date.`)]
      if (total === null || total < 0) {
        return [rejectedRecord(line, raw, `total_seconds of “${project}” on ${date} is not a number from 0 on.`)]
      }
      if (total < 0.5) return []
      const language = mainLanguage(member.get('languages'))
      const [seconds, tags] = [Math.round(total), language ? [language] : []]
      const rowAt = (start: Moment, end: Moment) =>
        session({ start, end, seconds }, { project, tags }, `wakatime:${date}:${project}`)
      const tooLong = `total_seconds on ${date}: more than the day has.`
      return [{ line, raw, result: { laid: { date, seconds, tooLong, rowAt } } }]
    })
  })
  return { header: wakaTimeHeader, records }
}

type Heartbeat = { line: number; time: number; project: string; language: string }

/**
 * Converts heartbeats to sessions. The time between two heartbeats counts for the first one's project, unless it
 * exceeds the timeout. A session is a stretch of one project.
 */
const stretchesOf = (heartbeats: Heartbeat[]) => {
  const sessions: { line: number; project: string; from: number; to: number; languages: Map<string, number> }[] = []
  for (const [index, beat] of heartbeats.entries()) {
    const next = heartbeats[index + 1]
    const until = next && next.time - beat.time <= timeoutSeconds ? next.time : beat.time
    const last = sessions.at(-1)
    const session =
      last && last.project === beat.project && last.to === beat.time
        ? last
        : {
            line: beat.line,
            project: beat.project,
            from: beat.time,
            to: beat.time,
            languages: new Map<string, number>(),
          }
    if (session !== last) sessions.push(session)
    session.to = until
    session.languages.set(beat.language, (session.languages.get(beat.language) ?? 0) + until - beat.time)
  }
  return sessions.filter(({ from, to }) => to - from >= 1)
}

const instant = (seconds: number) => ({ kind: 'instant' as const, at: Math.round(seconds * 1000) })

const readHeartbeats = (days: Map<string, unknown>[], zone: Zone) => {
  const session = convertRecords(zone.time_zone, names)
  const refused: ReadRecord[] = []
  const beats: Heartbeat[] = []
  const sources = days.flatMap((day) => toArray(day.get('heartbeats')).map(toMap))
  for (const [number, beat] of sources.entries()) {
    const [time, project, language] = [
      numberOf(beat.get('time')),
      known(beat.get('project')),
      known(beat.get('language')),
    ]
    if (time !== null && time > 0 && time < 1e10) beats.push({ line: number + 1, time, project, language })
    else
      refused.push(
        rejectedRecord(number + 1, [cellOf(beat.get('time')), project, language], 'time: not seconds since 1970.'),
      )
  }
  const records = stretchesOf(beats.toSorted((a, b) => a.time - b.time)).map((found): ReadRecord => {
    const [main] = [...found.languages].filter(([name]) => name !== '').toSorted(([, a], [, b]) => b - a)
    const tags = main ? [main[0].replace(/,\s*/g, ' ')] : []
    const [start, end] = [instant(found.from), instant(found.to)]
    const result = session({ start, end, seconds: null }, { project: found.project, tags })
    return { line: found.line, raw: [String(found.from), found.project, tags[0] ?? ''], result }
  })
  return { header: heartbeatHeader, records: [...refused, ...records] }
}

/** Reads a data dump of WakaTime, with daily totals or with heartbeats. */
export const readWakaTime = (document: unknown, zone: Zone) => {
  const days = daysIn(document)
  const read = days.some((day) => day.has('heartbeats')) ? readHeartbeats(days, zone) : readTotals(days, zone)
  return { format: 'wakatime' as const, ...read, tasks: [] }
}
