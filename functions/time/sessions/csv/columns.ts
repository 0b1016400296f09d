import { z } from 'zod'
import { isCurrency } from '../../../lib/money'
import { type DurationUnit, durationUnits, readDuration, readMoment } from './dates'
import { englishColumnName, quoteCell } from './entry'

export const columnFields = [
  ...(['date', 'start', 'end', 'duration', 'project', 'client', 'task', 'title', 'notes', 'tags'] as const),
]
export type ColumnField = (typeof columnFields)[number]

const index = z.int().min(0).max(499)

/** Columns of a CSV by meaning, and the formats of its dates and durations. */
export const ColumnChoice = z.object({
  columns: z.partialRecord(z.enum(columnFields), index),
  date_order: z.enum(['dmy', 'mdy']).nullable().catch(null),
  duration_unit: z.enum(durationUnits).catch('hours'),
})
export type ColumnChoice = z.infer<typeof ColumnChoice>

/** Names of columns in exports of other tools, in lower case, for each meaning. */
const usualNames: Record<ColumnField, RegExp[]> = {
  date: [/^(date|day|datum|tag|fecha|jour)$/, /^.* (date|day|datum|tag)$|^(date|fecha) (de|du|del) |datum$/],
  start: [/^((time|clock) )?(start|from|begin|started|in|von|beginn)( at| time| date| of .*)?$/],
  end: [/^((time|clock) )?(end|to|stop|finish|ended|out|bis|ende)( at| time| date| of .*)?$/],
  duration: [
    /^(duration|hours|minutes|seconds|time spent|dauer|stunden|minuten|sekunden|minutos|segundos|secondes)$|^((time|hours|minutes) (spent|tracked|worked|logged)|(spent|tracked|worked|logged|actual|ist)[ -](time|hours|minutes|stunden))$/,
    /(?<!\p{L})(duration|hours|time spent|tracked|minutes|seconds|dauer|\p{L}*stunden|arbeitszeit|heures|horas|durée|duración)(?!\p{L})/u,
    /(?<!\p{L})(length|total)(?!\p{L})/u,
  ],
  project: [/^(project|projekt|proyecto|projet)( name)?$/],
  client: [/^(client|customer|company|kunde|cliente)( name)?$/],
  task: [/^(task|activity|aufgabe)( name)?$/],
  title: [/^((task|issue|work|event) )?(title|description|summary|entry|subject|name|annotation)$|^what\b/],
  notes: [/^(notes?|comments?|details|remarks?|notizen)$/],
  tags: [/^(tags?|labels?|categor(y|ies))$/],
}

/** Word beginnings in columns without tracked time: money, estimates, remainders, rounding, counts, breaks. */
const noLength =
  /(?<!\p{L})(rate|amount|billable|billed|pric|cost|fee|money|earn|revenue|paid|invoic|budget|estim|plan|target|goal|expect|quota|remain|rest|left|open|round|count|number|no(?!\p{L})|quantity|balance|overtime|break|paus|soll|geplan|gesch[äa]tz|verbleib|offen|übrig|gerund|anzahl|betrag|preis|kosten|satz|umsatz|honorar|saldo|prév|arrond|nombre|montant|prix|coût|taux|previst|planific|redond|número|cantidad|importe|precio|costo|tarifa)|[€$£%]/u

/** Names of columns whose date is not the date of the work. */
const noWorkDate =
  /^(end|stop|to)(?!\p{L})|(?<!\p{L})(invoic|bill|due|deadline|creat|updat|modif|chang|paid|pay|birth|approv|export|import|submit|rechnung|fällig|erstell|geänder|zahl|geburt|factur|échéance|venc|creac)/u

/** Names of columns that contain a time, a duration or a time range. */
const times =
  /^(times?|(time )?(range|period|span)|zeit(raum|spanne)?|uhrzeit|time of day|clock|heure|hora|ora|tijd|(from|start|von) ?[-–/] ?(to|end|bis))$/

/** Maximum length of a column's name in characters. No tool has longer ones. */
const columnNameLimit = 200

/** A column's name in English, and its unit, in brackets or after `in`: `duration`, `min`. */
const nameOf = (cell: string) => {
  const whole = englishColumnName(cell.slice(0, columnNameLimit).replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')).replaceAll(
    '_',
    ' ',
  )
  const [, before = whole, hint = '', unit = hint] = /^(.+?),? ?(?:[([](.*)[)\]]|\bin (\p{L}+))$/u.exec(whole) ?? []
  return { name: englishColumnName(before), hint: unit }
}

/** Unit of a column's bare numbers, from the column's name. */
const unitOf = ({ name, hint }: ReturnType<typeof nameOf>): DurationUnit => {
  if (/^mm?:ss$/.test(hint)) return 'mm:ss'
  const named = (words: string) => new RegExp(`(?<!\\p{L})(${words})(?!\\p{L})`, 'u')
  const isOf = (sign: string, words: string) => hint === sign || named(words).test(hint) || named(words).test(name)
  if (!hint && named('hours?|h|stunden?|heures?|horas?').test(name)) return 'hours'
  if (isOf('m', 'mins?|minutes?|minuten?|minutos?')) return 'minutes'
  if (isOf('s', 'secs?|seconds?|sekunden?|segundos?|secondes?')) return 'seconds'
  return isOf('d', 'days?|tage?n?|jours?|d[ií]as?') ? 'days' : 'hours'
}

/** True for a number without a unit or a clock. */
export const isPlainNumber = (cell: string) => /^[\d.,]+(e[+-]?\d+)?$/i.test(cell)

/** Maximum difference in seconds of two columns with the same duration, one rounded to hundredths of an hour. */
const roundedAway = 36

/** Matches a time of day that is hardly a duration: with a leading zero, am or pm, or six o'clock or later. */
const ofDay = /^(0\d|[6-9]|[12]\d):\d|[ap]\.?m\b|uhr/i

export type ColumnGuess = ColumnChoice & {
  /** Question to ask if the header and rows are ambiguous. */
  question?: string
}

/** Columns for date, time and duration. If two columns could be one of these, the person is asked. */
const asked: readonly ColumnField[] = ['date', 'start', 'end', 'duration']

/** Guesses the columns from the header and the first rows. */
export const guessColumns = (header: string[], rows: string[][] = []): ColumnGuess => {
  const heads = header.map(nameOf)
  const cellsOf = (at: number) => rows.map((cells) => cells[at]?.trim() ?? '').filter(Boolean)
  const found = new Map<ColumnField, number>()
  const questions: string[] = []
  const choose = (field: ColumnField, [first, second]: number[]) => {
    if (first === undefined) return
    found.set(field, first)
    if (second === undefined || !asked.includes(field)) return
    const [one, other] = [first, second].map((at) => quoteCell(header[at]?.trim() ?? ''))
    questions.push(`${one} and ${other} could both be the ${field}. Choose the columns`)
  }

  // "Tag" is German for day, but in an English header it means a tag.
  const names = heads.map(({ name }) => (name === 'tag' && heads.some((head) => head.name === 'start') ? 'tags' : name))
  const isOther = (field: ColumnField, at: number) => {
    const { hint = '' } = heads[at] ?? {}
    if (field === 'duration') return noLength.test(`${names[at]} ${hint}`) || isCurrency(hint.toUpperCase())
    return field === 'date' && noWorkDate.test(names[at] ?? '')
  }
  const candidates = (field: ColumnField) => {
    const exact = field === 'duration' ? [] : [new RegExp(`^${field}$`)]
    const ranks = [...exact, ...usualNames[field]].map((usual) =>
      names.flatMap((name, at) => (usual.test(name) && !isOther(field, at) ? [at] : [])),
    )
    return ranks.find((ofRank) => ofRank.length > 0) ?? []
  }
  /** Columns of times only, else all. */
  const timed = (all: number[]) => {
    const ofTime = all.filter((at) => !/date/.test(names[at] ?? ''))
    return ofTime.length > 0 ? ofTime : all
  }
  for (const field of columnFields) {
    if (field !== 'duration') choose(field, field === 'date' ? candidates(field) : timed(candidates(field)))
  }

  const isTimed = found.has('start') && found.has('end')
  const unitAt = (at: number) => unitOf(heads[at] ?? { name: '', hint: '' })
  const secondsAt = (at: number, unit = unitAt(at)) => rows.map((cells) => readDuration(cells[at] ?? '', unit))
  const isSame = (one: (number | null)[], other: (number | null)[]) =>
    one.some((seconds) => seconds !== null) &&
    one.every((seconds, row) => Math.abs((seconds ?? 0) - (other[row] ?? 0)) <= roundedAway)
  /** False for a vaguely named total: bare numbers may be money, and with start and end no duration is needed. */
  const isLength = (at: number) => {
    const { name = '', hint = '' } = heads[at] ?? {}
    const isVague = usualNames.duration.findIndex((usual) => usual.test(name)) === 2
    return !isVague || (!isTimed && (hint !== '' || !cellsOf(at).some(isPlainNumber)))
  }
  const lengths = candidates('duration').filter(isLength)
  const readable = lengths.filter((at) => secondsAt(at).some((seconds) => seconds !== null))
  const different = (readable.length > 0 ? readable : lengths).filter(
    (at, index, all) =>
      !all.slice(0, index).some((before) => isSame(secondsAt(before), secondsAt(at))) &&
      !(
        cellsOf(at).every(isPlainNumber) &&
        all.some((other) => other !== at && isSame(secondsAt(at, 'days'), secondsAt(other)))
      ),
  )
  choose('duration', different)

  const [time, second] = names.flatMap((name, at) => (times.test(name) ? [at] : []))
  if (time !== undefined && !found.has('start')) {
    const cells = cellsOf(time)
    const isOfDay =
      cells.length > 0
        ? cells.every((cell) => readMoment(cell, 'dmy')?.kind === 'time') && cells.some((cell) => ofDay.test(cell))
        : /^(uhrzeit|time of day|clock|heure|hora|ora)$/.test(names[time] ?? '')
    const both = second === undefined ? [time] : [time, second]
    if (!found.has('date')) for (const field of ['start', 'end'] as const) found.set(field, time)
    else choose(found.has('duration') || isOfDay ? 'start' : 'duration', both)
  }

  const at = found.get('duration')
  const duration_unit = at === undefined ? 'hours' : unitAt(at)
  const cells = at === undefined ? [] : cellsOf(at)
  const mayBeDays = !/hours|stunden|heures|horas/.test(names[at ?? -1] ?? '') && !found.has('end')
  const areParts = cells.every((cell) => /^0?[.,]\d+$/.test(cell)) && cells.some((cell) => /[.,]\d{3}/.test(cell))
  if (duration_unit === 'hours' && mayBeDays && areParts)
    questions.push(`${quoteCell(header[at ?? -1] ?? '')} could be in hours or a part of a day. Choose the unit`)
  return { columns: Object.fromEntries(found), date_order: null, duration_unit, question: questions[0] }
}

/** Message about missing columns; null if the columns contain a time and a duration. */
export const columnsProblem = ({ columns }: ColumnChoice, width: number) => {
  const chosen = Object.values(columns)
  if (chosen.some((at) => at >= width)) return 'Choose the columns again: the file has fewer'
  const { date, start, end, duration } = columns
  if (date === undefined && start === undefined) return 'Choose the column with the date or with the start'
  if (duration === undefined && (start === undefined || end === undefined)) {
    return 'Choose the column with the duration, or those with the start and the end'
  }
  return null
}
