import { padNumber, runningText } from '../../functions/lib/time/duration'
import { hasUnsentInput, setText } from '../dom'
import { toast } from '../frame/toasts'
import { keepUpdating } from '../timer/ticking'
import { formerKeys, linesOf, mayLog, type QueuedWrite, replaceLine, restoreLine, stopOf, stopWithout } from './queue'
import { type RefusalChoice, refusalOf } from './refusal'

const { timeZone, clock } = document.body.dataset
const hour12 = clock === '12'

const format = (at: number, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(at)

const isToday = (at: number) => format(at, { dateStyle: 'short' }) === format(Date.now(), { dateStyle: 'short' })

/** `14:05`, `Fri 27 Nov, 14:05` */
export const formatMoment = (at: number) => {
  const time = format(at, { hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit', hour12 })
  return isToday(at) ? time : `${format(at, { weekday: 'short', day: 'numeric', month: 'short' })}, ${time}`
}

export const makeElement = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Record<string, unknown> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] => {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

export const icon = (name: string) => makeElement('i', { className: `i i-${name}` })

/** True while a part has focus or unsent input; it is not redrawn then. */
export const isInUse = (part: Element) =>
  part.querySelector(':is(input, select):focus') !== null || hasUnsentInput(part)

/** Name of the body's field that holds the typed line. */
export const typedField = ({ body }: QueuedWrite) => {
  const fields = new URLSearchParams(body)
  return ['entry', 'line'].find((name) => fields.get(name)?.trim())
}

/** Text of a queued line: as typed, or its title: `Done: Renew the passport`. */
export const queuedText = (line: QueuedWrite) =>
  new URLSearchParams(line.body).get(typedField(line) ?? '') ?? line.title ?? 'Change'

/** Names of values that answer a question about one version of a line's text. */
const answers = ['asked', 'future', 'create', 'project_id']

/** Changes values of a line, which keeps its place and its time. */
const changed = (former: QueuedWrite, values: Iterable<[string, unknown]>): QueuedWrite => {
  const { refused: _, ...line } = former
  const body = new URLSearchParams(line.body)
  if (body.has('asked')) for (const name of answers) body.delete(name)
  for (const [name, value] of values) if (`${value}`.trim()) body.set(name, `${value}`.trim())
  return { ...line, body: `${body}`, key: crypto.randomUUID(), replaces: formerKeys(former) }
}

/** Renders the queued lines again and sends them. */
type After = () => unknown

/** Replaces a queued line, or deletes it if `next` is undefined. Shows a message if the line was already sent. */
export const replaceQueued = async (line: QueuedWrite, next: QueuedWrite | undefined, after: After) => {
  const isDone = await replaceLine(line, next)
  if (!isDone) toast('Already sent.')
  await after()
  return isDone
}

const rowId = ({ id }: QueuedWrite) => `line-${id}`

const firstButton = (row: Element | null) =>
  row?.querySelector<HTMLElement>('[title="Edit"]') ?? row?.querySelector<HTMLElement>('button')

/** Focuses a button of a row, or the strip if the row is gone or folded. */
export const focusRow = (id = '') => {
  const button = firstButton(document.getElementById(id))
  const target = button?.checkVisibility() ? button : document.querySelector<HTMLElement>('.waiting summary')
  target?.focus()
}

/** The form that edits a line, or sends a refused one again. */
const changeForm = (line: QueuedWrite, name: string, after: After) => {
  const input = makeElement('input', {
    className: 'input',
    name,
    defaultValue: queuedText(line),
    ariaLabel: 'Edit the line',
  })
  const button = makeElement(
    'button',
    { className: 'button small' },
    line.refused === undefined ? 'Save' : 'Send again',
  )
  const form = makeElement('form', {}, input, button)
  const close = () => {
    firstButton(form.closest('li'))?.focus()
    form.remove()
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    event.stopImmediatePropagation()
    close()
    replaceQueued(line, changed(line, [[name, input.value]]), after)
  })
  form.addEventListener('keydown', ({ key }) => key === 'Escape' && line.refused === undefined && close())
  return form
}

/** Buttons that send a line again with an answer to the server's question. */
const choiceButtons = (line: QueuedWrite, choices: RefusalChoice[], after: After) =>
  choices.map(({ words, values }) => {
    const button = makeElement('button', { type: 'button', className: 'button small' }, words)
    button.addEventListener('click', () => replaceQueued(line, changed(line, values), after))
    return button
  })

const copyButton = (line: QueuedWrite) => {
  const ariaLabel = `Copy: ${queuedText(line)}`
  const button = makeElement('button', { type: 'button', className: 'button small', ariaLabel }, 'Copy')
  button.addEventListener('click', () =>
    navigator.clipboard.writeText(queuedText(line)).then(
      () => toast('Copied'),
      () => toast('Your browser blocks copying here.'),
    ),
  )
  return button
}

const act = (label: string, sign: string, name: string, run: () => unknown) => {
  const properties = { type: 'button', className: 'act', ariaLabel: `${label}: ${name}`, title: label }
  const button = makeElement('button', properties, icon(sign))
  button.addEventListener('click', run)
  return button
}

const drop = async (line: QueuedWrite, after: After) => {
  const waiting = stopOf(line, await linesOf(line.person))
  const rest = waiting && stopWithout(waiting, line)
  // Changes the Stop first: sent without its start, it would stop another timer.
  const stop = waiting && (await replaceLine(waiting, rest)) ? waiting : undefined
  if (!(await replaceQueued(line, undefined, after))) return stop && restoreLine(stop).then(after)
  const undo = makeElement('button', { type: 'button', className: 'button quiet' }, 'Undo')
  const shown = toast(`Discarded ${stop && !rest ? 'the timer ' : ''}“${queuedText(line)}”`)
  shown?.querySelector('[data-dismiss]')?.before(undo)
  undo.addEventListener('click', async () => {
    shown?.remove()
    for (const one of [line, stop]) if (one) await restoreLine(one)
    await after()
    focusRow(rowId(line))
  })
}

/** `12m 05s`: time between two moments (epoch ms). */
const timeBetween = (from: number, to: number) => {
  const seconds = Math.max(0, Math.floor((to - from) / 1000))
  return `${runningText(seconds)} ${padNumber(seconds % 60)}s`
}

keepUpdating(() => {
  for (const time of document.querySelectorAll<HTMLElement>('.waiting [data-since]'))
    setText(time, timeBetween(Number(time.dataset.since), Date.now()))
  return 1000
})

/** The timer that a line starts. */
type Timer = {
  /** Stops it; only while it runs. */
  stop?: (() => unknown) | undefined
  /** Its queued Stop. */
  stopped?: QueuedWrite | undefined
}

/** `14:05 · running 12m 05s`, `14:05 – 14:32 · 27m 00s`, `Entered 14:05` for a line that may have times of its own. */
const timeFacts = (line: QueuedWrite, { stop, stopped }: Timer) => {
  const moment = formatMoment(line.made)
  if (stopped) return [`${moment} – ${formatMoment(stopped.made)} · ${timeBetween(line.made, stopped.made)}`]
  if (mayLog(line)) return [`Entered ${moment}`]
  if (!stop) return [moment]
  const time = makeElement('b', {}, timeBetween(line.made, Date.now()))
  time.dataset.since = `${line.made}`
  return [moment, ' · running ', time]
}

/** Row of a queued line in the strip: its text, time and actions. */
export const renderLine = (line: QueuedWrite, after: After, timer: Timer = {}) => {
  const { stop, stopped } = timer
  const name = queuedText(line)
  const field = typedField(line)
  const refusal = line.refused === undefined ? undefined : refusalOf(line.refused, field ? name : undefined)
  const facts = refusal
    ? makeElement('p', { className: 'row-meta error' }, refusal.words)
    : makeElement('p', { className: 'row-meta' }, ...timeFacts(line, timer))
  const edit = () => {
    if (!field) return
    row.querySelector('form')?.remove()
    const form = changeForm(line, field, after)
    row.append(form)
    form.querySelector('input')?.focus()
  }
  const row = makeElement(
    'li',
    { className: 'row is-waiting', id: rowId(line) },
    makeElement('div', { className: 'mark' }, icon(refusal ? 'alert' : 'offline')),
    makeElement(
      'div',
      { className: 'what' },
      makeElement('span', { className: 'row-title', dir: 'auto' }, name),
      facts,
    ),
    makeElement(
      'div',
      { className: 'row-actions' },
      ...(stop ? [act('Stop', 'stop', name, stop)] : []),
      ...(stopped ? [act('Keep running', 'undo', name, () => replaceQueued(stopped, undefined, after))] : []),
      ...(field && !refusal ? [act('Edit', 'edit', name, edit)] : []),
      act('Discard', 'close', name, () => drop(line, after)),
    ),
  )
  if (!refusal) return row
  const buttons = [
    ...choiceButtons(line, refusal.choices, after),
    ...(refusal.isFinal && field ? [copyButton(line)] : []),
  ]
  if (buttons.length > 0) row.append(makeElement('div', { className: 'actions' }, ...buttons))
  if (field && !refusal.isFinal) row.append(changeForm(line, field, after))
  return row
}
