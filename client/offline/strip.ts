/** The strip at the foot of a page: that there is no network, the page's age, and queued writes. Loaded when needed. */
import type htmxOfApp from 'htmx.org'
import { lostLinkMessage, sharedText } from '../../functions/data/capture/shared-text'
import { plural } from '../../functions/lib/time/duration'
import { hasUnsentInput, onHtmx, setText } from '../dom'
import { changedFields } from '../forms/typed-ahead'
import { toast } from '../frame/toasts'
import type { pollAll as pollAllOfApp } from '../live/polling'
import { dropDrafts, hasDrafts } from '../notes/device'
import { fetchOurs, resolveAfter, type Shown } from '../service-worker/own-requests'
import { showAnswer, showNextCard } from './cards'
import { heading } from './heading'
import { askInDialog } from './leave-question'
import { focusRow, icon, isInUse, makeElement, queuedText, renderLine, typedField } from './line-row'
import { offerOffline } from './palette'
import {
  isEntryLine,
  isPending,
  isStop,
  linesOf,
  namedStarts,
  type QueuedWrite,
  replaceLine,
  startsFrom,
  startsSinceStop,
  stopOf,
  surelyStarts,
} from './queue'
import { awaitServer, isNavigating } from './reach'
import { refusalOf } from './refusal'
import { drawTicks, takeBackTicks } from './ticks'
import { keepUnsent, restoreUnsent } from './unsent'

/** Hashed file name of the strip's style sheet (scripts/build.ts). */
declare const offlineStyle: string

declare global {
  /** Set by client/app.ts, as is `pollAll`. */
  var htmx: typeof htmxOfApp
  var pollAll: typeof pollAllOfApp
}

/** A message of the service worker, or a request that the worker answered in place of the server. */
export type WorkerMessage = Partial<
  Record<'waiting' | 'left' | 'sent' | 'came' | 'refused' | 'unsent' | 'signedOut', unknown>
> & {
  shown?: Shown
  /** Numbers of lines sent and refused, once none waits. */
  done?: { person: string; sent: number; refused: number }
  sourceElement?: Element
  sourceEvent?: Event | null
  target?: Element
  request?: { submitter?: HTMLElement | null; body?: unknown; action?: string }
  response?: { headers: Headers } | null
}

const { person = '' } = document.body.dataset

/** Milliseconds between two tries to send queued lines. */
const pause = 10_000

/** Milliseconds to wait for a note or a line that is being sent. */
const patience = 1_000

/** sessionStorage key of the number of refused lines already shown in this tab. A new one opens the strip. */
const refusedKey = `refused ${person}`

/** sessionStorage key of a message for the next page. */
const messageKey = 'sent'

const state = {
  /** Set if the page comes from the cache or replaces another server's response; undefined after a server response. */
  shown: undefined as Shown | undefined,
  /** True if the server accepts no line until this person has signed in again. */
  isSignedOut: false,
  /** True if the server does not respond. */
  isUnreached: false,
  /** True while signing out: reloading the page would cancel it. */
  isLeaving: false,
  refusedCount: Number(sessionStorage.getItem(refusedKey)),
  /** True after sending lines, until the server has rendered the timer bar again. */
  isBarOld: false,
  section: undefined as HTMLElement | undefined,
  timer: undefined as ReturnType<typeof setTimeout> | undefined,
}

/** Keeps the foot of the page, and toasts, clear of the strip (views/styles/offline.css). */
const sizes = new ResizeObserver(() =>
  document.documentElement.style.setProperty('--strip-height', `${state.section?.offsetHeight ?? 0}px`),
)

/** Notifies the worker of a visit; it then sends queued writes. */
const visit = () => navigator.serviceWorker?.controller?.postMessage({ visit: person })

const lines = () => linesOf(person).catch(() => [] as QueuedWrite[])

const after = () => {
  visit()
  return draw()
}

const sendsLater = 'When you reconnect, they are sent in order, with their times.'
const opensPages = 'Pages open as you last saw them.'

/** Sets the title of a queued line: `Stop: Letters`. */
const setTitle = async (id: number, title?: string | null) => {
  const line = (await lines()).find((one) => one.id === id)
  // The worker sets some titles itself.
  if (line && title?.startsWith(line.title ?? '') && !typedField(line))
    await replaceLine(line, (now) => ({ ...now, title }))
}

/** Queues a Stop for a line, as the timer's button does. */
const stop = async (line: QueuedWrite) => {
  const made = isEntryLine(line) ? startsFrom(line, await lines()) : []
  const headers = { 'HX-Request': 'true', 'X-Person': person }
  const body = new URLSearchParams(made.length > 0 ? { made: `${made}` } : {})
  const answer = await fetch('/timer/stop', { method: 'POST', headers, body }).catch(() => undefined)
  if (answer?.status === 422) toast(refusalOf(await answer.text()).words)
  else if (answer?.headers.has('X-App')) pollAll()
  else
    await setTitle(
      Number(answer?.headers.get('X-Waiting')),
      made.length > 1 ? 'Stop the timer' : `Stop: ${queuedText(line)}`,
    )
  await after()
}

/** True for a queued write that ends the timer of the bar: a Stop of it, or a start. */
const endsTimer = (line: QueuedWrite) => (isStop(line) ? namedStarts(line).length === 0 : surelyStarts(line))

/**
 * Stops the clocks of the page's timer at its queued end, until the server has rendered the bar again. Hides the bar
 * while the strip shows a timer.
 */
const drawTimer = (waiting: QueuedWrite[], timer?: QueuedWrite) => {
  const bar = document.getElementById('timer')
  const end = waiting.find(endsTimer)
  if (!bar || (!end && state.isBarOld)) return
  bar.hidden = timer !== undefined
  if (end) bar.dataset.stopped = `${end.made}`
  else delete bar.dataset.stopped
  for (const place of document.querySelectorAll('[data-stop-waits]'))
    setText(place, end ? 'Stopped, waits to be sent' : '')
}

/** Renders the outbox bar. */
const draw = async () => {
  const all = await lines()
  const waiting = all.filter(isPending)
  clearTimeout(state.timer)
  if (waiting.length > 0 && !state.isSignedOut) state.timer = setTimeout(visit, pause)
  drawTicks(waiting)
  const timer = startsSinceStop(waiting).findLast(surelyStarts)
  drawTimer(waiting, timer)
  const isCut = !navigator.onLine || state.shown !== undefined || state.isUnreached
  const isNeeded = all.length > 0 || isCut
  // The strip says this in more detail.
  const banner = document.getElementById('offline')
  if (banner) banner.hidden = isNeeded
  const { section } = state
  if (!isNeeded) {
    section?.remove()
    state.section = undefined
    return
  }
  if (section && isInUse(section)) return
  const refused = all.length - waiting.length
  const isOpen = refused > state.refusedCount || (section?.querySelector('details')?.open ?? false)
  state.refusedCount = refused
  sessionStorage.setItem(refusedKey, `${refused}`)
  const { activeElement } = document
  const focused = section?.contains(activeElement) && { row: activeElement?.closest('li')?.id }
  // A timer that was started and stopped here is one row.
  const stopped = new Map(waiting.filter(surelyStarts).map((line) => [line, stopOf(line, waiting)]))
  const stops = new Set(stopped.values())
  const entries = all.filter((line) => !stops.has(line))
  const rows = entries
    .filter((line) => line !== timer)
    .map((line) => renderLine(line, after, { stopped: stopped.get(line) }))
  const note = [waiting.length > 0 && !state.isSignedOut && sendsLater, opensPages].filter(Boolean).join(' ')
  const head = [
    icon(isCut || waiting.length > 0 ? 'offline' : 'alert'),
    makeElement('span', { role: 'status' }, ...heading(entries, state)),
    icon('right'),
  ]
  const content = makeElement(
    'details',
    { open: isOpen, className: 'm-0' },
    makeElement('summary', { className: 'flex items-center gap-2' }, ...head),
    ...(isCut ? [makeElement('p', { className: 'note' }, note)] : []),
    ...(rows.length > 0 ? [makeElement('ol', { className: 'rows' }, ...rows)] : []),
  )
  state.section ??= makeElement('section', { className: 'waiting', ariaLabel: 'Offline' })
  sizes.observe(state.section)
  // Outside the fold, so that Stop is always visible.
  const running = timer && renderLine(timer, after, { stop: () => stop(timer) })
  state.section.replaceChildren(content, ...(running ? [makeElement('ol', { className: 'rows' }, running)] : []))
  ;(document.getElementById('timer') ?? document.querySelector('.deck > :first-child'))?.after(state.section)
  if (focused) focusRow(focused.row)
}

/** Updates the page. @param message to show, after the reload if the page has to load again */
const refresh = (message?: string) => {
  if (state.isLeaving) return
  const isOld = state.shown || /^\/(review|plan\/close)$/.test(location.pathname)
  const reloads = isOld && !hasUnsentInput(document.body)
  if (message && (reloads || isNavigating())) sessionStorage.setItem(messageKey, message)
  else if (message) toast(message)
  if (isNavigating()) return
  if (reloads) return location.reload()
  state.shown = undefined
  pollAll()
}

/** Sends queued writes and updates the page once the server responds again. */
const turn = async (isReached: boolean) => {
  state.isUnreached = !isReached
  if (isReached) {
    visit()
    if (!(await lines()).some(isPending)) state.shown ? refresh() : pollAll()
  }
  await draw()
}

/** Title of a button's action: `Done: Renew the passport`, `Good: What is a CTE?` */
const actOf = (button?: Element | null) => {
  if (!button || button.ariaLabel) return button?.ariaLabel
  // Later text nodes are the shortcut and the next interval.
  const words = document.createTreeWalker(button, NodeFilter.SHOW_TEXT).nextNode()?.textContent?.trim()
  const question = button.closest('#review')?.querySelector('#review-question')?.textContent?.trim()
  return [words, question ?? button.closest<HTMLElement>('#timer')?.dataset.title].filter(Boolean).join(': ')
}

/** Resets the form of a queued line, as a response would, and stores the line's title. */
const settle = async (news: WorkerMessage) => {
  const { sourceElement: source, request, response } = news
  const id = Number(response?.headers.get('X-Waiting'))
  // Asks the browser to keep the queue when storage is low.
  navigator.storage?.persist?.().catch(() => undefined)
  // An older refusal is not about this line. An older Undo needs the network and may conflict with this line.
  for (const old of document.querySelectorAll('#toasts > :not(:has(> .button))')) old.remove()
  const typed = changedFields(news)
  const form = source?.closest('form')
  for (const field of form?.querySelectorAll<HTMLInputElement>('input:not([type="hidden"]), textarea') ?? []) {
    if (typed.includes(field)) continue
    if (field.type !== 'checkbox' && field.type !== 'radio') field.value = ''
    else field.checked = field.defaultChecked
  }
  form?.querySelector('[id$="-understood"]')?.replaceChildren()
  // The hint would cover the content below, as after a response.
  form?.querySelector('.line-hint')?.remove()
  if (typed.length === 0) source?.closest('dialog')?.close()
  const title = actOf(request?.submitter ?? source?.querySelector('button') ?? source)
  await setTitle(id, title)
  showNextCard(await lines())
}

/** Handles a message of the worker, a network event, or a request that the worker answered. */
export const handleMessage = async (news: WorkerMessage = {}) => {
  const kept = news.response?.headers.get('X-Waiting')
  const hasFailed = news.sourceElement && !news.response?.headers.has('X-App')
  if (news.shown) showAge(news.shown)
  if (hasFailed || news.unsent || news.waiting || news.left || news.shown) awaitServer(turn)
  const list = kept === 'never' && news.sourceElement?.id === 'palette-q-list' && news.sourceElement
  if (list) await offerOffline(list)
  // The place where a preview says how the line is read.
  if (kept === 'never' && news.target?.matches('.chips') && hasUnsentInput(news.target.closest('form') ?? news.target))
    news.target.replaceChildren(makeElement('span', { className: 'chip' }, 'Kept on this device until you reconnect'))
  if (kept && kept !== 'never') await settle(news)
  else if (kept && /^(click|submit)$/.test(news.sourceEvent?.type ?? '') && !(await showAnswer(news.request?.action)))
    toast('This needs a connection.')
  if (news.unsent) keepUnsent(String(news.unsent))
  // A request may have arrived even if it failed.
  const unsent = navigator.onLine
    ? 'Daymark can’t be reached. Your change may not be saved. Check before you try again.'
    : 'Nothing was sent: this needs a connection.'
  if (news.unsent) toast(`${unsent} What you typed is still here.`)
  // Re-enables forms that are sent without htmx.
  if (news.unsent || news.waiting) dispatchEvent(new Event('pageshow'))
  if (news.came && state.shown) refresh()
  if (news.signedOut === person) state.isSignedOut = true
  if (news.sent === person) {
    state.isBarOld = true
    state.isSignedOut = false
  }
  await draw()
  if (news.done?.person !== person || news.done.sent === 0) return
  const { sent, refused } = news.done
  refresh(refused > 0 ? `${sent} sent, ${refused} refused` : 'Changes sent')
  await draw()
}

/** Maximum age of a queued line in ms for the message on Today that its form was queued. */
const justNow = 15_000

/** Says on Today that the form of the previous page was queued. */
const sayKept = async () => {
  const [line] = (await lines()).slice(-1)
  const isOfPage = line?.headers.every(([name]) => name !== 'hx-request')
  const isNew = line && isOfPage && isPending(line) && Date.now() - line.made < justNow
  if (location.pathname === '/' && isNew && line.title) toast(`${line.title}: kept on this device, waiting to be sent.`)
}

/** For a cached page: advances its timer by the page's age and removes its old messages. */
const showAge = (shown: Shown) => {
  if (state.shown) return
  state.shown = shown
  const bar = document.getElementById('timer')
  if (bar?.dataset.now) bar.dataset.now = `${Number(bar.dataset.now) + Date.now() - shown.at}`
  for (const old of document.querySelectorAll('[data-toast]')) old.remove()
  sayKept()
  fillShare()
  lines().then(showNextCard)
}

/** Puts a text shared by another app into the field of the cached Capture page. */
const fillShare = () => {
  const field = document.querySelector<HTMLInputElement>('#capture-line input[name="entry"]')
  if (location.pathname !== '/capture' || !field || field.value) return
  const { line, hasLostLink } = sharedText(Object.fromEntries(new URLSearchParams(location.search)), field.maxLength)
  field.value = line
  if (hasLostLink) toast(lostLinkMessage(field.maxLength))
}

/** Asks before signing out, which clears the device (functions/lib/secrets.ts). False if the person stays. */
export const confirmSignOut = async () => {
  state.isLeaving = true
  const controller = navigator.serviceWorker?.controller
  const isHere = (await fetchOurs('/health'))?.ok
  const left = async () => {
    // The server's response clears the queues of all people.
    const { length } = isHere ? await linesOf().catch(() => []) : await lines()
    return [hasDrafts() && 'Some notes', length > 0 && plural(length, 'change')].filter(Boolean).join(' and ')
  }
  if (await left()) {
    visit()
    await resolveAfter(patience)
  }
  const words = await left()
  const [are, them] = words === '1 change' ? ['is', 'it'] : ['are', 'them']
  state.isLeaving =
    !words || (await askInDialog(`${words} ${are} only saved on this device. Sign out and delete ${them}?`))
  if (!state.isLeaving) return false
  dropDrafts()
  if (!isHere) controller?.postMessage({ leaves: person })
  return isHere || !controller
}

document.head.append(makeElement('link', { rel: 'stylesheet', href: offlineStyle }))
const message = sessionStorage.getItem(messageKey)
sessionStorage.removeItem(messageKey)
if (message) toast(message)
for (const type of ['online', 'offline']) addEventListener(type, draw)
addEventListener('online', async () => {
  state.isUnreached = false
  visit()
  // Right after the event the network may not be ready, so the worker is notified again.
  setTimeout(visit, patience)
  if (state.shown && (await lines()).length === 0) refresh()
})
document.addEventListener('visibilitychange', () => document.hidden || visit())
onHtmx('finally:request', ({ sourceElement }) => {
  if (!sourceElement.closest('#timer')) return
  state.isBarOld = false
  draw()
})
// A swapped part of the page has to show queued ticks, too.
document.addEventListener('htmx:after:swap', async () => (await lines()).length > 0 && draw())

takeBackTicks(lines, after)
restoreUnsent()

// While the server can be reached, only the server validates forms.
document.addEventListener(
  'submit',
  (event) => {
    const { target } = event
    if (navigator.onLine && !state.shown && !state.isUnreached) return
    if (!(target instanceof HTMLFormElement) || target.method !== 'post') return
    const blank = [...target.querySelectorAll<HTMLInputElement>('[name="entry"], [name="line"]')].find(
      ({ value, type }) => type !== 'hidden' && !value.trim(),
    )
    if (target.matches('[data-lines]') && blank) blank.focus()
    else if (target.reportValidity()) return
    event.preventDefault()
    event.stopImmediatePropagation()
  },
  true,
)
