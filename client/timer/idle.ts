/** Detects that the person was away while a timer ran, and asks what to do with that time. */

type Detector = EventTarget & {
  userState: 'active' | 'idle' | null
  screenState: 'locked' | 'unlocked' | null
  start: (options: { threshold: number }) => Promise<void>
}

declare global {
  var IdleDetector: { new (): Detector; requestPermission: () => Promise<string> } | undefined
}

type Stretch = { id: string; from: number; to: number }

const storedName = 'idle-time'
const signName = 'idle-sign'
/** Minimum time in ms between two signs of activity from pointer moves. */
const signPause = 5_000

const bar = () => document.getElementById('timer')
const thresholdMs = () => Number(bar()?.dataset.idle ?? 0) * 60_000
const timerId = () => bar()?.querySelector<HTMLInputElement>('input[name="id"]')?.value ?? ''

const stored = (): Stretch | null => JSON.parse(sessionStorage.getItem(storedName) ?? 'null')

/** Asks about an absence, once per page, until the question is answered. */
const show = ({ id, from, to }: Stretch) => {
  if (document.getElementById('timer-idle') || id !== timerId()) return
  const query = new URLSearchParams({ id, from: String(from), to: String(to) })
  htmx.ajax('GET', `/timer/idle?${query}`, { target: '#zone-banner', swap: 'afterend' })
}

const ask = (from: number, to: number) => {
  const id = timerId()
  if (!id || !thresholdMs() || to - from < thresholdMs()) return
  // A new absence extends the last one if that has no answer yet.
  const before = stored()
  const stretch = { id, from: before?.id === id ? before.from : from, to }
  sessionStorage.setItem(storedName, JSON.stringify(stretch))
  document.getElementById('timer-idle')?.remove()
  show(stretch)
}

/** Time of the last activity in any tab (epoch ms). */
let last = Date.now()
const lastSign = () => Math.max(last, Number(localStorage.getItem(signName) ?? 0))

/** True if the browser detects absence. It sees activity outside this page, so the page's own events are ignored. */
let isDetected = false

const sign = () => {
  const now = Date.now()
  const before = lastSign()
  if (now - last < signPause) return
  last = now
  localStorage.setItem(signName, String(now))
  if (!isDetected) ask(before, now)
}

/** A hidden page sees no activity, so its hidden time does not count as absence. */
const watchPage = () => {
  for (const type of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])
    addEventListener(type, sign, { passive: true, capture: true })
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) last = Date.now()
    else if (!isDetected) ask(lastSign(), Date.now())
  })
}

const watchDevice = async () => {
  const { IdleDetector } = globalThis
  if (!IdleDetector || !thresholdMs()) return
  const { state } = await navigator.permissions.query({ name: 'idle-detection' as PermissionName })
  if (state !== 'granted') return
  const detector = new IdleDetector()
  let since: number | undefined
  detector.addEventListener('change', () => {
    const isAway = detector.userState === 'idle' || detector.screenState === 'locked'
    if (isAway) since ??= Date.now() - (detector.userState === 'idle' ? thresholdMs() : 0)
    else if (since !== undefined) {
      ask(since, Date.now())
      since = undefined
    }
  })
  await detector.start({ threshold: thresholdMs() })
  isDetected = true
}

/** Enables the settings button that asks for the browser's permission. */
const offerPermission = async () => {
  const button = document.querySelector<HTMLButtonElement>('[data-idle-allow]')
  const { IdleDetector } = globalThis
  if (!button || !IdleDetector) return
  const says = (state: string) => {
    button.hidden = state === 'granted'
    const answer = document.querySelector('[data-idle-said]')
    if (answer) answer.textContent = state === 'granted' ? 'This browser tells Daymark when you are away.' : ''
  }
  says((await navigator.permissions.query({ name: 'idle-detection' as PermissionName })).state)
  button.addEventListener('click', async () => says(await IdleDetector.requestPermission()))
}

// The timer of the question is no longer running.
document.addEventListener('htmx:after:swap', () => {
  if (stored() && stored()?.id !== timerId()) document.getElementById('timer-idle')?.remove()
})
document.addEventListener('submit', ({ target }) => {
  if (target instanceof Element && target.closest('#timer-idle')) sessionStorage.removeItem(storedName)
})

const asked = stored()
if (asked && asked.id === timerId()) show(asked)
else sessionStorage.removeItem(storedName)
watchPage()
watchDevice().catch(() => undefined)
offerPermission()

export {}
