import type htmxOfApp from 'htmx.org'
import { lostLink, sharedText } from '../functions/data/capture/shared-text'
import { plural } from '../functions/lib/time/duration'
import { followingWords, overWords } from '../functions/time/timer/focus/words'
import { hasUnsentInput } from './dom'
import { ask } from './leave-question'
import { dropDrafts, hasDrafts } from './notes/device'
import type { pollAll as pollAllOfApp } from './polling'
import { isNavigating, reach } from './reach'
import { linesOf, replaceLine } from './service-worker/database'
import { waits as isUnsent, type Line } from './service-worker/line'
import { fetchOurs } from './service-worker/ours'
import { toast } from './toasts'
import { typedSince } from './typed-ahead'
import { keepUnsent, putBack } from './unsent'
import { behindStrip, drawDue, drawSentTicks, forgetKept, timerNow, working } from './waiting-known'
import { drawDay, element, futureWords, icon, isHome, isInUse, lineRow, moment, replace } from './waiting-rows'
import { drawClosing, drawMoved, drawTicks, drawTold } from './waiting-told'
import { choicesAhead, type KnownTimer, timerOf } from './waiting-words'

/** Hashed names (scripts/build.ts). */
declare const offlineStyle: string
declare const countdownScript: string

declare global {
  /** Set by client/app.ts, as is `pollAll`. */
  var htmx: typeof htmxOfApp
  var pollAll: typeof pollAllOfApp
}

/** News of the service worker, or a request that it answered in place of the server. */
export type News = Partial<
  Record<'waiting' | 'sent' | 'came' | 'refused' | 'unsent' | 'typed' | 'signedOut', unknown>
> & {
  sourceElement?: Element
  sourceEvent?: Event | null
  request?: { submitter?: HTMLElement | null; body?: unknown }
  response?: { headers: Headers } | null
}

const { person = '' } = document.body.dataset

/** When the server made this page (epoch ms), where it is one that was kept; undefined once the server has answered. */
let { seen } = document.body.dataset

/** Milliseconds between two tries while lines wait. */
const pause = 10_000

/** Tells the worker that somebody is here: it sends what waits. */
const visit = () => navigator.serviceWorker.controller?.postMessage({ visit: person })

const changed = () => {
  visit()
  return draw()
}

const stopForm =
  '<form method="post" action="/timer/stop" hx-post="/timer/stop" hx-target="#timer" hx-swap="outerMorph"><button class="button lead on-phone" id="timer-stop"><i class="i i-stop"></i>Stop</button></form>'

/** The strip and its timer as the server drew them. */
let drawnStrip: string | undefined
let serverTimer: KnownTimer | null = null

/** `25 4 sound`: minutes, rounds and choices of the settings. */
const [minutes, rounds, ...choices] = document.body.dataset.focus?.split(' ') ?? []
const usual = { length: Number(minutes ?? 0) * 60, rounds: Number(rounds ?? 0) }

/** Attributes from which client/countdown.ts counts on, as the server writes them. */
const countdownData = ({ focus }: KnownTimer) => {
  if (!focus) return {}
  const next = followingWords(choices.includes('stops') ? moment(focus.ends) : undefined)
  return { ...focus, asks: `${overWords(focus.phase)} ${next}`, ...(choices.includes('sound') && { sound: '' }) }
}

/** Runs a timer that was started here on the device alone, and brings back the server's once no line is about it. */
const drawTimer = (lines: Line[]) => {
  const bar = document.getElementById('timer')
  if (!bar) return
  if (bar.dataset.line === undefined) {
    const { startedAt, title = '', ends, length, phase = '' } = bar.dataset
    const focus = ends === undefined ? undefined : { ends: Number(ends), length: Number(length), phase }
    serverTimer = startedAt === undefined ? null : { name: title, from: Number(startedAt), focus }
  }
  const runs = timerOf(lines, serverTimer, usual)
  const isSent = lines.every(({ sent }) => sent !== undefined)
  const line = runs && JSON.stringify(runs)
  if (bar.dataset.line === (runs === undefined ? undefined : `${line ?? 'none'}`)) return
  if (runs === undefined) {
    bar.outerHTML = drawnStrip ?? ''
    htmx.process(document.getElementById('timer') ?? document.body)
    dispatchEvent(new Event('pageshow'))
    return
  }
  if (!bar.dataset.line) drawnStrip = bar.outerHTML
  const poll = bar.querySelector('[hx-get]')
  const { name, focus, isUnsure, note: words } = runs ?? ({ name: '' } as KnownTimer)
  bar.className = runs ? (isSent ? 'timer' : 'timer is-waiting') : 'timer idle'
  bar.ariaLabel = runs ? 'Running timer' : 'No timer running'
  for (const old of ['ends', 'length', 'phase', 'asks', 'over', 'sound', 'tab']) delete bar.dataset[old]
  bar.dataset.line = `${line ?? 'none'}`
  bar.dataset.now = `${Date.now()}`
  bar.dataset.title = name
  if (runs && !isUnsure) Object.assign(bar.dataset, { startedAt: `${runs.from}`, ...countdownData(runs) })
  else delete bar.dataset.startedAt
  const time = element('time', { className: 'timer-time' }, document.createTextNode(''), element('small'))
  time.dataset[focus ? 'left' : 'count'] = ''
  if (focus) import(countdownScript)
  const acts = element('div', { className: 'timer-acts', innerHTML: stopForm })
  const what = element(
    'p',
    { className: 'timer-what' },
    element('b', {}, name),
    ' ',
    element(
      'small',
      { className: 'grey' },
      words ?? [focus && `until ${moment(focus.ends)}`, isSent ? '' : 'not sent yet'].filter(Boolean).join(', '),
    ),
  )
  bar.replaceChildren(...(poll ? [poll] : []), ...(runs ? [what, ...(isUnsure ? [] : [time]), acts] : []))
  htmx.process(bar)
  // Counts at once.
  dispatchEvent(new Event('pageshow'))
}

/** The server takes no line until this person has signed in again. */
let isSignedOut = false

/** The server does not answer. */
let isUnreached = false

/** `Offline. As of 14:05, 2 lines wait to be sent` */
const heading = (lines: Line[]) => {
  const refused = lines.filter((line) => !isUnsent(line)).length
  const waiting = lines.length - refused
  const parts = [
    waiting > 0 && `${plural(waiting, 'line')} ${waiting === 1 ? 'waits' : 'wait'} to be sent`,
    refused > 0 && `${plural(refused, 'line')} ${refused === 1 ? 'was' : 'were'} refused`,
    lines.length === 0 && !seen && 'New lines are kept here',
  ].filter(Boolean)
  const unreached = isSignedOut ? 'Sign in again.' : 'Daymark can’t be reached.'
  const isReplaced = seen && 'replaced' in document.body.dataset
  const unseen = isReplaced ? 'Another page answers in place of Daymark.' : unreached
  const lead = !navigator.onLine ? 'No network.' : waiting > 0 || seen || isUnreached ? unseen : ''
  // A page that is missing has nothing from then.
  const asOf = seen && !('missing' in document.body.dataset) && `As of ${moment(Number(seen))}`
  const words = [asOf, ...parts].filter(Boolean).join(', ')
  // Nothing is kept of that path.
  const open = isReplaced ? [element('a', { href: '/sign-in' }, 'Open it'), '. '] : []
  return [element('b', {}, lead), ' ', ...open, words]
}

const note = 'Sent by themselves, in this order, with the times above, once there is a connection.'

let section: HTMLElement | undefined

/** Key of how many refused lines this tab has shown, which open the strip once. */
const refusedKey = `refused ${person}`
let refusedCount = Number(sessionStorage.getItem(refusedKey))
let timer: number | undefined

/** Shows what waits above the page, and what it changes in it. */
const draw = async () => {
  const lines = await linesOf(person).catch(() => [])
  const waiting = lines.filter(isUnsent)
  clearTimeout(timer)
  if (waiting.length > 0 && !isSignedOut) timer = setTimeout(visit, pause)
  drawTicks(waiting)
  drawMoved(waiting)
  drawTimer([...behindStrip(), ...waiting])
  drawTold(drawClosing(waiting, changed), serverTimer, timerOf(waiting, timerNow(serverTimer), usual))
  drawDue(waiting)
  drawDay(waiting, serverTimer, changed)
  const isNeeded = lines.length > 0 || !navigator.onLine || seen || isUnreached
  // The strip says it, with more.
  const banner = document.getElementById('offline')
  if (banner) banner.hidden = Boolean(isNeeded)
  if (!isNeeded) {
    section?.remove()
    section = undefined
    return
  }
  if (section && isInUse(section)) return
  const refused = lines.length - waiting.length
  const isOpen = isAsking || refused > refusedCount || (section?.querySelector('details')?.open ?? false)
  isAsking = false
  refusedCount = refused
  sessionStorage.setItem(refusedKey, `${refused}`)
  const focused = section?.contains(document.activeElement)
  const head = [icon('offline'), element('span', { role: 'status' }, ...heading(lines))]
  const rows = lines.map((line) => lineRow(line, changed))
  const isCut = !navigator.onLine || seen || isUnreached
  const notes = [waiting.length > 0 && note, isCut && working()].filter(Boolean).join(' ')
  const content = element(
    'details',
    { open: isOpen },
    element('summary', {}, ...head, icon('right')),
    ...(rows.length > 0 ? [element('ol', { className: 'rows' }, ...rows)] : []),
    ...(notes ? [element('p', { className: 'note' }, notes)] : []),
  )
  section ??= element('section', { className: 'waiting', ariaLabel: 'Offline' })
  section.replaceChildren(content)
  document.querySelector('.deck')?.prepend(section)
  if (focused) section.querySelector<HTMLElement>('li button, summary')?.focus()
}

/** Somebody signs out: a page that loads again would end that. */
let isLeaving = false

/** The page shows what the server has by now. */
const refresh = () => {
  if (isLeaving || isNavigating()) return
  const isOld = seen || /^\/(review|plan\/close)$/.test(location.pathname)
  if (isOld && !hasUnsentInput(document.body)) return location.reload()
  seen = undefined
  forgetKept()
  pollAll()
}

/** Sends what waits, and brings the page up to date, once the server answers again. */
const turn = async (isReached: boolean) => {
  isUnreached = !isReached
  if (isReached) {
    visit()
    const waits = (await linesOf(person).catch(() => [])).some(isUnsent)
    if (!waits) seen ? refresh() : pollAll()
  }
  await draw()
}

/** The strip opens with a line that needs an answer. */
let isAsking = false

/** Says of a check-in or a day that was closed that it is kept, as no row shows it, and of a line what it leaves open. */
const answer = (line: Line) => {
  const { url } = line
  if (/^\/energy/.test(url)) toast('Checked in, waits to be sent.')
  if (/^\/plan\/close/.test(url)) toast('Day closed, waits to be sent.')
  if (choicesAhead(line, moment, isHome).length === 0) return
  isAsking = true
  toast(futureWords)
}

/** Empties the form of a line that is kept, as its answer would, and notes the title of its row. */
const settle = async (news: News) => {
  const { sourceElement: source, request, response } = news
  const id = Number(response?.headers.get('X-Waiting'))
  // An old refusal says nothing of this one. Undo would need the network, and perhaps what this one changes.
  for (const old of document.querySelectorAll('#toasts > :not(:has(> .button))')) old.remove()
  const takesLine = source?.matches('[hx-include="#entry"]')
  const typed = typedSince(news)
  const form = (takesLine ? null : source?.closest('form')) ?? document.querySelector('form#entry-form')
  for (const field of form?.querySelectorAll<HTMLInputElement>('input:not([type="hidden"]), textarea') ?? []) {
    if (typed.includes(field)) continue
    if (field.type !== 'checkbox' && field.type !== 'radio') field.value = ''
    else field.checked = field.defaultChecked
  }
  form?.querySelector('[id$="-understood"]')?.replaceChildren()
  // It would cover the row of the line, as after the server's answer.
  form?.querySelector('.line-hint')?.remove()
  source?.closest('dialog')?.close()
  const title = (request?.submitter ?? source)
    ?.closest('li, main')
    ?.querySelector('.row-title, h1')
    ?.textContent?.trim()
  const line = (await linesOf(person)).find((one) => one.id === id)
  if (line && title && !line.title) await replaceLine(line, { ...line, title })
  if (line) answer(line)
}

let sentCount = 0

/** Takes news of the service worker, of the network, or of a request that it answered. */
export const hear = async (news: News = {}) => {
  const kept = news.response?.headers.get('X-Waiting')
  const hasFailed = news.sourceElement && !news.response?.headers.has('X-App')
  if (hasFailed || news.unsent || news.waiting) reach(turn)
  if (kept && kept !== 'never') await settle(news)
  else if (kept && /^(click|submit)$/.test(news.sourceEvent?.type ?? '')) toast('This needs the network.')
  if (news.unsent) keepUnsent(String(news.unsent), person)
  if (news.typed) putBack(String(news.typed), person)
  // A request that failed may have arrived.
  const unsent = navigator.onLine
    ? 'Daymark can’t be reached. Your change may not be saved. Check before you try again.'
    : 'Nothing was sent, as this needs the network.'
  if (news.unsent) toast(`${unsent} What you typed is still here.`)
  // A page without script behind its form stays as it is: it lets its form be sent again.
  if (news.unsent || news.waiting) dispatchEvent(new Event('pageshow'))
  if (news.came && seen) refresh()
  if (news.signedOut === person) isSignedOut = true
  if (news.sent === person) {
    sentCount += 1
    isSignedOut = false
  }
  await draw()
  const waits = (await linesOf(person)).some(isUnsent)
  if (sentCount === 0 || waits) return
  toast(`${plural(sentCount, 'line')} sent`)
  sentCount = 0
  refresh()
  await draw()
}

/** Milliseconds for a note or a line that is being sent. */
const patience = 1_000

/** Asks before signing out, which clears the device (functions/lib/secrets.ts). False where the person stays. */
export const mayLeave = async () => {
  isLeaving = true
  const left = async () => {
    const { length } = await linesOf(person).catch(() => [])
    return [hasDrafts() && 'Some notes', length > 0 && plural(length, 'line')].filter(Boolean).join(' and ')
  }
  if (await left()) {
    visit()
    await new Promise((resolve) => setTimeout(resolve, patience))
  }
  const words = await left()
  const [are, them] = words === '1 line' ? ['is', 'it'] : ['are', 'them']
  isLeaving = !words || (await ask(`${words} ${are} only saved on this device. Sign out and delete ${them}?`))
  if (!isLeaving) return false
  dropDrafts()
  const controller = navigator.serviceWorker?.controller
  const isHere = (await fetchOurs('/health'))?.ok
  if (!isHere) controller?.postMessage({ leaves: person })
  return isHere || !controller
}

document.head.append(element('link', { rel: 'stylesheet', href: offlineStyle }))
for (const type of ['online', 'offline']) addEventListener(type, draw)
addEventListener('online', async () => {
  visit()
  // The first requests may come before the network.
  setTimeout(visit, patience)
  if (seen && (await linesOf(person)).length === 0) refresh()
})
document.addEventListener('visibilitychange', () => document.hidden || visit())
// A part that the server sent again shows them, too.
document.addEventListener('htmx:after:swap', () =>
  linesOf(person).then((lines) => (lines.length > 0 ? draw() : undefined)),
)
drawSentTicks()
if (seen) reach(turn)
if (seen) for (const old of document.querySelectorAll('[data-toast]')) old.remove()

/** Milliseconds after which Today comes in place of a page whose form was kept, at the latest. */
const justNow = 15_000

const [last] = (await linesOf(person).catch(() => [])).slice(-1)
if (location.pathname === '/' && last && !last.refused && Date.now() - last.made < justNow) answer(last)

const shared = new URLSearchParams(location.search)
const field = document.querySelector<HTMLInputElement>('#capture-line input[name="entry"]')
if (seen && location.pathname === '/capture' && field && !field.value) {
  const { line, hasLostLink } = sharedText(Object.fromEntries(shared), field.maxLength)
  field.value = line
  if (hasLostLink) toast(lostLink(field.maxLength))
}

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
    const ticks = (await linesOf(person)).filter((line) => isUnsent(line) && line.url === url)
    if (ticks.some(({ made }) => Date.now() - made < doubleTap)) return
    for (const tick of ticks) await replace(tick, undefined, changed)
  },
  { capture: true },
)

// Only the server checks forms while it can be reached.
document.addEventListener(
  'submit',
  (event) => {
    const { target } = event
    if (navigator.onLine && !seen && !isUnreached) return
    if (!(target instanceof HTMLFormElement) || target.method !== 'post') return
    const isLine = /^\/(sessions\/entry|capture|tasks\/quick)/.test(target.getAttribute('action') ?? '')
    const blank =
      isLine &&
      [...target.querySelectorAll<HTMLInputElement>('[name="entry"], [name="line"]')].find(({ value }) => !value.trim())
    if (blank) blank.focus()
    else if (target.reportValidity()) return
    event.preventDefault()
    event.stopImmediatePropagation()
  },
  { capture: true },
)
