import { z } from 'zod'
import { normal } from './entry'

export const columnFields = [
  ...(['date', 'start', 'end', 'duration', 'project', 'client', 'task', 'title', 'notes', 'tags'] as const),
]
export type ColumnField = (typeof columnFields)[number]

const index = z.int().min(0).max(499)

/** Columns of a CSV by what they mean, and how its dates and lengths are written. */
export const ColumnChoice = z.object({
  columns: z.partialRecord(z.enum(columnFields), index),
  date_order: z.enum(['dmy', 'mdy']).nullable().catch(null),
  duration_unit: z.enum(['hours', 'minutes', 'seconds']).catch('hours'),
})
export type ColumnChoice = z.infer<typeof ColumnChoice>

/** Names that columns have in exports of other tools, lower-case. */
const usualNames: Record<ColumnField, RegExp> = {
  date: /^(.* )?(date|day|datum|tag|fecha|jour)$/,
  start: /^((time|clock) )?(start|from|begin|started|in|von|beginn)( at| time| date)?$/,
  end: /^((time|clock) )?(end|to|stop|finish|ended|out|bis|ende)( at| time| date)?$/,
  duration: /\b(duration|hours|length|total|time spent|tracked|minutes|seconds|dauer|stunden)\b/,
  project: /^(project|projekt|proyecto|projet)( name)?$/,
  client: /^(client|customer|company|kunde|cliente)( name)?$/,
  task: /^(task|activity|aufgabe)( name)?$/,
  title: /^((task|issue|work|event) )?(title|description|summary|entry|subject|name|annotation)$|^what\b/,
  notes: /^(notes?|comments?|details|remarks?|notizen)$/,
  tags: /^(tags?|labels?|categor(y|ies))$/,
}

/** Names of columns that hold a time, a length or a range from one time to another. */
const times = /^(times?|(time )?(range|period|span)|zeit(raum|spanne)?|uhrzeit|(from|start|von) ?[-–/] ?(to|end|bis))$/

/** Columns that are probably meant, from the header. */
export const guessColumns = (header: string[]): ColumnChoice => {
  const own = header.map((name) => normal(name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')).replaceAll('_', ' '))
  // A day in German, unless the other columns are in English.
  const names = own.map((name) => (name === 'tag' && own.includes('start') ? 'tags' : name))
  const found = new Map(
    columnFields.flatMap((field) => {
      const isUsual = (name: string) => usualNames[field].test(name) && !/rate|amount|billable/.test(name)
      const at = names.includes(field) ? names.indexOf(field) : names.findIndex(isUsual)
      return at < 0 ? [] : [[field, at] as const]
    }),
  )
  const time = names.findIndex((name) => times.test(name))
  if (time >= 0 && !found.has('start')) {
    const fields = !found.has('date')
      ? (['start', 'end'] as const)
      : found.has('duration')
        ? (['start'] as const)
        : (['duration'] as const)
    for (const field of fields) found.set(field, time)
  }
  const durationName = names[found.get('duration') ?? -1] ?? ''
  const duration_unit = /\bmin/.test(durationName) ? 'minutes' : /\bse[ck]/.test(durationName) ? 'seconds' : 'hours'
  return { columns: Object.fromEntries(found), date_order: null, duration_unit }
}

/** Says what a choice of columns lacks; null if it tells when and how long. */
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
