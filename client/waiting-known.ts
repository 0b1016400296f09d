import type { Line } from './service-worker/line'
import { type KnownTimer, timerOf } from './waiting-words'

/** A kept page has `seen`, `sent`, `strip` and `own` (client/service-worker/offline-page.ts). */
const { dataset } = document.body

/** Lines that the server took after this page was kept, or after an instant (epoch ms), in their order. */
export const sentSince = (at = 0): Line[] =>
  (JSON.parse(dataset.sent || '[]') as Line[]).filter(({ sent = 0 }) => sent > at)

/** Lines that say something of the timer in the strip, which is perhaps newer than its page. */
export const behindStrip = () => sentSince(Number(dataset.strip ?? 0))

/**
 * The timer that the rest of the page shows.
 * @param strip that of the strip
 */
export const timerOfPage = (strip: KnownTimer | null): KnownTimer | null => {
  const [from, ...words] = dataset.own?.split(' ') ?? []
  if (from === undefined) return strip
  return from ? { name: words.join(' '), from: Number(from) } : null
}

/** The timer of the strip after all that the server took. */
export const timerNow = (strip: KnownTimer | null) => {
  const runs = timerOf(behindStrip(), strip)
  return runs === undefined || runs?.isUnsure ? strip : runs
}

/** The server answers again, and brings parts of the page up to date. */
export const forgetKept = () => {
  for (const name of ['sent', 'strip', 'own']) delete dataset[name]
}

const steps = /\/(complete|reach|reopen)\b.*$/

/** Shows tasks and milestones as done or open as the server has them since, so that another tap undoes it. */
export const drawSentTicks = () => {
  const sent = sentSince().filter(({ url }) => steps.test(url))
  for (const form of document.querySelectorAll('form:has(> .tick)')) {
    const action = form.getAttribute('action') ?? ''
    const last = sent.findLast(({ url }) => url.replace(steps, '') === action.replace(steps, ''))
    if (!last || !steps.test(action)) continue
    const isDone = !last.url.includes('/reopen')
    const step = isDone ? 'reopen' : action.startsWith('/goals') ? 'reach' : 'complete'
    const url = action.replace(steps, `/${step}`)
    for (const name of ['action', 'hx-post']) form.setAttribute(name, url)
    form.querySelector('.tick')?.setAttribute('aria-pressed', String(isDone))
    form.closest('.task')?.classList.toggle('reached', isDone)
  }
}

/** Counts cards that lines answer out of those that are due. One that was forgotten once comes again. */
export const drawDue = (waiting: Line[]) => {
  const answers = [...sentSince(), ...waiting].flatMap((line) => {
    const card = /^\/review\/([^/?]+)$/.exec(line.url.replace(/\?.*/, ''))?.[1]
    return card ? [{ card, isForgotten: /\brating=1\b/.test(line.body) }] : []
  })
  const cards = new Set(answers.map(({ card }) => card))
  const isOver = (card: string) => {
    const [first, ...others] = answers.filter((answer) => answer.card === card)
    return others.length > 0 || !first?.isForgotten
  }
  const answered = [...cards].filter(isOver).length
  const say = (part: Element | null | undefined, words: (count: number) => string) => {
    if (!(part instanceof HTMLElement)) return 0
    part.dataset.words ??= part.textContent ?? ''
    const count = Number.parseInt(part.dataset.words.replaceAll(/\D/g, ''), 10) || 0
    const left = Math.max(0, count - answered)
    part.textContent = answered === 0 || count === 0 ? part.dataset.words : words(left)
    return left
  }
  const due = document.getElementById('nav-cards')
  const dueNow = say(due, (left) => (left > 0 ? `${left} due` : ''))
  // The icon of an installed app shows them, too (client/offline.ts).
  if (due) navigator.setAppBadge?.(dueNow).catch(() => undefined)
  const row = document.getElementById('cards-due')
  if (!row) return
  const left = say(row.querySelector('.row-title'), (count) => `${count} ${count === 1 ? 'card' : 'cards'}`)
  row.hidden = left === 0
  // Its length is that of all of them.
  const length = row.querySelector<HTMLElement>('.length')
  if (length) length.hidden = answered > 0
}

/** Pages that are kept, by the names of their places. */
const keptPages = {
  ...{ '/': 'Today', '/tasks': 'Tasks', '/sessions': 'Time', '/goals': 'Goals', '/stats': 'Statistics' },
  '/review': 'cards to review',
}

/** `Today, Time and Goals work without a connection.`, of areas that the person uses; a review has no tabs that say these. */
export const working = () => {
  const used = Object.entries(keptPages).filter(([path]) => document.querySelector(`nav a[href="${path}"]`))
  const names = new Intl.ListFormat('en-GB').format(used.map(([, name]) => name))
  return `${names || 'The main pages'} work without a connection.`
}
