import { type Drafts, draftsOnDevice } from './device'
import {
  type Answer,
  adopted,
  answered,
  closing,
  draftsOf,
  isUnsaved,
  type Note,
  opened,
  resolved,
  type Save,
  type Saved,
  sending,
  typed,
} from './machine'

/** Milliseconds without a keystroke, and after the first one, until a note is sent. */
const quiet = 800
const longest = 4_000
/** Milliseconds until a save without an answer is sent again, more each time. */
const firstRetry = 2_000
const lastRetry = 30_000

const stated = {
  saved: 'Saved',
  saving: 'Saving…',
  offline: 'Not saved yet. It is kept on this device and sent when the connection returns.',
  signedOut: 'Not saved: sign in again in another tab. It is kept on this device.',
  refused: 'Not saved. It is kept on this device.',
}

type Failure = keyof typeof stated

const answerOf = async (response: Response): Promise<Answer | Failure> => {
  const { status } = response
  if (status === 401) return 'signedOut'
  if (status !== 200 && status !== 409) return status < 500 ? 'refused' : 'offline'
  const saved: Saved = await response.json()
  return status === 200 ? saved : { conflict: saved }
}

const postSave = async (url: string, save: Save): Promise<Answer | Failure> => {
  try {
    const body = new URLSearchParams(Object.entries(save).map(([name, value]) => [name, `${value}`]))
    const headers = { Accept: 'application/json' }
    return await answerOf(
      await fetch(url, { method: 'POST', headers, body, keepalive: true, signal: AbortSignal.timeout(20_000) }),
    )
  } catch {
    return 'offline'
  }
}

/** A text that stands in several fields has a script of its own that joins them (client/take-over.ts). */
export type NoteBox = HTMLElement & { textIn?: (of: 'value' | 'defaultValue') => string; show?: (text: string) => void }

/** A note and how its saving stands, in milliseconds. */
type Running = {
  url: string
  drafts: Drafts
  box?: NoteBox
  note: Note
  timer?: number
  /** of the first keystroke since the last save */
  typedAt?: number
  isFlying?: boolean
  hasFailed?: boolean
  wait: number
}

const fieldIn = ({ box }: Running) => box?.querySelector('textarea')

const textIn = (running: Running, of: 'value' | 'defaultValue') =>
  running.box?.textIn?.(of) ?? fieldIn(running)?.[of] ?? ''

const tell = ({ box }: Running, text: string) => {
  const state = box?.querySelector('[data-state]')
  if (state && state.textContent !== text) state.textContent = text
}

/** Keeps a changed note on the device and writes it into its box. */
const change = (running: Running, note: Note) => {
  const { url, drafts, box, note: former } = running
  running.note = note
  drafts.keep(url, draftsOf(note))
  if (!box) return
  if (!isUnsaved(note)) {
    box.dataset.version = `${note.version}`
    for (const one of box.querySelectorAll('textarea')) one.defaultValue = one.value
  }
  const field = fieldIn(running)
  if (textIn(running, 'value') !== note.text) {
    if (box.show) box.show(note.text)
    else if (field) field.value = note.text
  }
  const torn = box.querySelector<HTMLElement>('[data-torn]')
  if (torn) torn.hidden = note.conflict === null
  const other = box.querySelector('[data-other]')
  if (other) other.textContent = note.conflict?.text ?? ''
  // Forms of the page, such as the end of a meeting, save over the version that was saved last.
  for (const seen of document.querySelectorAll<HTMLInputElement>(`input[name="${box.dataset.seen}"]`))
    if (seen.value === `${former.version}`) seen.value = `${note.version}`
}

const sendLater = (running: Running, milliseconds: number) => {
  clearTimeout(running.timer)
  running.timer = window.setTimeout(() => send(running), milliseconds)
}

const post = async (running: Running, save: Save) => {
  running.isFlying = true
  tell(running, stated.saving)
  const answer = await postSave(running.url, save)
  running.isFlying = false
  running.hasFailed = typeof answer === 'string'
  if (typeof answer === 'string') {
    tell(running, stated[answer])
    if (answer === 'refused') return
    sendLater(running, running.wait)
    running.wait = Math.min(2 * running.wait, lastRetry)
    return
  }
  running.wait = firstRetry
  change(running, answered(running.note, save, answer))
  if (running.note.conflict) tell(running, '')
  else goOn(running)
}

const save = (running: Running, next: ReturnType<typeof sending>) => {
  change(running, next.note)
  if (next.save) post(running, next.save)
}

const send = (running: Running) => {
  clearTimeout(running.timer)
  running.typedAt = undefined
  if (!running.isFlying) save(running, sending(running.note))
}

const goOn = (running: Running) => (isUnsaved(running.note) ? send(running) : tell(running, stated.saved))

const type = (running: Running) => {
  change(running, typed(running.note, textIn(running, 'value')))
  running.typedAt ??= Date.now()
  if (running.note.conflict || running.isFlying) return
  sendLater(running, Math.max(0, Math.min(quiet, running.typedAt + longest - Date.now())))
}

const choose = (running: Running, { target }: Event) => {
  const choice = target instanceof HTMLElement && target.dataset.choice
  if (choice !== 'typed' && choice !== 'saved' && choice !== 'both') return
  change(running, resolved(running.note, choice))
  fieldIn(running)?.focus()
  goOn(running)
}

/** Saves the text of a box while somebody types in it. */
const runNote = (url: string, drafts: Drafts) => {
  const running: Running = { url, drafts, note: opened({ version: -1, text: '' }), wait: firstRetry }
  const close = () => save(running, closing(running.note))
  const listeners = {
    input: () => type(running),
    focusout: () => send(running),
    click: (event: Event) => choose(running, event),
  }

  window.addEventListener('online', () => send(running))
  // The storage was cleared: somebody signs out.
  window.addEventListener('storage', ({ key }) => {
    if (key === null) change(running, opened({ version: running.note.version, text: running.note.saved }))
  })
  window.addEventListener('pagehide', close)
  document.addEventListener('visibilitychange', () => document.hidden && close())
  window.addEventListener('beforeunload', (event) => {
    if (isUnsaved(running.note) && (running.hasFailed || running.note.conflict)) event.preventDefault()
  })

  /** Goes on in the box of a page, or in one that took its place with a newer text. */
  return (next: HTMLElement) => {
    const { box: former, note } = running
    for (const [name, listen] of Object.entries(listeners)) next.addEventListener(name, listen)
    running.box = next
    const saved = { version: Number(next.dataset.version), text: textIn(running, 'defaultValue') }
    if (former) return change(running, saved.version > note.version && !isUnsaved(note) ? opened(saved) : note)
    running.note = opened(saved)
    // Words typed before now, which a browser that fills in a form again leaves without focus.
    const isTyping = next.contains(document.activeElement)
    const before = { text: textIn(running, 'value'), request: null, base: saved.version, saved: saved.text }
    change(running, adopted(running.note, [...drafts.left(url), ...(isTyping ? [before] : [])]))
    if (isUnsaved(running.note)) send(running)
  }
}

/** Saves the notes of the page while they are typed (decisions 0062 and 0124). */
export const runNotes = async () => {
  const drafts = await draftsOnDevice()
  const running = new Map<string, ReturnType<typeof runNote>>()
  const run = () => {
    for (const box of document.querySelectorAll<HTMLElement>('[data-note]')) {
      const { note: url = '' } = box.dataset
      const go = running.get(url) ?? runNote(url, drafts)
      running.set(url, go)
      go(box)
    }
  }
  run()
  document.addEventListener('htmx:after:swap', run)
}
