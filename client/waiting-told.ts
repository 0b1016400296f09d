import { plural } from '../functions/lib/time/duration'
import type { Line } from './service-worker/line'
import { sentSince, timerNow, timerOfPage } from './waiting-known'
import { dropped, element, isToday, lineRow, moment } from './waiting-rows'
import type { KnownTimer } from './waiting-words'

const amountOf = ({ body }: Line) => Number((new URLSearchParams(body).get('amount') ?? '').replace(',', '.')) || 1

/** Takes ticks off what a goal needs: `5 times left today` or `3 times today`, without the parts of other days. */
const drawLeft = (goal: Element, sum: number) => {
  for (const said of goal.querySelectorAll<HTMLElement>('span')) {
    if (said.closest('li, main') !== goal) continue
    if (said.dataset.words !== undefined) said.innerHTML = said.dataset.words
    const [, figure, unit = '', behind = ''] =
      /^([\d,]+(?:\.\d+)?)( [^,]+?)??( left\b[^,]*| today)/.exec(said.textContent ?? '') ?? []
    if (figure === undefined || sum === 0) continue
    said.dataset.words ??= said.innerHTML
    const left = Math.max(0, Number(figure.replaceAll(',', '')) - sum)
    const noun = / times?$/.test(unit) ? ` ${left === 1 ? 'time' : 'times'}` : unit
    said.textContent = `${left.toLocaleString('en-GB')}${noun}${behind}`
  }
}

/**
 * Counts ticks that wait into the figure of a goal, and says first among its facts how many there are.
 * @param taken ticks that the server took after the page was kept
 */
const drawGoal = (goal: Element | null, ticks: Line[], taken: Line[]) => {
  const sum = [...taken, ...ticks].reduce((some, tick) => some + amountOf(tick), 0)
  if (goal) drawLeft(goal, sum)
  const figure = goal?.querySelector<HTMLElement>('.measure > b > *, .figure-line > .hero')
  const number = figure?.firstChild
  if (figure && number instanceof Text && !figure.textContent?.includes('%')) {
    figure.dataset.reached ??= number.data
    const reached = figure.dataset.reached.replace(/^[\d,]+(\.\d+)?/, (some) =>
      (Number(some.replaceAll(',', '')) + sum).toLocaleString('en-GB'),
    )
    if (number.data !== reached) number.data = reached
  }
  const told = [
    ticks.length > 0 && `${ticks.length} waiting · `,
    taken.length > 0 && `${plural(taken.length, 'tick')} since ${moment(Number(document.body.dataset.seen))} · `,
  ]
  const words = told.filter(Boolean).join('')
  if (!words) return
  const said = element('span', {}, words)
  said.dataset.told = ''
  goal?.querySelector('.row-meta, .figure-line > .grey, :scope > :is(.grey, .badge)')?.prepend(said)
}

/** Shows ticks that wait: of tasks as done, of goals in their figures. */
export const drawTicks = (lines: Line[]) => {
  for (const old of document.querySelectorAll('span[data-told]')) old.remove()
  for (const tick of document.querySelectorAll('form > .tick, form[action$="/ticks"] > button')) {
    const action = tick.parentElement?.getAttribute('action')
    const ticks = lines.filter(({ url }) => url === action)
    const waits = ticks.length > 0
    tick.classList.toggle('is-waiting', waits)
    const taken = sentSince().filter(({ url }) => url === action)
    if (!tick.matches('.tick')) drawGoal(tick.closest('li, main'), ticks, taken)
    const isDropped = dropped.delete(action ?? '')
    if ((waits || isDropped) && tick.matches('.tick'))
      tick.setAttribute('aria-pressed', String(waits !== action?.includes('/reopen')))
  }
}

/** Takes tasks out of the lists of today that a waiting end of the day puts off. */
export const drawMoved = (waiting: Line[]) => {
  const lines = [...sentSince(), ...waiting]
  const closing = lines.findLast(({ url, made }) => /^\/plan\/close/.test(url) && isToday(made))
  const to = new URLSearchParams(closing?.body)
  for (const row of document.querySelectorAll<HTMLElement>(':is(#timed-rows, #day-rows, #task-rows) > [id^="task-"]')) {
    const id = row.id.slice('task-'.length)
    const target = to.get(`to-${id}`) ?? 'stay'
    const isMoved = target !== 'stay' && !lines.some(({ url }) => url === `/tasks/${id}/complete`)
    if (isMoved || 'putOff' in row.dataset) row.hidden = isMoved
    if (isMoved) row.dataset.putOff = ''
  }
}

const taskOf = ({ id }: Element) => id.slice('left-'.length)

let moved = '[]'

/** All options of a choice of tasks: some browsers offer those that are hidden, too. */
const options = new WeakMap<HTMLSelectElement, HTMLOptionElement[]>()

/** Leaves only options of tasks that are not done. */
const drawOptions = (select: HTMLSelectElement | null, isDone: (id: string) => boolean) => {
  if (!select) return
  const { value } = select
  const all = options.get(select) ?? [...select.options]
  options.set(select, all)
  select.replaceChildren(...all.filter((option) => !isDone(option.value)))
  select.value = isDone(value) ? '' : value
}

/** Moves tasks that lines complete to those that are done, on the page that closes the day. Returns the other lines. */
export const drawClosing = (waiting: Line[], after: () => unknown) => {
  const lines = [...sentSince(), ...waiting]
  const list = document.querySelector('#close-done > .rows')
  const isTick = ({ url, made }: Line) => /^\/tasks\/[^/]+\/complete$/.test(url) && isToday(made)
  const done = new Map(list ? lines.filter(isTick).map((line) => [line.url, line]) : [])
  const others = waiting.filter(({ url }) => !done.has(url))
  const key = JSON.stringify([...done.values()])
  if (!list || key === moved) return others
  moved = key
  const rows = [...document.querySelectorAll<HTMLElement>('#close-left li')]
  const isDone = (id: string) => done.has(`/tasks/${id}/complete`)
  for (const row of rows) row.hidden = isDone(taskOf(row))
  drawOptions(document.querySelector('select[name="first"]'), isDone)
  for (const old of document.querySelectorAll('#close-done li[data-told]')) old.remove()
  for (const line of done.values()) {
    const row = lineRow(line, after)
    row.dataset.told = ''
    list.append(row)
  }
  const open = rows.filter(({ hidden }) => !hidden).length
  const left = document.getElementById('close-left')
  if (left) left.hidden = open === 0
  const count = left?.querySelector('.section-head > p')
  if (count) count.textContent = plural(open, 'task')
  const sum = document.querySelector<HTMLElement>('#close-done > .section-head > p')
  if (!sum) return others
  sum.dataset.words ??= sum.textContent ?? ''
  const words = `${plural(list.childElementCount, 'task')} done`
  const known = /^(nothing yet|[\d,]+ tasks? done|)(?=(\d?))/
  sum.textContent = sum.dataset.words.replace(known, (own, _, more) =>
    done.size === 0 ? own : `${words}${more && ', '}`,
  )
  return others
}

/** Hides a timer that has ended on the page of the timer: its time, its name and its acts. */
const drawTimerPage = (hasEnded: boolean) => {
  const head = document.querySelector('#timer-page > .page-head')
  if (!head) return
  for (const part of document.querySelectorAll<HTMLElement>(
    '#timer-page > p:has(time), #timer-page > .page-head > :is(.acts, .row-meta)',
  ))
    part.hidden = hasEnded
  const title = head.querySelector('h1')
  if (title && hasEnded) title.textContent = 'Timer'
}

/**
 * Says on the pages of the timer and of closing a day what they do not know.
 * @param lines lines that wait and are not drawn
 * @param strip the timer of the strip as the server drew it
 * @param runs the timer that lines make
 */
export const drawTold = (lines: Line[], strip: KnownTimer | null, runs: KnownTimer | null | undefined) => {
  for (const old of document.querySelectorAll('p[data-told]')) old.remove()
  const count = `${plural(lines.length, 'line')} ${lines.length === 1 ? 'waits and is' : 'wait and are'} not counted`
  const own = timerOfPage(strip)
  const now = timerNow(strip)
  const isNew = now?.from !== own?.from
  const waits = runs === null ? 'stopped, not sent yet' : runs && `${runs.name} · ${runs.note ?? 'not sent yet'}`
  const since = isNew && (now ? `${now.name} · running since ${moment(now.from)}` : 'nothing running')
  drawTimerPage(own !== null && isNew)
  const told = [
    ['#timer-page > .page-head', waits || since],
    ['#close-done > .section-head', lines.length > 0 && count],
  ] as const
  for (const [path, words] of told) {
    const head = document.querySelector(path)
    const ownWords = head?.querySelector<HTMLElement>(':scope > p')
    if (ownWords && path.startsWith('#timer')) ownWords.hidden = Boolean(words)
    if (!head || !words) continue
    const said = element('p', { dir: 'auto' }, words)
    said.dataset.told = ''
    if (ownWords) ownWords.after(said)
    else head.append(said)
  }
}
