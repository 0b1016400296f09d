/** The strip above a page: that there is no network, from when the page is, and each line that waits. Loaded when needed. */
import type htmxOfApp from 'htmx.org'
import { lostLink, sharedText } from '../../functions/data/capture/shared-text'
import { plural } from '../../functions/lib/time/duration'
import { hasUnsentInput } from '../dom'
import { typedSince } from '../forms/typed-ahead'
import { toast } from '../frame/toasts'
import type { pollAll as pollAllOfApp } from '../live/polling'
import { dropDrafts, hasDrafts } from '../notes/device'
import { fetchOurs, wait } from '../service-worker/own-requests'
import { answerOf, nextCard } from './cards'
import { ask } from './leave-question'
import { element, focusRow, icon, isInUse, moment, queuedText, replace, rowOf, typedField } from './line-row'
import { offerOffline } from './palette'
import { isStart, isStop, isTyped, linesOf, namedBy, type QueuedWrite, replaceLine, startsOf, waits } from './queue'
import { isNavigating, reach } from './reach'
import { refusalOf } from './refusal'
import { keepUnsent, putBack } from './unsent'

/** Hashed name (scripts/build.ts). */
declare const offlineStyle: string

declare global {
  /** Set by client/app.ts, as is `pollAll`. */
  var htmx: typeof htmxOfApp
  var pollAll: typeof pollAllOfApp
}

/** A page that the service worker answered: when the server made it (epoch ms), and if something else came in its place. */
type Shown = { at?: number; isReplaced?: boolean }

/** News of the service worker, or a request that it answered in place of the server. */
export type News = Partial<
  Record<'waiting' | 'left' | 'sent' | 'came' | 'refused' | 'unsent' | 'typed' | 'signedOut', unknown>
> & {
  shown?: Shown
  sourceElement?: Element
  sourceEvent?: Event | null
  target?: Element
  request?: { submitter?: HTMLElement | null; body?: unknown; action?: string }
  response?: { headers: Headers } | null
}

const { person = '' } = document.body.dataset

/** Milliseconds between two tries while lines wait. */
const pause = 10_000

/** Milliseconds for a note or a line that is being sent. */
const patience = 1_000

/** Key of how many refused lines this tab has shown, which open the strip once. */
const refusedKey = `refused ${person}`

/** Key of a message for the next page. */
const messageKey = 'sent'

const state = {
  /** The page that is shown was kept, or something else came in its place; undefined once the server has answered. */
  shown: undefined as Shown | undefined,
  /** The server takes no line until this person has signed in again. */
  isSignedOut: false,
  /** The server does not answer. */
  isUnreached: false,
  /** True while signing out: reloading the page would cancel it. */
  isLeaving: false,
  refusedCount: Number(sessionStorage.getItem(refusedKey)),
  sentCount: 0,
  section: undefined as HTMLElement | undefined,
  timer: undefined as ReturnType<typeof setTimeout> | undefined,
}

/** Notifies the worker of a visit; it then sends queued writes. */
const visit = () => navigator.serviceWorker?.controller?.postMessage({ visit: person })

const lines = () => linesOf(person).catch(() => [] as QueuedWrite[])

const after = () => {
  visit()
  return draw()
}

/** `You are offline. 2 changes wait to be sent. Page as of 14:05` */
const heading = (all: QueuedWrite[]) => {
  const { shown, isSignedOut, isUnreached } = state
  const refused = all.filter((line) => !waits(line)).length
  const waiting = all.length - refused
  const unreached = isSignedOut ? 'You are signed out.' : 'Daymark can’t be reached.'
  const unseen = shown?.isReplaced ? 'Another page answers instead of Daymark.' : unreached
  const lead = !navigator.onLine ? 'You are offline.' : waiting > 0 || shown || isUnreached ? unseen : ''
  const words = [
    waiting > 0 && `${plural(waiting, 'change')} ${waiting === 1 ? 'waits' : 'wait'} to be sent`,
    refused > 0 && `${plural(refused, 'change')} ${refused === 1 ? 'was' : 'were'} refused`,
    shown?.at !== undefined && `Page as of ${moment(shown.at)}`,
    all.length === 0 && !shown && 'Changes are kept on this device',
  ]
  // Nothing is kept of that path.
  const isElsewhere = shown?.isReplaced || isSignedOut
  const open = isElsewhere ? [element('a', { href: '/sign-in' }, isSignedOut ? 'Sign in' : 'Open it'), '. '] : []
  return [element('b', {}, lead), ' ', ...open, words.filter(Boolean).join('. ')]
}

const sendsLater = 'When you reconnect, they are sent in order, with their times.'
const opensPages = 'Pages open as you last saw them.'

/** Sets the title of a queued line: `Stop: Letters`. */
const setTitle = async (id: number, title?: string | null) => {
  const line = (await lines()).find((one) => one.id === id)
  // The worker has a word for some.
  if (line && title?.startsWith(line.title ?? '') && !typedField(line))
    await replaceLine(line, (now) => ({ ...now, title }))
}

/** Queues a Stop for a line, as the timer's button does. Only the server knows whether the line started a timer. */
const stop = async (line: QueuedWrite) => {
  const made = isTyped(line) ? startsOf(line, await lines()) : []
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

/** Marks ticks of tasks, milestones and goals that wait to be sent; a box stays ticked. */
const drawTicks = (waiting: QueuedWrite[]) => {
  for (const tick of document.querySelectorAll<HTMLElement>('form > .tick, form[action$="/ticks"] > button')) {
    const action = tick.parentElement?.getAttribute('action')
    const waitsHere = waiting.some(({ url }) => url === action)
    if (waitsHere === tick.classList.contains('is-waiting')) continue
    tick.classList.toggle('is-waiting', waitsHere)
    tick.ariaDescription = waitsHere ? 'Waiting to be sent' : null
    if (tick.matches('.tick')) tick.ariaPressed = `${waitsHere !== action?.includes('/reopen')}`
  }
}

/** Shows the bar of the timer, unless a Stop waits to be sent. */
const drawTimer = (isStopped: boolean) => {
  const bar = document.getElementById('timer')
  if (bar) bar.hidden = isStopped
}

/** Renders the outbox bar. */
const draw = async () => {
  const all = await lines()
  const waiting = all.filter(waits)
  clearTimeout(state.timer)
  if (waiting.length > 0 && !state.isSignedOut) state.timer = setTimeout(visit, pause)
  drawTicks(waiting)
  const last = waiting.findLast((line) => isStart(line) || isStop(line))
  const started = last && isStart(last) ? last : undefined
  // A typed line may have started no timer, and then its Stop ends none.
  drawTimer(waiting.some((line) => isStop(line) && namedBy(line) === null))
  const isCut = !navigator.onLine || state.shown !== undefined || state.isUnreached
  const isNeeded = all.length > 0 || isCut
  // The strip says it, with more.
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
  const rows = all.filter((line) => line !== started).map((line) => rowOf(line, after))
  const head = [
    icon(isCut || waiting.length > 0 ? 'offline' : 'alert'),
    element('span', { role: 'status' }, ...heading(all)),
    icon('right'),
  ]
  const content = element(
    'details',
    { open: isOpen },
    element('summary', { className: 'flex items-center gap-2' }, ...head),
    ...(rows.length > 0 ? [element('ol', { className: 'rows' }, ...rows)] : []),
    element(
      'p',
      { className: 'note' },
      [waiting.length > 0 && !state.isSignedOut && sendsLater, isCut && opensPages].filter(Boolean).join(' '),
    ),
  )
  state.section ??= element('section', { className: 'waiting', ariaLabel: 'Offline' })
  // In sight, with Stop.
  const running = started ? [element('ol', { className: 'rows' }, rowOf(started, after, stop))] : []
  state.section.replaceChildren(content, ...running)
  document.querySelector('.deck')?.prepend(state.section)
  if (focused) focusRow(focused.row)
}

/** Brings the page up to date. @param message shown on it, also where the page has to load again */
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
    if (!(await lines()).some(waits)) state.shown ? refresh() : pollAll()
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
const settle = async (news: News) => {
  const { sourceElement: source, request, response } = news
  const id = Number(response?.headers.get('X-Waiting'))
  // Asks the browser not to evict the queue when storage is low.
  navigator.storage?.persist?.().catch(() => undefined)
  // An old refusal says nothing of this one. Undo would need the network, and perhaps what this one changes.
  for (const old of document.querySelectorAll('#toasts > :not(:has(> .button))')) old.remove()
  const typed = typedSince(news)
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
  nextCard(await lines())
}

/** Takes news of the service worker, of the network, or of a request that it answered. */
export const hear = async (news: News = {}) => {
  const kept = news.response?.headers.get('X-Waiting')
  const hasFailed = news.sourceElement && !news.response?.headers.has('X-App')
  if (news.shown) showAge(news.shown)
  if (hasFailed || news.unsent || news.waiting || news.shown) reach(turn)
  const list = kept === 'never' && news.sourceElement?.id === 'palette-q-list' && news.sourceElement
  if (list) await offerOffline(list)
  // How the line is read.
  if (kept === 'never' && news.target?.matches('.chips'))
    news.target.replaceChildren(element('span', { className: 'chip' }, 'Kept on this device until you reconnect'))
  if (kept && kept !== 'never') await settle(news)
  else if (kept && /^(click|submit)$/.test(news.sourceEvent?.type ?? '') && !(await answerOf(news.request?.action)))
    toast('This needs a connection.')
  if (news.unsent) keepUnsent(String(news.unsent), person)
  if (news.typed) putBack(String(news.typed), person)
  // A request that failed may have arrived.
  const unsent = navigator.onLine
    ? 'Daymark can’t be reached. Your change may not be saved. Check before you try again.'
    : 'Nothing was sent: this needs a connection.'
  if (news.unsent) toast(`${unsent} What you typed is still here.`)
  // Re-enables forms that are sent without htmx.
  if (news.unsent || news.waiting) dispatchEvent(new Event('pageshow'))
  if (news.came && state.shown) refresh()
  if (news.signedOut === person) state.isSignedOut = true
  if (news.sent === person) {
    state.sentCount += 1
    state.isSignedOut = false
  }
  await draw()
  if (state.sentCount === 0 || (await lines()).some(waits)) return
  const message = `${plural(state.sentCount, 'change')} sent`
  state.sentCount = 0
  refresh(message)
  await draw()
}

/** Milliseconds after which Today comes in place of a page whose form was kept, at the latest. */
const justNow = 15_000

/** Says on Today that the form of another page was kept. */
const sayKept = async () => {
  const [line] = (await lines()).slice(-1)
  const isOfPage = line?.headers.every(([name]) => name !== 'hx-request')
  const isNew = line && isOfPage && waits(line) && Date.now() - line.made < justNow
  if (location.pathname === '/' && isNew && line.title) toast(`${line.title}: kept on this device, waiting to be sent.`)
}

/** A page that was kept: its timer has run on since, and its messages were read. */
const showAge = (shown: Shown) => {
  if (state.shown) return
  state.shown = shown
  const bar = document.getElementById('timer')
  if (bar?.dataset.now && shown.at) bar.dataset.now = `${Number(bar.dataset.now) + Date.now() - shown.at}`
  for (const old of document.querySelectorAll('[data-toast]')) old.remove()
  sayKept()
  fillShare()
  lines().then(nextCard)
}

/** Puts what another app shared into the line of the page of Capture that was kept. */
const fillShare = () => {
  const field = document.querySelector<HTMLInputElement>('#capture-line input[name="entry"]')
  if (location.pathname !== '/capture' || !field || field.value) return
  const { line, hasLostLink } = sharedText(Object.fromEntries(new URLSearchParams(location.search)), field.maxLength)
  field.value = line
  if (hasLostLink) toast(lostLink(field.maxLength))
}

/** Asks before signing out, which clears the device (functions/lib/secrets.ts). False where the person stays. */
export const mayLeave = async () => {
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
    await wait(patience)
  }
  const words = await left()
  const [are, them] = words === '1 change' ? ['is', 'it'] : ['are', 'them']
  state.isLeaving = !words || (await ask(`${words} ${are} only saved on this device. Sign out and delete ${them}?`))
  if (!state.isLeaving) return false
  dropDrafts()
  if (!isHere) controller?.postMessage({ leaves: person })
  return isHere || !controller
}

document.head.append(element('link', { rel: 'stylesheet', href: offlineStyle }))
const message = sessionStorage.getItem(messageKey)
sessionStorage.removeItem(messageKey)
if (message) toast(message)
for (const type of ['online', 'offline']) addEventListener(type, draw)
addEventListener('online', async () => {
  visit()
  // The first requests may come before the network.
  setTimeout(visit, patience)
  if (state.shown && (await lines()).length === 0) refresh()
})
document.addEventListener('visibilitychange', () => document.hidden || visit())
// A part that the server sent again shows them, too.
document.addEventListener('htmx:after:swap', async () => (await lines()).length > 0 && draw())

/** Milliseconds within which a second tap is a slip. */
const doubleTap = 500

// A tap on a tick that waits takes it back.
document.addEventListener(
  'submit',
  async (event) => {
    const { target, submitter } = event
    if (!(target instanceof HTMLFormElement && submitter?.matches('.tick.is-waiting'))) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const url = target.getAttribute('action')
    const ticks = (await lines()).filter((line) => waits(line) && line.url === url)
    if (ticks.some(({ made }) => Date.now() - made < doubleTap)) return
    for (const tick of ticks) await replace(tick, undefined, after)
  },
  true,
)

// Only the server checks forms while it can be reached.
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
