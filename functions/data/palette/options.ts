import type { IconName } from '../../../views/ui/icon'
import { kindEntry, kindPage } from '../../lib/kinds'
import type { MarkedPiece } from '../../lib/search/marks'
import { dateText, dayMonth, duration } from '../../lib/text/format'
import { cleanLine, quoteName } from '../../lib/text/text'
import { projectLabel } from '../../line/names'
import { takeWhen } from '../../line/when'
import type { Suggestion } from '../../time/entry/suggest/options'
import type { CaptureKind } from '../capture/first-words'
import type { understandLine } from '../capture/understand'
import { markMatches, nameRank } from './match'
import { type Command, keysOf, type PalettePlace } from './places'
import type { NamedRow } from './queries'

/** Effect of choosing an option; null if the option only informs. */
type Does =
  /** Opens a page, or a dialog of the page by its id. */
  | { href: string; opens?: string }
  /** Fills the field with a line. */
  | { fills: string; caret?: number }
  /** Clicks an action of the page, by its index in the request. */
  | { presses: number }
  /** Sends a form; `leaves` if the response is a new page. */
  | { posts: string; values?: Record<string, string>; leaves?: true }
  | null

export type PaletteOption = {
  icon: IconName
  title: MarkedPiece[]
  detail?: string
  /** Text around the match, on a second line. */
  excerpt?: MarkedPiece[]
  /** Equivalent keys, separated by a space. */
  keys?: string
  /** Color of the project. */
  color?: string | null
  does: Does
  /** Lower is a closer match. */
  rank: number
  isWrong?: boolean
}

export type Group = { name: string; options: PaletteOption[] }

const plain = (text: string): MarkedPiece[] => [{ text, marked: false }]

/** Option that opens a row. @param typed text to highlight in its name */
export const rowOption = (row: NamedRow, typed: string, today: string): PaletteOption => {
  const { one, icon } = kindEntry(row.kind)
  const due = row.due && (row.kind === 'task' ? dateText(row.due, today) : dayMonth(row.due, today))
  const details = [row.kind === 'task' || row.kind === 'goal' ? '' : one.toLowerCase(), row.of, due]
  return {
    icon,
    title: markMatches(typed, row.title),
    detail: [...details, row.is_over === 1 && (row.kind === 'project' ? 'archived' : 'done')]
      .filter(Boolean)
      .join(' · '),
    color: row.kind === 'project' ? row.color : undefined,
    does: { href: kindPage({ ...row, parent_id: null }) },
    rank: (nameRank(typed, row.title) ?? 2) + (row.is_over === 1 ? 0.5 : 0),
  }
}

export const placeOption = (place: PalettePlace, typed: string): PaletteOption[] => {
  const rank = typed === '' ? 0 : nameRank(typed, place.name, place.words)
  if (rank === null) return []
  const { icon, name, href, in: detail } = place
  return [{ icon, title: markMatches(typed, name), detail, keys: keysOf(href), does: { href }, rank }]
}

const doesOf = ({ href, opens, fills, posts }: Command): Does => {
  if (fills !== undefined) return { fills }
  if (posts !== undefined) return { posts, leaves: true }
  return href === undefined ? null : { href, opens }
}

export const commandOption = (command: Command, typed: string): PaletteOption[] => {
  const rank = typed === '' ? 0 : nameRank(typed, command.name, command.words)
  if (rank === null) return []
  const { icon, name, keys } = command
  return [{ icon, title: markMatches(typed, name), keys, does: doesOf(command), rank }]
}

/** Option for an action of the open page, by its label. */
export const actionOption = (name: string, number: number, typed: string): PaletteOption[] => {
  const rank = typed === '' ? 0 : nameRank(typed, name)
  if (rank === null || name === '') return []
  return [{ icon: 'right', title: markMatches(typed, name), detail: 'this page', does: { presses: number }, rank }]
}

const verbs: Record<CaptureKind, [verb: string, icon: IconName]> = {
  task: ['Add task', 'tasks'],
  meeting: ['Add meeting', 'meetings'],
  action: ['Add action item', 'tasks'],
  feedback: ['Add feedback', 'feedback'],
  learning: ['Add learning', 'learnings'],
  energy: ['Check in', 'energy'],
  goal: ['Add goal', 'goals'],
  session: ['Start', 'play'],
}

/** Option that begins a line which logs time with this title. */
export const logOption = (words: string): PaletteOption => ({
  icon: 'plus',
  title: plain(`Log time as ${quoteName(words)}`),
  detail: 'write 25m to log',
  does: { fills: `25m ${words}`, caret: 3 },
  rank: lineRanks.maybe,
})

/**
 * Ranks of lines: `said` for a clear line, before everything else; `maybe` for a possible line, after search results.
 */
export const lineRanks = { said: -1, maybe: 4 }

/**
 * Option that submits a line as a row of a kind, without resolving names in it. @param words shown; `entry` by default
 */
export const plainLine = (kind: CaptureKind, entry: string, words = entry): PaletteOption => {
  const [verb, icon] = verbs[kind]
  const does = { posts: '/capture', values: { kind, entry } }
  return { icon, title: plain(`${verb} ${quoteName(words)}`), does, rank: lineRanks.maybe }
}

type UnderstoodLine = Awaited<ReturnType<typeof understandLine>>

type SessionLine = NonNullable<UnderstoodLine['interpretation']>

/**
 * Label of a session line: `Log 25m as “report”`, `Start “report” for 25m`, `Start focus for 25m`, `Start in Thesis`.
 */
const sessionWords = ({ plan, wants, title, project, ofTask }: SessionLine) => {
  const name = title || ofTask?.title || ''
  const length = plan?.kind === 'log' ? ` ${duration(plan.times.duration_seconds)}` : ''
  const planned = plan?.kind === 'start' && plan.focus ? ` for ${duration(plan.focus)}` : ''
  const verb = wants === 'log' ? `Log${length}` : 'Start'
  if (name !== '') return `${verb}${wants === 'log' ? ' as' : ''} ${quoteName(name)}${planned}`
  return `${verb}${planned && ` focus${planned}`}${project?.kind === 'own' ? ` in ${project.name}` : ''}`
}

/** Choices that a session line needs before it can be sent: which project, or on which day it ends. */
const sessionChoices = (line: SessionLine): [words: string, values: Record<string, string>][] => {
  const words = sessionWords(line)
  const { project, futureChoices } = line
  if (project?.kind === 'unknown') {
    return [
      ...project.creatable.map((name) => [`${words} in new project ${quoteName(name)}`, { create: name }] as const),
      ...project.similar.map((one) => [`${words} in ${projectLabel(one)}`, { project_id: one.id }] as const),
    ].map(([text, values]) => [text, { ...values }])
  }
  const answers = { now: 'until now', yesterday: 'yesterday', planned: 'as planned' }
  return futureChoices.map(({ answer }) => [`${words}, ${answers[answer]}`, { future: answer }])
}

/** Options for a parsed line: its action, choices for ambiguous parts, and errors. */
export const lineOptions = (understood: UnderstoodLine, entry: string, rank = lineRanks.said): PaletteOption[] => {
  const { kind, parts, interpretation, errors } = understood
  const [verb, icon] = verbs[kind]
  const [first, ...others] = parts.filter(({ isOpen, isWrong }) => !isOpen && !isWrong)
  const does = kind === 'energy' || kind === 'goal' ? String(understood.does) : verb
  const words = kind === 'energy' ? does : `${does} ${quoteName(first?.text ?? '')}`
  const values = { kind, entry }
  const option: PaletteOption = {
    icon: interpretation?.wants === 'log' ? 'plus' : icon,
    title: plain(interpretation ? sessionWords(interpretation) : words),
    detail: others
      .filter(({ label }) => label !== 'focus')
      .map(({ text }) => text)
      .join(' · '),
    does: { posts: '/capture', values },
    rank,
  }
  const choices = interpretation ? sessionChoices(interpretation) : []
  if (choices.length > 0) {
    return choices.map(([text, more]) => {
      const does = { posts: '/capture', values: { ...values, ...more } }
      return { ...option, title: plain(text), does }
    })
  }
  const [wrong] = interpretation?.errors ?? errors
  return [wrong === undefined ? option : { ...option, detail: wrong, isWrong: true, does: null }]
}

/** A line without its time, as the title for starting the timer. */
export const withoutTime = (line: string, today: string) => takeWhen(cleanLine(line).split(/\s+/), today).rest.join(' ')

/**
 * Option that completes the word at the caret. @param before the mode sign in the field, which is not part of the line
 */
export const suggestionOption = (suggestion: Suggestion, before: string): PaletteOption => {
  const { kind, name, details, line, caret, isSelected, color } = suggestion
  const isNew = kind === 'new project' || kind === 'new tag'
  return {
    icon: kind === 'goal' || kind === 'task' || kind === 'person' ? kindEntry(kind).icon : 'right',
    title: plain(isNew ? `Create ${kind === 'new tag' ? 'tag ' : ''}${quoteName(name)}` : name),
    detail: details.join(' · '),
    color,
    does: { fills: before + line, caret: before.length + caret },
    rank: isSelected ? lineRanks.said - 1 : lineRanks.maybe,
  }
}

/** Beginnings of lines, offered while the field is empty. */
export const lineBeginnings: [kind: CaptureKind, beginning: string, example: string][] = [
  ['task', 'todo ', 'todo call the bank tomorrow high'],
  ['session', '25m ', '25m report @Thesis'],
  ['meeting', 'meet ', 'meet Ada, Tom tomorrow 14:00 45m'],
  ['action', 'action ', 'action send Ada the figures friday'],
  ['goal', 'goal ', 'goal Read 5h a week by 15 Jan'],
  ['goal', 'habit ', 'habit Meditate every day'],
  ['learning', 'learned ', 'learned concept: joins #sql'],
  ['feedback', 'feedback ', 'feedback Ada: + clear slides'],
  ['energy', 'energy ', 'energy 4 3 after lunch'],
]

export const beginningOption = (kind: CaptureKind, beginning: string, example: string): PaletteOption => {
  const [usual, icon] = kind === 'session' ? ['Log time', 'plus' as const] : verbs[kind]
  const verb = beginning === 'habit ' ? 'Add habit' : usual
  const fills = `+ ${beginning}`
  return { icon, title: plain(verb), detail: example, does: { fills, caret: fills.length }, rank: 0 }
}

/** The options of a group to show, closest first. Among equal ranks, recently opened ones come first. */
export const closestOptions = (options: PaletteOption[], recent: string[], most: number) => {
  const age = ({ does }: PaletteOption) => {
    const at = does && 'href' in does ? recent.indexOf(does.href) : -1
    return at < 0 ? recent.length : at
  }
  return options.toSorted((a, b) => a.rank - b.rank || age(a) - age(b)).slice(0, most)
}
