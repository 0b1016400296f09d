import type { Context } from 'hono'
import { z } from 'zod'
import { filterIn } from '../../ledger/goal-tree'
import { namedSubjects } from '../../ledger/subject-choices'
import { type App, localNow, todayOf } from '../../lib/env'
import { eachSubject, filterWords } from '../../lib/filter'
import { parseFormDates } from '../../lib/http/date-fields'
import { submittedText } from '../../lib/http/form'
import { formValuesOf } from '../../lib/resource/kind'
import type { FieldErrors } from '../../lib/resource/resource'
import { duration } from '../../lib/text/format'
import { decodeTexts } from '../../lib/text/text'
import { cleanTypedLine } from '../../line/parts'
import { readNames } from '../../line/queries'
import { daysText, goalKind } from './fields'
import { goalLineLimit, goalMarks, interpretGoal, sayGoal } from './line'
import { NewGoalForm, type NewGoalValues, newGoalValues, periodOf } from './schema'

/** Interprets a line of a goal, with the names that the line may mention. */
export const goalOfLine = async (c: Context<App>, line: string) => {
  const { today } = localNow(c.var.user)
  return interpretGoal(line, today, await readNames(c.env.DB, c.var.user.id, c.var.org, line, goalMarks))
}

/** True for a line that reads as a habit, without names in it: `Meditate every day`. */
export const isHabitLine = (line: string, today: string) => interpretGoal(line, today).does === 'Add habit'

/** The values that a title set in the form of a new goal, by field, with the title that is left. */
const Read = z.object({ line: z.string(), values: z.record(z.string(), z.string()) })
type Read = z.infer<typeof Read>

const parseRead = (text: string): Read => {
  try {
    return Read.parse(JSON.parse(text))
  } catch {
    return { line: '', values: {} }
  }
}

/** Values of the empty form. */
const emptyGoalForm = { ...formValuesOf(goalKind, newGoalValues), period: 'once', progress_source: 'auto' }
const emptyText = (name: string) => String(new Map(Object.entries(emptyGoalForm)).get(name) ?? '')

/**
 * Replaces the values that the former title set by those of the next one. Values that a person changed since stay.
 * @param submitted values of the form
 */
const withTitle = (submitted: Record<string, string>, former: Read, next: Read) => {
  const names = Object.keys({ ...former.values, ...next.values }).filter((name) => name !== 'title')
  const before = (name: string) => former.values[name] ?? emptyText(name)
  const changed = names.filter((name) => (submitted[name] ?? before(name)) === before(name))
  return { ...submitted, ...Object.fromEntries(changed.map((name) => [name, next.values[name] ?? emptyText(name)])) }
}

/** Form values of a goal from its line. */
const formValuesOfLine = ({ values }: ReturnType<typeof interpretGoal>) => {
  const { title, target_date, target_minutes, kind, period = null, target, unit, times_of, direction, on_days } = values
  return {
    title,
    period: periodOf({ kind, period }) ?? 'once',
    target_date: target_date ?? '',
    target_minutes: target_minutes === null ? '' : duration(target_minutes * 60),
    progress_source: values.progress_source ?? (target_minutes === null ? 'auto' : 'time'),
    ...(target != null && { target: String(target) }),
    ...(unit && { unit }),
    ...(times_of && { times_of }),
    ...(direction && { direction }),
    ...(on_days && { on_days: daysText(on_days) }),
    ...(values.counts && { counts: values.counts }),
  }
}

type GoalOfLine = ReturnType<typeof interpretGoal>
type ReadLine = Pick<GoalOfLine, 'unclear' | 'wrong'> & {
  read: Read
  /** True if all words stay the title. */
  isPlain: boolean
}

/** Reading of the title in the form of a new goal, with the goal that would be saved. */
export type TitleReading = ReadLine & Pick<GoalOfLine, 'parts' | 'does'>

const readTitle = async (c: Context<App>, submitted: Record<string, string>): Promise<ReadLine | null> => {
  const line = cleanTypedLine(submitted.title, goalLineLimit)
  if (line === '') return null
  const isPlain = submitted.plain === 'yes'
  if (isPlain) return { unclear: [], wrong: [], isPlain, read: { line, values: { title: line } } }
  const goal = await goalOfLine(c, line)
  const read = {
    line,
    values: Object.fromEntries(Object.entries(formValuesOfLine(goal)).map(([name, one]) => [name, String(one)])),
  }
  return { ...goal, isPlain, read }
}

/** The values of the form as they are stored. Percent has no target, whatever a hidden field still says. */
const parseGoalForm = ({ read }: ReadLine, { target_minutes, ...typed }: Record<string, string>) =>
  NewGoalForm.safeParse({
    ...typed,
    ...(typed.progress_source !== 'auto' && { target_minutes }),
    title: read.values.title,
    counts: decodeTexts(typed.counts ?? ''),
  })

/** Says what is saved of a goal. Without a valid form, its title. */
const sayForm = async (c: Context<App>, reading: ReadLine, typed: Record<string, string>) => {
  const parsed = parseGoalForm(reading, typed)
  const values = { ...newGoalValues, title: reading.read.values.title ?? '', ...parsed.data }
  const subject = filterIn(values.counts)
  const chosen = subject === '' ? [] : await namedSubjects(c.env.DB, c.var.user.id, eachSubject(subject))
  const nameOf = (one: string) => chosen.find((name) => name.subject === one)?.label ?? one
  const counted = subject === '' ? '' : filterWords(subject, nameOf)
  return sayGoal(values, counted, todayOf(c), reading.wrong)
}

/** The form of a new goal with the values of its title. @param typed values of the form, whose dates may be words */
export const readGoalForm = async (c: Context<App>, typed: Record<string, string>) => {
  const submitted = parseFormDates(c, NewGoalForm, typed)
  const read = await readTitle(c, submitted)
  if (read === null) return { reading: null, values: submitted }
  const values = withTitle(submitted, parseRead(submitted.read ?? ''), read.read)
  return { reading: { ...read, ...(await sayForm(c, read, values)) }, values }
}

/**
 * A new goal as its form is read when it is sent: the title may have changed since, and the choice to keep all its words.
 */
export const readNewGoal = async (
  c: Context<App>,
  { read, plain, ...goal }: NewGoalValues,
): Promise<{ values: NewGoalValues } | { errors: FieldErrors }> => {
  if (read === undefined) return { values: goal }
  const { reading, values: typed } = await readGoalForm(c, submittedText(c))
  if (reading?.unclear.length && parseRead(read).line !== goal.title) return { errors: { title: reading.unclear } }
  const parsed = reading ? parseGoalForm(reading, typed) : NewGoalForm.safeParse({ ...typed, title: '' })
  return parsed.success ? { values: parsed.data } : { errors: z.flattenError(parsed.error).fieldErrors }
}
