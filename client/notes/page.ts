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

const isSaved = (value: unknown): value is { version: number } =>
  typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'number'

const answerOf = async (response: Response): Promise<Answer | keyof typeof stated> => {
  if (response.status === 401) return 'signedOut'
  if (response.status !== 200 && response.status !== 409) return response.status < 500 ? 'refused' : 'offline'
  const body: unknown = await response.json()
  if (!isSaved(body)) return 'refused'
  if (response.status === 200) return { version: body.version }
  return 'text' in body && typeof body.text === 'string'
    ? { conflict: { version: body.version, text: body.text } }
    : 'refused'
}

/** Saves one field while somebody types in it. */
const runNote = (box: HTMLElement, drafts: Drafts) => {
  const field = box.querySelector('textarea')
  const state = box.querySelector('[data-state]')
  const torn = box.querySelector<HTMLElement>('[data-torn]')
  const other = box.querySelector('[data-other]')
  const { note: url = '', version, seen = '' } = box.dataset
  if (!field || !state || !torn || !other) return
  let note: Note = opened({ version: Number(version), text: field.defaultValue })
  let timer: number | undefined
  let typedAt: number | undefined
  let isFlying = false
  let wait = firstRetry

  const tell = (what: keyof typeof stated) => {
    if (state.textContent !== stated[what]) state.textContent = stated[what]
  }
  const change = (changed: Note) => {
    note = changed
    drafts.keep(url, draftsOf(note))
    if (field.value !== note.text) field.value = note.text
    torn.hidden = note.conflict === null
    other.textContent = note.conflict?.text ?? ''
    // A form that is sent with the notes, such as the end of the meeting, saves over the version that was saved last.
    const version = field.form?.elements.namedItem(seen)
    if (version instanceof HTMLInputElement) version.value = String(note.version)
  }
  const sendLater = (milliseconds: number) => {
    clearTimeout(timer)
    timer = window.setTimeout(send, milliseconds)
  }
  const answerTo = async (save: Save): Promise<Answer | keyof typeof stated> => {
    try {
      const body = new FormData()
      for (const [name, value] of Object.entries(save)) body.set(name, String(value))
      const headers = { Accept: 'application/json' }
      return await answerOf(
        await fetch(url, { method: 'POST', headers, body, keepalive: true, signal: AbortSignal.timeout(20_000) }),
      )
    } catch {
      return 'offline'
    }
  }
  const post = async (save: Save) => {
    isFlying = true
    tell('saving')
    const answer = await answerTo(save)
    isFlying = false
    if (typeof answer === 'string') {
      tell(answer)
      if (answer === 'refused') return
      sendLater(wait)
      wait = Math.min(2 * wait, lastRetry)
      return
    }
    wait = firstRetry
    change(answered(note, save, answer))
    if (note.conflict) state.textContent = ''
    else if (isUnsaved(note)) send()
    else tell('saved')
  }
  const send = () => {
    clearTimeout(timer)
    typedAt = undefined
    if (isFlying) return
    const next = sending(note)
    change(next.note)
    if (next.save) post(next.save)
  }
  const leave = () => {
    const next = closing(note)
    change(next.note)
    if (next.save) post(next.save)
  }

  // Words typed before now, which a browser that fills in a form again leaves without focus.
  const typedBefore = document.activeElement === field ? [{ text: field.value, request: null, base: note.version }] : []
  change(adopted(note, [...drafts.left(url), ...typedBefore]))
  if (isUnsaved(note)) send()
  field.addEventListener('input', () => {
    change(typed(note, field.value))
    typedAt ??= Date.now()
    if (!note.conflict && !isFlying) sendLater(Math.max(0, Math.min(quiet, typedAt + longest - Date.now())))
  })
  field.addEventListener('blur', send)
  window.addEventListener('online', send)
  window.addEventListener('pagehide', leave)
  document.addEventListener('visibilitychange', () => document.hidden && leave())
  torn.addEventListener('click', ({ target }) => {
    const choice = target instanceof Element ? target.closest<HTMLElement>('[data-choice]')?.dataset.choice : undefined
    if (choice !== 'typed' && choice !== 'saved' && choice !== 'both') return
    change(resolved(note, choice))
    field.focus()
    if (isUnsaved(note)) send()
    else tell('saved')
  })
}

/** Saves the notes of the page while they are typed (decision 0062). */
export const runNotes = async () => {
  const drafts = await draftsOnDevice()
  for (const box of document.querySelectorAll<HTMLElement>('[data-note]')) runNote(box, drafts)
}
