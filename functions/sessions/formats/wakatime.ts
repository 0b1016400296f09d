import { isDate, type Zone } from '../../lib/days'
import { cleanLine } from '../../lib/text'
import { trackedRows } from '../csv/tracked'
import { cellOf, type DayTotal, layOut, listOf, membersOf, numberOf, type ReadRecord, textOf } from './values'

/** Heartbeats further apart than this are of different sessions, as in WakaTime itself by default. */
const timeoutSeconds = 15 * 60

/** Names that WakaTime gives what it does not know. */
const unknownNames = new Set(['Unknown Project', 'Unknown', 'Other', ''])

const wakaTimeHeader = ['date', 'project', 'seconds']
const heartbeatHeader = ['time', 'project', 'language']

const column = (label: string) => ({ label, index: 0 })
const columns = {
  ...{ project: column('project'), client: column('project'), task: column('project'), text: column('project') },
  ...{ notes: column('project'), tags: column('language') },
}

const known = (name: unknown) => {
  const text = cleanLine(textOf(name))
  return unknownNames.has(text) ? '' : text
}

const daysIn = (document: unknown) => listOf(membersOf(document).get('days')).map(membersOf)

export const isWakaTime = (document: unknown) => {
  const days = daysIn(document)
  return days.length > 0 && days.every((day) => day.has('date') && (day.has('projects') || day.has('heartbeats')))
}

/** Language of most of the time: with several tags, the sums by tag would count it more than once. */
const mainLanguage = (languages: unknown) => {
  const seconds = (one: Map<string, unknown>) => numberOf(one.get('total_seconds')) ?? 0
  const found = listOf(languages)
    .map(membersOf)
    .toSorted((a, b) => seconds(b) - seconds(a))
  return found.map((one) => known(one.get('name')).replace(/,\s*/g, ' ')).find(Boolean)
}

const inOrder = (zone: Zone) => trackedRows(zone.time_zone, columns, [column('date'), column('date')])

const totalOf = (project: Map<string, unknown>) =>
  numberOf(membersOf(project.get('grand_total')).get('total_seconds')) ?? numberOf(project.get('total_seconds'))

/** Daily totals: a session for each project and day, laid out on the day as the dump has no times of day. */
const readTotals = (days: Map<string, unknown>[], zone: Zone) => {
  const session = inOrder(zone)
  const rejected: ReadRecord[] = []
  const totals: (DayTotal & { line: number; raw: string[]; project: string; tags: string[] })[] = []
  for (const [number, day] of days.entries()) {
    const [line, date] = [number + 1, textOf(day.get('date'))]
    for (const project of listOf(day.get('projects')).map(membersOf)) {
      const [name, seconds] = [known(project.get('name')), totalOf(project)]
      const raw = [date, name, cellOf(seconds)]
      const language = mainLanguage(project.get('languages'))
      if (!isDate(date))
        rejected.push({ line, raw, result: { reasons: [`date: “${date.slice(0, 40)}” is not a date.`] } })
      else if (seconds === null || seconds < 0) {
        rejected.push({
          line,
          raw,
          result: { reasons: [`total_seconds of “${name}” on ${date} is not a number from 0 on.`] },
        })
      } else if (seconds >= 0.5) {
        totals.push({ date, seconds: Math.round(seconds), line, raw, project: name, tags: language ? [language] : [] })
      }
    }
  }
  const places = layOut(totals, zone)
  const records = totals.map(({ date, seconds, line, raw, project, tags }, index): ReadRecord => {
    const place = places[index]
    if (!place) return { line, raw, result: { reasons: [`total_seconds on ${date}: more than the day has.`] } }
    const texts = { project, client: '', task: '', text: '', notes: '', tags }
    const [start, end] = [
      { kind: 'instant' as const, at: place.started_at },
      { kind: 'instant' as const, at: place.ended_at },
    ]
    return { line, raw, result: session({ start, end, seconds }, texts, `wakatime:${date}:${project}`) }
  })
  return { header: wakaTimeHeader, records: [...rejected, ...records], isLaidOut: totals.length > 0 }
}

type Heartbeat = { line: number; time: number; project: string; language: string }

/**
 * Sessions of heartbeats: the time from one to the next is of the project of the first, unless it is longer than the
 * timeout. A session is a stretch of one project.
 */
const sessionsOf = (heartbeats: Heartbeat[]) => {
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

const readHeartbeats = (days: Map<string, unknown>[], zone: Zone) => {
  const session = inOrder(zone)
  const rejected: ReadRecord[] = []
  const beats: Heartbeat[] = []
  const sources = days.flatMap((day) => listOf(day.get('heartbeats')).map(membersOf))
  for (const [number, beat] of sources.entries()) {
    const [time, project, language] = [
      numberOf(beat.get('time')),
      known(beat.get('project')),
      known(beat.get('language')),
    ]
    if (time !== null && time > 0 && time < 1e10) beats.push({ line: number + 1, time, project, language })
    else {
      const raw = [cellOf(beat.get('time')), project, language]
      rejected.push({ line: number + 1, raw, result: { reasons: ['time: not seconds since 1970.'] } })
    }
  }
  const records = sessionsOf(beats.toSorted((a, b) => a.time - b.time)).map((found): ReadRecord => {
    const [main] = [...found.languages].filter(([name]) => name !== '').toSorted(([, a], [, b]) => b - a)
    const tags = main ? [main[0].replace(/,\s*/g, ' ')] : []
    const [start, end] = [found.from, found.to].map((time) => ({
      kind: 'instant' as const,
      at: Math.round(time * 1000),
    }))
    const texts = { project: found.project, client: '', task: '', text: '', notes: '', tags }
    const raw = [String(found.from), found.project, tags[0] ?? '']
    return {
      line: found.line,
      raw,
      result: start && end ? session({ start, end, seconds: null }, texts) : { reasons: [] },
    }
  })
  return { header: heartbeatHeader, records: [...rejected, ...records], isLaidOut: false }
}

/** Reads either data dump of WakaTime: daily totals, or heartbeats. */
export const readWakaTime = (document: unknown, zone: Zone) => {
  const days = daysIn(document)
  const read = days.some((day) => day.has('heartbeats')) ? readHeartbeats(days, zone) : readTotals(days, zone)
  return { format: 'wakatime' as const, ...read, tasks: [] }
}
