import { z } from 'zod'
import type { LeftOut } from '../../../lib/files/left-out'
import { tagLimit, tagsLimit } from '../../../lib/tags'
import { plural } from '../../../lib/text/format'
import { cleanLine, cleanText, countCharacters, firstCharacters, truncateText } from '../../../lib/text/text'
import { longestSession } from '../../../lib/time/typed-time'
import { artifactLimit, artifactsLimit, billingColumns, sessionTitleLimit } from '../schema'
import { dateError } from '../times/resolve'
import type { Moment } from './dates'

/** A session of a CSV file. Members are in the order of Daymark's own columns. Instants in epoch ms. */
export const LogEntry = z.object({
  id: z.string().nullable(),
  started_at: z.int(),
  ended_at: z.int(),
  duration_seconds: z.int(),
  time_zone: z.string(),
  project: z.string().nullable(),
  client: z.string(),
  goal: z.string().nullable(),
  goal_id: z.string().nullable(),
  title: z.string(),
  notes: z.string(),
  tags: z.array(z.string()),
  /** Null if the file does not contain it. */
  day_start_minute: z.int().nullable(),
  /** Id or title of a plan, and of one of its chunks. */
  plan: z.string().nullable(),
  chunk: z.string().nullable(),
  task: z.string().nullable(),
  task_id: z.string().nullable(),
  plan_title: z.string().nullable(),
  artifacts: z.array(z.string()),
  ...billingColumns,
})
export type LogEntry = z.infer<typeof LogEntry>

/** Columns of Daymark's own CSV. */
export const entryColumns = LogEntry.keyof().options

/**
 * Wall-clock times for the entry's key, independent of the file's time zone. `client` and `title` replace the entry's
 * own in the key: older keys lack a client without a project, and truncated titles differently.
 */
export type WallTimes = { start: string; end: string; seconds: number; client?: string; title?: string }

/** A task in a file. `key` is the same in every import. */
export type LogTask = {
  key: string
  title: string
  description: string
  status: 'todo' | 'in_progress' | 'done'
  /** Planned local date. */
  date: string | null
  estimated_minutes: number | null
  project: string | null
  client: string
  /** epoch ms */
  completed_at: number | null
  completed_on: string | null
  /** True if the file has only the task's name, in rows of time. */
  isNamed?: boolean
}

/**
 * A parsed record. `origin`: identity in its tool; without it, the content identifies the record. `task`: name of a
 * task, or the key of one in the file.
 */
type ReadRow = {
  entry: LogEntry
  written: WallTimes
  origin?: string
  task?: { name: string } | { key: string }
  /** True if the end has no date and is before the start, and is therefore read as on the next day. */
  isOvernight?: boolean
  leftOut?: Omit<LeftOut, 'line'>[]
}

export type RowResult = ReadRow | { reasons: string[] }

/**
 * A session with only a date and a duration. Its time of day depends on the day's other sessions. `tooLong`: error if
 * it does not fit into the day.
 */
type Laid = { date: string; seconds: number; tooLong: string; rowAt: (start: Moment, end: Moment) => RowResult }

/** A record of a file. `line`: its line number. */
export type ReadRecord = { line: number; raw: string[]; result: RowResult | { laid: Laid } }

type Tracked = Pick<LogEntry, 'started_at' | 'ended_at' | 'duration_seconds' | 'time_zone'>

/** An entry from the fields that other tools have. The other fields are empty. */
export const toLogEntry = (fields: Tracked & Partial<LogEntry>): LogEntry => ({
  id: null,
  project: null,
  client: '',
  goal: null,
  goal_id: null,
  plan: null,
  chunk: null,
  plan_title: null,
  task: null,
  task_id: null,
  title: '',
  notes: '',
  tags: [],
  artifacts: [],
  day_start_minute: null,
  billable: null,
  hourly_rate: null,
  currency: null,
  ...fields,
})

const cutAtWord = (line: string) => {
  const space = firstCharacters(line, sessionTitleLimit + 1).lastIndexOf(' ')
  return space > sessionTitleLimit / 2 ? line.slice(0, space).trimEnd() : firstCharacters(line, sessionTitleLimit)
}

/**
 * Splits a text into title and notes. If it is long or has several lines, notes get the whole text and the title its
 * beginning. `keyed`: title in the keys of earlier imports.
 */
export const titleAndNotes = (text: string) => {
  const whole = cleanText(text)
  const line = cleanLine(whole.split('\n')[0] ?? '')
  const isShort = countCharacters(line) <= sessionTitleLimit
  const keyed = isShort ? line : `${firstCharacters(line, sessionTitleLimit - 1)}…`
  return { title: isShort ? line : cutAtWord(line), notes: isShort && !whole.includes('\n') ? '' : whole, keyed }
}

/** A column with its name in the header; index -1 if missing. */
export type CsvColumn = { label: string; index: number }

export const quoteCell = (cell: string) => `“${truncateText(cell, 40)}”`

export const mismatchReason = ({ label }: CsvColumn, cell: string, expected: string) =>
  cell === '' ? `${label} is missing.` : `${label}: ${quoteCell(cell)} is not ${expected}.`

export const yearReasons = ({ label }: CsvColumn, date: string) => {
  const error = dateError(date)
  return error ? [`${label}: ${error}`] : []
}

export const lengthReasons = (texts: [column: CsvColumn, text: string, limit: number][]) =>
  texts
    .filter(([, text, limit]) => countCharacters(text) > limit)
    .map(([{ label }, , limit]) => `${label} is longer than ${plural(limit, 'character')}.`)

export const tagReasons = ({ label }: CsvColumn, tags: string[]) => [
  ...(tags.some((tag) => countCharacters(tag) > tagLimit)
    ? [`${label}: a tag has at most ${tagLimit} characters.`]
    : []),
  ...(tags.length > tagsLimit ? [`${label}: a session has at most ${tagsLimit} tags.`] : []),
]

export const artifactReasons = ({ label }: CsvColumn, artifacts: string[]) => [
  ...(artifacts.some((artifact) => countCharacters(artifact) > artifactLimit)
    ? [`${label}: an artifact has at most ${artifactLimit} characters.`]
    : []),
  ...(artifacts.length > artifactsLimit ? [`${label}: a session has at most ${artifactsLimit} artifacts.`] : []),
]

export const intervalReasons = ({ label }: CsvColumn, milliseconds: number | null) => {
  if (milliseconds === null || milliseconds < 0) return [`${label}: the end is before the start.`]
  const hours = longestSession / 3600
  return milliseconds > longestSession * 1000 ? [`${label}: more than ${hours} hours after the start.`] : []
}

/** Formats of tables that are recognized by their header. */
export type CsvFormat = 'toggl-older' | 'toggl-newer' | 'daymark' | 'clockify' | 'kimai' | 'timetagger'

/** Formats of files. `csv`: any other table, with columns that the person chose. */
export type Format = CsvFormat | 'csv' | 'super-productivity' | 'wakatime' | 'activitywatch'

/** Columns that our download of rejected rows adds at the front. */
export const rejectedColumns = ['line', 'reason']

/** Column names in exports of Kimai and Clockify in other languages, by the English name. */
const foreign = `date=datum|fecha|data, from=von|de|desde|da|van, to=bis|à|hasta|para|a|tot,
  start=début|inicio|início|inizio|aanvang|początek, end=fin|fim|fine|einde|koniec,
  hours=heures|horas|ore|uren|godziny, duration=dauer|durée|duración|durata|duração|duur|czas trwania, client=kunde|cliente|klant, user=benutzer|nutzer|mitarbeiter|utilisateur|usuario|utente,
  project=projekt|projet|proyecto|progetto|projeto, activity=tätigkeit|aktivität|activité|actividad|attività|atividade,
  task=aufgabe|tâche|tarea|tarefa, description=beschreibung|descripción|descrizione|descrição|beschrijving|omschrijving|opis,
  notes=bemerkung|bemerkungen|kommentar|commentaire|comentario|commento|opmerking|uwagi,
  tags=schlagworte|schlagwörter|mots-clés|étiquettes|etiquetas|etichette, email=e-mail|courriel|correo electrónico,
  start date=startdatum|date de début|fecha de inicio, start time=startzeit|heure de début|hora de inicio|ora inizio|starttijd|begintijd,
  end date=enddatum|date de fin|fecha de fin|fecha de finalización, end time=endzeit|heure de fin|hora de fin|hora de finalización|ora fine|eindtijd,
  duration (h)=dauer (h)|durée (h)|duración (h), duration (decimal)=dauer (dezimal)|durée (décimale)|duración (decimal)`
const english = new Map(
  foreign.split(/,\s+/).flatMap((line) => {
    const [name = '', others = ''] = line.split('=')
    return others.split('|').map((other) => [other, name])
  }),
)

/** Normalizes a column's name to lower case, plain spaces and apostrophes. */
const plain = (name: string) =>
  name
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .replaceAll("'", '’')
    .trim()
    .toLowerCase()

/** A column's name in English, in lower case. */
export const englishColumnName = (name: string) => english.get(plain(name)) ?? plain(name)

export const isTranslatedColumn = (name: string) => english.has(plain(name))

export const csvColumns = (header: string[]) => {
  const names = header.map(englishColumnName)
  return (name: string, ...others: string[]): CsvColumn => {
    const wanted = [name, ...others].map(englishColumnName)
    const index = names.findIndex((found) => wanted.includes(found))
    return { index, label: header[index]?.trim() ?? name }
  }
}

/** Message that asks for a supported file. */
export const chooseFormat =
  'Choose a detailed report of Toggl Track or Clockify, an export of Kimai, records of TimeTagger, a backup of Super Productivity, a data dump of WakaTime, buckets of ActivityWatch, a Daymark CSV, or any CSV or JSON list whose columns you name.'

const listed = (names: string[]) => names.join(', ').replace(/, ([^,]*)$/, ' and $1')

export const detectLayout = (header: string[]): { format: CsvFormat } | { problem: string } => {
  const column = csvColumns(header)
  const has = (...names: [string, ...string[]]) => column(...names).index >= 0
  const hasAll = (...names: string[]) => names.every((name) => has(name))
  const isTimed = hasAll('start date', 'start time', 'end date', 'end time')
  if (isTimed && has('duration (h)', 'duration (decimal)')) return { format: 'clockify' }
  const isKimai = hasAll('date', 'duration', 'project', 'activity') && has('customer', 'client')
  if (isKimai && has('from', 'begin') && has('to', 'end')) return { format: 'kimai' }
  if (hasAll('key', 'start', 'stop', 'tags', 'description')) return { format: 'timetagger' }
  if (has('started_at') || has('ended_at')) {
    const missing = ['started_at', 'ended_at'].filter((name) => !has(name))
    return missing.length === 0 ? { format: 'daymark' } : { problem: `The file has no column ${listed(missing)}.` }
  }
  const newer = has('stop date', 'stop time', 'member')
  const last = newer ? 'Stop' : 'End'
  const missing = [
    ...['Start date', 'Start time'].filter((name) => !has(name)),
    ...['date', 'time'].filter((what) => !has(`end ${what}`, `stop ${what}`)).map((what) => `${last} ${what}`),
  ]
  if (missing.length === 0) return { format: newer ? 'toggl-newer' : 'toggl-older' }
  const columns = missing.length === 1 ? 'column' : 'columns'
  return { problem: `The file has no ${columns} ${listed(missing)}. ${chooseFormat}` }
}
