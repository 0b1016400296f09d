import { placeKeys, type Shortcut } from '../../lib/shortcut-keys'
import type { UsedPart } from '../../lib/uses'
import { lineWords } from '../../line/words'
import { markMatches, nameRank } from './match'
import type { Group, PaletteOption } from './options'
import { places } from './places'

type Keys = [keys: string, does: string][]

const anywhere: Partial<Record<Shortcut | 'Ctrl K', string>> = {
  'Ctrl K': 'find or do anything (⌘ K on a Mac)',
  '/': 'search in all text',
  c: 'capture anything',
  n: 'write on the entry line, or add something new',
  'g n': 'new goal',
  u: 'undo what a message offers to undo, or the last rating',
  '?': 'show the keys',
}

const onTimer: Partial<Record<Shortcut, string>> = {
  t: 'start the timer',
  s: 'stop the timer',
  f: 'plan the end of what runs, pause it or go on; then take the break, or start the next round',
}

const inLists: Keys = [
  ['j', 'next row'],
  ['k', 'row before'],
  ['Enter', 'open the row'],
  ['e', 'edit its title in place, or in its form where that can’t be; on the page of one thing, too'],
  ['x', 'select the row; with Shift, those from the last one to it'],
  [' ', 'mark the row as done'],
  ['y', 'tick the habit for yesterday'],
  ['Alt ArrowUp', 'move the row up, in a list with an order of yours; with Shift, to the top'],
  ['Alt ArrowDown', 'move it down; with Shift, to the end'],
  ['#', 'delete the selected rows, the row, or what the page is about'],
  ['b', 'actions on the selected rows'],
]

const onDay: Keys = [
  ['ArrowLeft', 'previous day'],
  ['ArrowRight', 'next day'],
]

const onClock: Keys = [
  ['ArrowDown', 'next block or free half hour; left and right, the day beside'],
  ['Enter', 'edit the block, or add time there'],
  ['u', 'take back the last change, then the one before, as Ctrl or ⌘ with Z does'],
  ['Shift ArrowDown', 'a later end, of the block or the free time; upwards, an earlier one'],
  ['Delete', 'delete the block, as Backspace and # do'],
  ['n', 'in the week, add time in the last free hour'],
  ['[', 'week before'],
  [']', 'week after'],
  ['m', 'move the block by the arrows, its end with Shift; Enter saves'],
  ['Alt ArrowDown', 'move the block by a step, its end with Shift; left and right, by a day'],
]

const inPlan: Keys = [
  ['p', 'plan the day'],
  ['ArrowRight', 'next step'],
  ['ArrowLeft', 'step before'],
  ['d', 'plan the task for the day; under Does it fit, move it to the next day'],
  ['r', 'drop a task that is left over'],
  ['a', 'schedule the tasks without a time'],
]

const inReview: Keys = [
  [' ', 'show the answer'],
  ['1', 'rate again'],
  ['2', 'rate hard'],
  ['3', 'rate good'],
  ['4', 'rate easy'],
]

const nameOf = (href: string) => places.find((place) => place.href === href)?.name ?? href

/** All keys in groups. `on` matches the pages on which a group's keys work. */
export const shortcutGroups: { name: string; keys: Keys; use?: UsedPart; on?: RegExp }[] = [
  { name: 'Anywhere', keys: Object.entries(anywhere) },
  { name: 'Timer', keys: Object.entries(onTimer), use: 'time' },
  { name: 'In a list', keys: inLists, on: /^\/($|tasks|sessions|goals|projects|people|plans)/ },
  { name: 'On a day', keys: onDay, use: 'time', on: /^\/day/ },
  { name: 'On the clock of a day or a week', keys: onClock, use: 'time', on: /^\/(week|day)/ },
  { name: 'In the plan of a day', keys: inPlan, use: 'tasks', on: /^\/plan$/ },
  { name: 'In a review of cards', keys: inReview, use: 'learning', on: /^\/review$/ },
  { name: 'Go to', keys: Object.entries(placeKeys).map(([letter, href]) => [`g ${letter}`, nameOf(href)]) },
]

/** Groups of keys and of words for lines. Keys of the open page come first. Keys that open pages are links. */
export const shortcutOptions = (
  typed: string,
  page: string,
  isOffered: (href: string) => boolean,
  isOn: (use: UsedPart | undefined) => boolean,
): Group[] => {
  const rankOf = (...texts: [string, string?]) => (typed === '' ? 0 : nameRank(typed, ...texts))
  const isOnPage = ({ on }: (typeof shortcutGroups)[number]) => Boolean(on?.test(page))
  const keyGroups = shortcutGroups
    .toSorted((a, b) => Number(isOnPage(b)) - Number(isOnPage(a)))
    .map(({ keys, ...group }) => ({
      ...group,
      options: keys.flatMap(([one, words]): PaletteOption[] => {
        const rank = rankOf(words)
        const href = group.name === 'Go to' ? placeKeys[one.slice(2)] : undefined
        if (rank === null || (href && !isOffered(href))) return []
        return [{ icon: 'keyboard', title: markMatches(typed, words), keys: one, does: href ? { href } : null, rank }]
      }),
    }))
  const wordGroups = lineWords.map(({ words, ...group }) => ({
    ...group,
    options: words.flatMap(([word, means]): PaletteOption[] => {
      const rank = rankOf(word, means)
      return rank === null ? [] : [{ icon: 'edit', title: markMatches(typed, word), detail: means, does: null, rank }]
    }),
  }))
  return [...keyGroups, ...wordGroups].filter(({ use }) => isOn(use))
}
