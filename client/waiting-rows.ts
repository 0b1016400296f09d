import { hasUnsentInput } from './dom'
import { putBack, replaceLine } from './service-worker/database'
import { formerKeys, type Line } from './service-worker/line'
import { hoursMinutes } from './ticking'
import { toast } from './toasts'
import { addsToToday } from './waiting-captured'
import { sentSince, timerNow, timerOfPage } from './waiting-known'
import { drawLoad } from './waiting-load'
import { refusalOf } from './waiting-refusal'
import {
  type Choice,
  choicesAhead,
  type Kept,
  type KnownTimer,
  kindOf,
  sessionsOf,
  type WaitingSession,
  wordsOf,
} from './waiting-words'

const { timeZone } = document.body.dataset
export const isHome = Intl.DateTimeFormat().resolvedOptions().timeZone === timeZone

const format = (at: number, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(at)

const clock = (at: number) => format(at, { hour: '2-digit', minute: '2-digit' })

export const isToday = (at: number) => format(at, { dateStyle: 'short' }) === format(Date.now(), { dateStyle: 'short' })

/** `14:05`, `Fri 27 Nov, 14:05` */
export const moment = (at: number) =>
  isToday(at) ? clock(at) : `${format(at, { weekday: 'short', day: 'numeric', month: 'short' })}, ${clock(at)}`

export const element = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Record<string, unknown> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] => {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

export const icon = (name: string) => element('i', { className: `i i-${name}` })

/** True while something is typed or focused in a part, which stays as it is then. */
export const isInUse = (part: Element) =>
  part.querySelector(':is(input, select):focus') !== null || hasUnsentInput(part)

/** Values that answer for one text of a line alone. */
const answers = ['asked', 'future', 'create', 'project_id']

/** Puts other values into a line, which keeps its place and its time. */
const changed = (former: Line, values: Iterable<[string, unknown]> = []): Line => {
  const { refused: _, ...line } = former
  const body = new URLSearchParams(line.body)
  if (body.has('asked')) for (const name of answers) body.delete(name)
  for (const [name, value] of values) if (`${value}`.trim()) body.set(name, `${value}`.trim())
  return { ...line, body: `${body}`, key: crypto.randomUUID(), replaces: formerKeys(former) }
}

/** Draws everything that lines change, and sends them. */
type After = () => unknown

/** Paths of lines that were dropped here, until their ticks show it. */
export const dropped = new Set<string>()

/** Puts another line in the place of one, or drops it without one. False where it was sent already. */
const exchange = async (line: Line, next?: Line) => {
  const isDone = await replaceLine(line, next)
  if (isDone && !next) dropped.add(line.url)
  return isDone
}

/** Exchanges a line, and says where it was sent already. */
export const replace = async (line: Line, next: Line | undefined, after: After) => {
  if (!(await exchange(line, next))) toast('It was sent already.')
  await after()
}

const levelOf = (line: Line, [name, label]: [string, string]) => {
  const now = new URLSearchParams(line.body).get(name)
  const options = ['1', '2', '3', '4', '5'].map((level) => element('option', { defaultSelected: level === now }, level))
  return element('label', {}, `${label} `, element('select', { className: 'input', name }, ...options))
}

/** The form that changes a line, or sends one again that was refused. */
const changeForm = (line: Line, { field, levels = {}, name, text = name }: Kept, after: After) => {
  const input = { className: 'input', name: field, defaultValue: text, ariaLabel: 'Change the line' }
  const fields = field ? [element('input', input)] : Object.entries(levels).map((level) => levelOf(line, level))
  const label = line.refused === undefined ? 'Save' : 'Send again'
  const form = element('form', {}, ...fields, element('button', { className: 'button small' }, label))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    event.stopImmediatePropagation()
    form.remove()
    replace(line, changed(line, new FormData(form)), after)
  })
  form.addEventListener('keydown', ({ key }) => key === 'Escape' && line.refused === undefined && form.remove())
  return form
}

export const futureWords = 'This ends in the future. Choose how to log it.'

/** Buttons that send a line with an answer. */
const choiceButtons = (line: Line, choices: Choice[], after: After) => {
  const buttons = choices.map(({ words, values }) => {
    const button = element('button', { type: 'button', className: 'button small' }, words)
    button.addEventListener('click', () => replace(line, changed(line, values), after))
    return button
  })
  return element('div', { className: 'actions' }, ...buttons)
}

/** Buttons of a line that is never sent: its text may be entered again elsewhere. */
const finalButtons = (name: string, text: string | undefined, dismiss: () => unknown) => {
  const copy = () =>
    navigator.clipboard.writeText(text ?? '').then(
      () => toast('Copied'),
      () => toast('The browser lets nothing be copied here.'),
    )
  const acts: [string, () => unknown][] = text
    ? [
        ['Copy', copy],
        ['Dismiss', dismiss],
      ]
    : [['Dismiss', dismiss]]
  const buttons = acts.map(([words, run]) => {
    const properties = { type: 'button', className: 'button small', ariaLabel: `${words}: ${name}` }
    const button = element('button', properties, words)
    button.addEventListener('click', run)
    return button
  })
  return element('div', { className: 'actions' }, ...buttons)
}

type Shown = { mark: string; name: string; when: string; length?: string }

/** A line that stops the timer in place of one that starts it. */
const stopInPlace = (start: Line): Line => ({ ...changed(start), url: '/timer/stop', body: '' })

/**
 * A row of lines that wait, of which the first can be changed, and all are dropped together. Without any, the server has it.
 * @param endsOther another session ended where this one began, and ends there without it
 */
export const rowOf = (lines: Line[], { mark, name, when, length = '' }: Shown, after: After, endsOther = false) => {
  const [line] = lines
  const kept = line && kindOf(line)
  const refusal = line?.refused === undefined ? undefined : refusalOf(line)
  const ahead = line && !refusal ? choicesAhead(line, clock, isHome) : []
  const choices = refusal?.choices ?? ahead
  const facts = refusal
    ? element('p', { className: 'row-meta error' }, refusal.words)
    : element('p', { className: 'row-meta' }, element('span', { className: 'when' }, when), line ? ' · waiting' : '')
  const what = element(
    'div',
    { className: 'what' },
    element('span', { className: 'row-title', dir: 'auto' }, name),
    facts,
    ...(ahead.length > 0 ? [element('p', { className: 'row-meta error' }, futureWords)] : []),
  )
  const act = (label: string, sign: string, run: () => unknown) => {
    const properties = { type: 'button', className: 'act', ariaLabel: `${label}: ${name}`, title: label }
    const button = element('button', properties, icon(sign))
    button.addEventListener('click', run)
    return button
  }
  const open = () => {
    if (!line || !kept) return
    row.querySelector('form')?.remove()
    const form = changeForm(line, kept, after)
    row.append(form)
    form.querySelector<HTMLElement>('input, select')?.focus()
  }
  const remove = async () => {
    const gone: Line[] = []
    for (const one of lines) {
      const next = endsOther && one === line ? stopInPlace(one) : undefined
      if (await exchange(one, next)) gone.push(one)
    }
    await after()
    if (gone.length === 0) return toast('It was sent already.')
    const undo = element('button', { type: 'button', className: 'button quiet' }, 'Undo')
    const shown = toast(`Removed “${name}”`)
    shown?.querySelector('[data-dismiss]')?.before(undo)
    undo.addEventListener('click', async () => {
      shown?.remove()
      for (const one of gone) await putBack(one)
      await after()
    })
  }
  const row = element(
    'li',
    { className: line ? 'row is-waiting' : 'row' },
    element('div', { className: 'mark' }, icon(refusal ? 'alert' : mark)),
    what,
    element('div', { className: 'length' }, length),
    element(
      'div',
      { className: 'row-actions' },
      ...((kept?.field || kept?.levels) && !refusal ? [act('Change', 'edit', open)] : []),
      ...(line && !refusal?.isFinal ? [act('Remove', 'close', remove)] : []),
    ),
  )
  if (line && choices.length > 0) row.append(choiceButtons(line, choices, after))
  if (refusal?.isFinal) row.append(finalButtons(name, kept?.field && (kept.text ?? kept.name), remove))
  else if (line && kept && refusal) row.append(changeForm(line, kept, after))
  return row
}

/** Seconds between two instants (epoch ms). */
const secondsOf = (from: number, to: number) => Math.max(0, Math.floor((to - from) / 1000))

const sessionShown = ({ name, from, to, lines }: WaitingSession): Shown => {
  const [line] = lines
  if (to === undefined) return { mark: 'offline', name, when: line ? wordsOf(line, clock) : '' }
  if (to === null) return { mark: line ? kindOf(line).icon : 'clock', name, when: `since ${clock(from)}` }
  return { mark: 'clock', name, when: `${clock(from)}–${clock(to)}`, length: hoursMinutes(secondsOf(from, to)) }
}

/** A line as the list of lines shows it. */
export const lineRow = (line: Line, after: After) => {
  const kept = kindOf(line)
  const [session] = line.url.startsWith('/timer/stop') ? [] : sessionsOf([line], null, isHome)
  const shown = session && session.to !== null ? sessionShown(session) : undefined
  return rowOf(
    line.sent ? [] : [line],
    shown ?? { mark: kept.icon, name: kept.name, when: wordsOf(line, clock) },
    after,
  )
}

/** The list of today's sessions on Today and on Sessions, made where there is none. */
const sessionList = () => {
  const list = document.querySelector('#earlier-today > ol')
  if (list) return list
  const day = document.getElementById('day-list')
  const made = element('ol', { className: 'rows' })
  if (day) {
    const title = [icon('right'), element('h2', {}, 'Earlier today'), element('span')]
    const fold = element(
      'details',
      { className: 'part-fold', open: true },
      element('summary', { className: 'part' }, ...title),
      made,
    )
    day.insertBefore(fold, document.querySelector('#tomorrow, #first-hour'))
    fold.dataset.waits = ''
    return made
  }
  const days = document.getElementById('session-days')
  if (!days || new URLSearchParams(location.search).size > 0) return null
  const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format()
  const found = document.getElementById(`day-${today}-rows`)
  if (found) return found
  const head = element('div', { className: 'section-head' }, element('h2', {}, 'Today'))
  const section = element('section', { className: 'section' }, head, made)
  section.dataset.waits = ''
  days.prepend(section)
  return made
}

/** Counts seconds that wait into a sum of the server. */
const addTo = (figure: HTMLElement | null | undefined, seconds: number) => {
  if (!figure) return
  const time = figure.querySelector('time') ?? figure
  figure.dataset.counts = ''
  const words = hoursMinutes(Number(figure.dataset.figure) + seconds)
  const parts = words.split(/([hm])/).map((part) => (/[hm]/.test(part) ? element('i', {}, part) : part))
  time.replaceChildren(...(figure.matches('.hero') ? parts : [words]))
}

const running = '.row.now:not(.is-waiting), .block.live, [data-ran]'

/** Shows the server's timer among rows and on the clock while it runs as far as this device knows. */
const markRunning = (isOn: boolean) => {
  for (const one of document.querySelectorAll<HTMLElement>(running)) {
    if (isOn && !('ran' in one.dataset)) continue
    one.dataset.ran = ''
    if (one.matches('#now, .block')) one.hidden = !isOn
    else one.classList.toggle('now', isOn)
    for (const stop of one.querySelectorAll<HTMLElement>('form[action="/timer/stop"]')) stop.hidden = !isOn
    // A sum keeps what was counted into it (client/timer.ts).
    const [on, off] = ['data-running-from', 'data-ran-from']
    for (const sum of one.querySelectorAll<HTMLElement>(`b[${isOn ? off : on}]`)) {
      sum.setAttribute(isOn ? on : off, sum.getAttribute(isOn ? off : on) ?? '')
      sum.removeAttribute(isOn ? off : on)
    }
  }
}

let drawn = ''

/** Shows what lines make of the day on Today and on Sessions: rows, the timer, and the sum; also such as a kept page lacks. */
export const drawDay = (lines: Line[], timer: KnownTimer | null, after: After) => {
  const sent = sentSince()
  const key = JSON.stringify([lines, timer, sent.length])
  const old = [...document.querySelectorAll<HTMLElement>('[data-waits]')]
  if ((key === drawn && (old.length > 0 || lines.length === 0)) || old.some(isInUse)) return
  drawn = key
  for (const one of old) one.remove()
  const own = timerOfPage(timer)
  const now = timerNow(timer)
  const isRow = ({ from, to }: WaitingSession) => typeof to === 'number' && to > from
  const past = sessionsOf(sent, own, isHome)
    .filter(isRow)
    .map((session) => ({ ...session, lines: [], endsOther: false }))
  const sessions = sessionsOf(lines, now, isHome)
  const hasEnded = now !== null && sessions.some(({ name, from }) => name === now.name && from === now.from)
  markRunning(own === null || (own.from === now?.from && !hasEnded))
  // Lines that only the server can read stand in the list of lines alone.
  const waiting = sessions.filter(({ to }) => typeof to === 'number')
  const over = [...past, ...waiting].sort((one, other) => one.from - other.from)
  const place = (row: HTMLElement, list: Element | null, isFirst = false) => {
    row.dataset.waits = ''
    if (isFirst) list?.prepend(row)
    else list?.append(row)
  }
  const list = over.length > 0 ? sessionList() : null
  for (const session of over)
    place(rowOf(session.lines, sessionShown(session), after, session.endsOther), list, list?.id.startsWith('day-'))
  const runs = now && now.from !== own?.from && !hasEnded ? { ...now, to: null, lines: [] } : undefined
  const open = sessions.find(({ to }) => to === null) ?? runs
  if (open) {
    const row = rowOf(open.lines, sessionShown(open), after)
    row.classList.add('now')
    const time = element('b')
    Object.assign(time.dataset, { runningFrom: `${open.from}`, counted: '0' })
    row.querySelector('.length')?.replaceChildren(time)
    place(row, document.getElementById('timed-rows'), true)
  }
  for (const line of [...sent, ...lines]) {
    if (addsToToday(line)) place(lineRow(line, after), document.querySelector('#day-rows, #task-rows'))
    // The page of capture shows what was added last, whatever it is.
    if (/^\/capture/.test(line.url)) place(lineRow(line, after), document.querySelector('#latest ol'), true)
  }
  // Once: a person may close it again.
  const fold = list?.closest('details')
  if (fold && !('opened' in fold.dataset)) Object.assign(fold, { open: true }).dataset.opened = ''
  const today = Number(document.querySelector<HTMLElement>('.running')?.dataset.runningFrom ?? 0)
  // A page of another day has no sum of this one.
  const isCounted = isToday(Number(document.body.dataset.seen ?? Date.now()))
  const sumOf = (some: WaitingSession[]) =>
    isCounted ? some.reduce((sum, { from, to }) => sum + secondsOf(Math.max(from, today), to ?? 0), 0) : 0
  const seconds = sumOf(over)
  for (const figure of document.querySelectorAll<HTMLElement>('[data-counts]')) addTo(figure, 0)
  drawLoad(seconds)
  if (seconds > 0) {
    addTo(document.querySelector<HTMLElement>('#today > .hero'), seconds)
    addTo(document.querySelector<HTMLElement>('#today a[href^="/sessions"][data-figure]'), seconds)
    addTo(list?.closest('.section')?.querySelector<HTMLElement>('.day-sum > [data-figure]'), seconds)
  }
  const note = document.querySelector('#today:has(> .hero) > p')
  if (note && sumOf(waiting) >= 60) {
    const words = element('p', {}, `with ${hoursMinutes(sumOf(waiting))} that waits`)
    words.dataset.waits = ''
    note.after(words)
  }
  // Counts at once.
  dispatchEvent(new Event('pageshow'))
}
