import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { PaletteList, ShortcutList } from '../../../views/data/palette/list'
import { isHabitLine } from '../../goals/goals/read-title'
import { type App, todayOf } from '../../lib/env'
import { factsOf } from '../../lib/feature'
import { searchLimit, withParameters } from '../../lib/http/list-view'
import { rowIdPattern } from '../../lib/http/path-to'
import { pageOnScreen, wantsFragment } from '../../lib/http/respond'
import { kindEntries, kindEntry, kindPage } from '../../lib/kinds'
import { splitMarks } from '../../lib/search/marks'
import { dayMonth } from '../../lib/text/format'
import { cleanLine, cleanText, firstCharacters, quoteName } from '../../lib/text/text'
import { isUsed } from '../../lib/uses'
import { noTitle } from '../../line/parts'
import { parseEntry } from '../../time/entry/interpret'
import { suggestions } from '../../time/entry/suggest/suggest'
import type { CaptureKind } from '../capture/first-words'
import { allowedMarks, lineKind, pagesOfKinds } from '../capture/line'
import { understandLine } from '../capture/understand'
import { searchPageData } from '../search/run'
import { fallbackTitle, plainTitle, type SearchHit } from '../search/schema'
import * as o from './options'
import { commands, places } from './places'
import { findRowsByName, type NamedRow, rowsById } from './queries'
import { parseReportQuery, reportsOf } from './reports'
import { shortcutOptions } from './shortcuts'

/** Maximum length in characters. */
const limits = { line: 500, action: 80 }
const most = { recent: 60, actions: 30 }

/** Number of visits or choices from which an entry is frequent. */
const frequentFrom = 3

const PaletteQuery = z.object({
  line: z
    .string()
    .catch('')
    .transform((text) => firstCharacters(text.toWellFormed(), limits.line)),
  caret: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .optional()
    .catch(undefined),
  /** Recently opened paths and chosen lines, separated by spaces. May contain repetitions. */
  recent: z
    .string()
    .catch('')
    .transform((text) => text.split(' ').filter(Boolean).slice(0, most.recent)),
  /** Labels of the actions on the page, one a line. */
  actions: z
    .string()
    .catch('')
    .transform((text) =>
      text
        .split('\n')
        .slice(0, most.actions)
        .map((name) => firstCharacters(cleanLine(name), limits.action)),
    ),
})
type PaletteQuery = z.infer<typeof PaletteQuery>

/** Reads the mode sign at the start of the field: `+` captures, `/` searches all text, `?` lists the keys. */
const modeOf = (q: string) => {
  const [before = '', mode = ''] = /^\s*([+/?])\s*/.exec(q) ?? []
  return { mode, before, text: q.slice(before.length) }
}

type Found = { groups: o.Group[]; hidden?: number }

/** The row that a path leads to; empty if the path is no row's. */
const rowAt = (path: string) => {
  const [kind] = kindEntries.find(([, { path: pathOf, parent }]) => !parent && path.startsWith(pathOf('', null))) ?? []
  const id = kind && path.slice(kindEntry(kind).path('', null).length)
  return kind && id && rowIdPattern.test(id) ? [{ kind, id }] : []
}

/** True if the path belongs to a part of Daymark that the person uses. */
const isOffered = (c: Context<App>, path = '/') => isUsed(c.var.user, factsOf('GET', path.replace(/\?.*/, '')).use)

/** Pages of the parts that the person uses. */
export const availablePlaces = (c: Context<App>) =>
  places.filter(({ href, isForAdmins = false }) => isOffered(c, href) && (!isForAdmins || c.var.user.role === 'admin'))

const offeredCommands = (c: Context<App>) => commands.filter(({ href, of = href }) => isOffered(c, of))

const offeredKinds = <Kind extends CaptureKind>(c: Context<App>, kinds: readonly Kind[]) =>
  kinds.filter((kind) => isOffered(c, pagesOfKinds[kind]))

/** Options for an empty field: recent and frequent entries, actions of the page, and pages. */
const begin = async (c: Context<App>, { recent: kept, actions }: PaletteQuery): Promise<Found> => {
  const recent = kept.filter((key) => key !== pageOnScreen(c)?.pathname)
  const keys = [...new Set(recent)]
  const known = new Map(
    (await rowsById(c.env.DB, c.var.user.id, keys.flatMap(rowAt))).map((row) => [`${row.kind} ${row.id}`, row]),
  )
  const optionsAt = (key: string) => {
    const [named] = rowAt(key)
    const row = named && known.get(`${named.kind} ${named.id}`)
    if (row) return isOffered(c, key) ? [{ ...o.rowOption(row, '', todayOf(c)), rank: 0 }] : []
    const place = availablePlaces(c).filter(({ href }) => href === key && href !== '/')
    const command = offeredCommands(c).filter(({ href, fills = '' }) => key === (href ?? encodeURIComponent(fills)))
    return [...place.flatMap((one) => o.placeOption(one, '')), ...command.flatMap((one) => o.commandOption(one, ''))]
  }
  const latest = keys.filter((key) => optionsAt(key).length > 0).slice(0, 6)
  const often = [...Map.groupBy(recent, (key) => key)]
    .filter(([key, { length }]) => length >= frequentFrom && !latest.includes(key))
    .toSorted(([, a], [, b]) => b.length - a.length)
  return {
    groups: [
      { name: 'Recent', options: latest.flatMap(optionsAt) },
      { name: 'Often', options: often.flatMap(([key]) => optionsAt(key)).slice(0, 4) },
      {
        name: 'On this page',
        options: actions.flatMap((name, number) => o.actionOption(name, number, '')).slice(0, 6),
      },
      {
        name: 'Do',
        options: offeredCommands(c)
          .slice(0, 5)
          .flatMap((command) => o.commandOption(command, '')),
      },
      {
        name: 'Go to',
        options: availablePlaces(c)
          .filter(({ href }) => !recent.includes(href))
          .flatMap((place) => o.placeOption(place, ''))
          .filter(({ keys }) => keys),
      },
    ],
  }
}

/** Options that start the timer: with the words as its title, or with the planned end that they contain. */
const startOptions = async (c: Context<App>, text: string) =>
  parseEntry(text, todayOf(c)).focus === undefined
    ? [o.plainLine('session', text)]
    : o.lineOptions(await understandLine(c, text, { chosen: 'session' }), text, o.lineRanks.maybe)

/** Options for a text that is clearly a line, and completions for the word at its caret. */
const lineGroups = async (c: Context<App>, { text, before, caret }: Line): Promise<o.PaletteOption[]> => {
  const { DB } = c.env
  const { user, org } = c.var
  const [today, now] = [todayOf(c), Date.now()]
  const logs = isOffered(c, pagesOfKinds.session)
  const { kind, rest } = lineKind(text, today, undefined, logs)
  const isUnsaid = kind === 'task' && rest === cleanLine(text)
  const at = Math.min(Math.max(0, (caret ?? before.length + text.length) - before.length), text.length)
  const takes = allowedMarks(text, today, undefined, logs)
  const isHabit = isUnsaid && isHabitLine(text, today)
  const kinds: (CaptureKind | undefined)[] = [
    ...(isUnsaid && before === '' ? offeredKinds(c, ['session', 'task']) : [undefined]),
    ...(isHabit ? offeredKinds(c, ['goal']) : []),
  ]
  const [names, ...understood] = await Promise.all([
    suggestions(DB, user.id, org, {
      text,
      caret: at,
      create: '',
      today,
      now,
      takes: isUnsaid ? { marks: '@#!%^' } : takes,
    }),
    ...kinds.map((chosen) => understandLine(c, text, { chosen })),
  ])
  const start = kind === 'session' && parseEntry(text, today).focus === undefined ? o.withoutTime(text, today) : ''
  return [
    ...names.map((name) => o.suggestionOption(name, before)),
    ...understood
      .filter((one) => !(isUnsaid && one.kind === 'task' && one.errors.includes(noTitle)))
      .flatMap((one) => o.lineOptions(one, text)),
    ...(start && start !== cleanLine(text)
      ? [o.plainLine('session', start, understood[0]?.interpretation?.title)]
      : []),
    ...(isUnsaid && before !== ''
      ? [
          ...(logs ? await startOptions(c, text) : []),
          ...offeredKinds(c, isHabit ? ['learning'] : ['learning', 'goal']).map((one) => o.plainLine(one, text)),
        ]
      : []),
  ]
}

type Line = { text: string; before: string; caret?: number }

/** True if the text is meant as a line: it contains a mark with a name, or starts like a line. */
const isLine = (text: string, today: string) => {
  const { kind, rest } = lineKind(text, today)
  return rest !== '' && (kind === 'session' || rest !== cleanLine(text) || /(^|\s)[@#!%^]\S/.test(text))
}

const kindsOf = { tasks: ['task'], goals: ['goal', 'plan'] }

/** Option that starts the timer for the best matching task of today. */
const startsOf = (rows: NamedRow[], text: string, today: string) =>
  rows
    .filter(({ kind, due }) => kind === 'task' && due === today)
    .slice(0, 1)
    .map((row): o.PaletteOption => {
      const { title, rank } = o.rowOption(row, text, today)
      const does = { posts: '/timer/start', values: { task_id: row.id } }
      return { icon: 'play', title: [{ text: 'Start ', marked: false }, ...title], detail: 'planned today', does, rank }
    })

const searchFor = (text: string): o.PaletteOption => ({
  icon: 'search',
  title: [{ text: `Search all text for ${quoteName(text)}`, marked: false }],
  keys: '/',
  does: { fills: `/${text}` },
  rank: 5,
})

/** Actions of the page, and commands. An action that is also a command is listed once. */
const actionsFor = (c: Context<App>, query: PaletteQuery, text: string) => {
  const commands = offeredCommands(c)
  const isCommand = (action: string) => commands.some(({ name }) => name === action)
  return [
    ...query.actions.flatMap((name, number) => (isCommand(name) ? [] : o.actionOption(name, number, text))),
    ...commands.flatMap((command) => o.commandOption(command, text)),
  ]
}

const find = async (c: Context<App>, query: PaletteQuery, text: string): Promise<Found> => {
  const today = todayOf(c)
  const logs = isOffered(c, pagesOfKinds.session)
  const isSaid = isLine(text, today)
  const asked = parseReportQuery(text, today)
  const [all, own, lines, starts] = await Promise.all([
    findRowsByName(c.env.DB, c.var.user.id, c.var.org, text),
    asked ? findRowsByName(c.env.DB, c.var.user.id, c.var.org, asked.name) : [],
    isSaid ? lineGroups(c, { text, before: '', caret: query.caret }) : [],
    logs && !isSaid ? startOptions(c, text) : [],
  ])
  const rows = all.filter(({ kind, id }) => isOffered(c, kindEntry(kind).path(id, null)))
  const ofKinds = (kinds: string[]) =>
    rows.filter(({ kind }) => kinds.includes(kind)).map((row) => o.rowOption(row, text, today))
  const others: o.PaletteOption[] = isSaid
    ? []
    : [
        ...starts,
        ...offeredKinds(c, ['task']).map((kind) => o.plainLine(kind, text)),
        ...(logs ? [o.logOption(text)] : []),
      ]
  const found: [string, number, o.PaletteOption[]][] = [
    [
      'Do',
      7,
      [
        ...lines,
        ...(logs ? startsOf(rows, text, today) : []),
        ...(isOffered(c, '/report') ? reportsOf(rows, text, today, asked && { ...asked, rows: own }) : []),
        ...actionsFor(c, query, text),
        ...others,
        searchFor(text),
      ],
    ],
    ['Tasks', 4, ofKinds(kindsOf.tasks)],
    ['Goals and plans', 4, ofKinds(kindsOf.goals)],
    [
      'Go to',
      6,
      [
        ...availablePlaces(c).flatMap((place) => o.placeOption(place, text)),
        ...rows
          .filter(({ kind }) => ![...kindsOf.tasks, ...kindsOf.goals].includes(kind))
          .map((row) => o.rowOption(row, text, today)),
      ],
    ],
  ]
  const groups = found.map(([name, count, options]) => ({
    name,
    options: o.closestOptions(options, query.recent, count),
  }))
  const shown = groups.reduce((sum, { options }) => sum + options.length, 0)
  const rank = ({ options }: o.Group) => options[0]?.rank ?? 9
  return {
    groups: groups.toSorted((a, b) => rank(a) - rank(b)),
    hidden: found.reduce((sum, [, , options]) => sum + options.length, 0) - shown,
  }
}

const dateOf = ({ date, target_date }: SearchHit, today: string) => {
  const one = date ?? target_date
  return one === null ? undefined : dayMonth(one, today)
}

const searchText = async (c: Context<App>, text: string): Promise<Found> => {
  const view = { q: firstCharacters(cleanText(text), searchLimit), kind: '', cursor: null } as const
  const outcome = await searchPageData(c.env.DB, c.var.user, view, c.var.org)
  const sections = typeof outcome === 'string' ? [] : outcome.sections
  const groups = sections.map(
    ({ kind, groups: hits }): o.Group => ({
      name: kindEntry(kind).many,
      options: hits.slice(0, 4).map(({ hit: row }) => ({
        icon: kindEntry(kind).icon,
        title: row.title ? splitMarks(row.title) : [{ text: fallbackTitle(row), marked: false }],
        detail: dateOf(row, todayOf(c)),
        excerpt: row.notes !== row.title && plainTitle(row.notes) !== row.notes ? splitMarks(row.notes) : undefined,
        does: { href: kindPage(row) },
        rank: 0,
      })),
    }),
  )
  const all: o.PaletteOption = {
    icon: 'search',
    title: [{ text: view.q === '' ? 'Open search' : `All results for ${quoteName(view.q)}`, marked: false }],
    does: { href: withParameters('/search', view.q === '' ? [] : [['q', view.q]]) },
    rank: 9,
  }
  return { groups: [...groups, { name: 'Search', options: [all] }] }
}

const capture = async (c: Context<App>, line: Line): Promise<Found> => {
  const typed = `${cleanLine(line.text)} `.toLowerCase().trimStart()
  const beginnings = o.lineBeginnings
    .filter(([kind, beginning]) => isOffered(c, pagesOfKinds[kind]) && (typed === '' || beginning === typed))
    .map((one) => o.beginningOption(...one))
  if (beginnings.length > 0) return { groups: [{ name: 'Capture', options: beginnings }] }
  const options = (await lineGroups(c, line)).toSorted((a, b) => a.rank - b.rank)
  return { groups: [{ name: 'Capture', options }] }
}

const answer = (c: Context<App>, query: PaletteQuery): Promise<Found> | Found => {
  const { mode, before, text } = modeOf(query.line)
  if (mode === '+') return capture(c, { text, before, caret: query.caret })
  if (mode === '/') return searchText(c, text)
  if (mode === '?')
    return {
      groups: shortcutOptions(
        cleanLine(text),
        pageOnScreen(c)?.pathname ?? '',
        (href) => isOffered(c, href),
        (use) => isUsed(c.var.user, use),
      ),
    }
  const typed = cleanLine(text)
  return typed === '' ? begin(c, query) : find(c, query, typed)
}

/** `/palette`: options for the typed text. Without script, its link opens the search page. */
export const paletteRoutes = new Hono<App>().get('/', async (c) => {
  const query = PaletteQuery.parse(c.req.query())
  if (!wantsFragment(c)) return c.redirect(withParameters('/search', query.line ? [['q', query.line]] : []), 303)
  const { groups, hidden = 0 } = await answer(c, query)
  return c.render(
    <PaletteList groups={groups.filter(({ options }) => options.length > 0)} hidden={hidden} line={query.line} />,
  )
})

/** List of all keys and line words, below the keyboard settings. */
export const shortcutsSection = async () => <ShortcutList />
