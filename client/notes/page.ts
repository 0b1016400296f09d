import { setText } from '../dom'
import { type Drafts, draftsOnDevice } from './device'
import {
  adoptDrafts,
  applySaveResult,
  type ConflictChoice,
  closingSave,
  draftsOf,
  isUnsaved,
  type Note,
  nextSave,
  noteFromSaved,
  type PendingSave,
  resolveConflict,
  type SaveResult,
  type StoredNote,
  setNoteText,
} from './machine'

/** Delays in ms until a note is sent: after the last keystroke, and after the first one. */
const quiet = 800
const longest = 4_000
/** Delay in ms before a save without a response is sent again. It grows with each try. */
const firstRetry = 2_000
const lastRetry = 30_000

const stated = {
  saved: 'Saved',
  saving: 'Saving…',
  offline: 'Not saved yet. It is kept on this device, and sent from this page when you reconnect.',
  signedOut: 'Not saved: sign in again in another tab. It is kept on this device.',
  refused: 'Not saved. It is kept on this device.',
}

const answerOf = async (response: Response): Promise<SaveResult | keyof typeof stated> => {
  const { status } = response
  if (status === 401) return 'signedOut'
  if (status !== 200 && status !== 409) return status < 500 ? 'refused' : 'offline'
  const saved: StoredNote = await response.json()
  return status === 200 ? saved : { conflict: saved }
}

/** Box of a note. A note of several fields joins them with `textIn` and splits them with `show` (take-over.ts). */
export type NoteBox = HTMLElement & { textIn?: (of: 'value' | 'defaultValue') => string; show?: (text: string) => void }

/** Saves the text of a box while it is typed. */
const runNote = (url: string, drafts: Drafts) => {
  let box: NoteBox | undefined
  let field: HTMLTextAreaElement | null = null
  let note: Note = noteFromSaved({ version: -1, text: '' })
  let timer: number | undefined
  let typedAt: number | undefined
  let isFlying = false
  let hasFailed = false
  let wait = firstRetry

  const textIn = (of: 'value' | 'defaultValue') => box?.textIn?.(of) ?? field?.[of] ?? ''
  const tell = (text: string) => setText(box?.querySelector('[data-state]'), text)
  const change = (changed: Note) => {
    const former = note.version
    note = changed
    drafts.keep(url, draftsOf(note))
    if (!box) return
    if (!isUnsaved(note)) {
      box.dataset.version = `${note.version}`
      for (const one of box.querySelectorAll('textarea')) one.defaultValue = one.value
    }
    if (textIn('value') !== note.text) {
      if (box.show) box.show(note.text)
      else if (field) field.value = note.text
    }
    const torn = box.querySelector<HTMLElement>('[data-torn]')
    if (torn) torn.hidden = note.conflict === null
    setText(box.querySelector('[data-other]'), note.conflict?.text ?? '')
    // Updates the version in other forms of the page, such as the end of a meeting, so that they do not conflict.
    for (const seen of document.querySelectorAll<HTMLInputElement>(`input[name="${box.dataset.seen}"]`))
      if (seen.value === `${former}`) seen.value = `${note.version}`
  }
  const sendLater = (milliseconds: number) => {
    clearTimeout(timer)
    timer = setTimeout(send, milliseconds)
  }
  const answerTo = async (save: PendingSave): Promise<SaveResult | keyof typeof stated> => {
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
  const post = async (save: PendingSave) => {
    isFlying = true
    tell(stated.saving)
    const answer = await answerTo(save)
    isFlying = false
    hasFailed = typeof answer === 'string'
    if (typeof answer === 'string') {
      tell(stated[answer])
      if (answer === 'refused') return
      sendLater(wait)
      wait = Math.min(2 * wait, lastRetry)
      return
    }
    wait = firstRetry
    change(applySaveResult(note, save, answer))
    if (note.conflict) tell('')
    else if (isUnsaved(note)) send()
    else tell(stated.saved)
  }
  const save = (next: ReturnType<typeof nextSave>) => {
    change(next.note)
    if (next.save) post(next.save)
  }
  const send = () => {
    clearTimeout(timer)
    typedAt = undefined
    if (!isFlying) save(nextSave(note))
  }
  const type = () => {
    change(setNoteText(note, textIn('value')))
    typedAt ??= Date.now()
    if (!note.conflict && !isFlying) sendLater(Math.max(0, Math.min(quiet, typedAt + longest - Date.now())))
  }
  const choose = ({ target }: Event) => {
    const choice = target instanceof HTMLElement && target.dataset.choice
    if (!choice) return
    change(resolveConflict(note, choice as ConflictChoice))
    field?.focus()
    if (isUnsaved(note)) send()
    else tell(stated.saved)
  }

  addEventListener('online', send)
  // The storage event of a cleared storage: the person has signed out.
  addEventListener('storage', ({ key }) => {
    if (key === null) change(noteFromSaved({ version: note.version, text: note.saved }))
  })
  addEventListener('pagehide', () => save(closingSave(note)))
  document.addEventListener('visibilitychange', () => document.hidden && save(closingSave(note)))
  addEventListener('beforeunload', (event) => {
    if (isUnsaved(note) && (hasFailed || note.conflict)) event.preventDefault()
  })

  /** Attaches to a box, also to one that has replaced it with a newer text. */
  return (next: HTMLElement) => {
    const isFirst = box === undefined
    if (box !== next) {
      next.addEventListener('input', type)
      next.addEventListener('focusout', send)
      next.addEventListener('click', choose)
    }
    box = next
    field = next.querySelector('textarea')
    const saved = { version: Number(next.dataset.version), text: textIn('defaultValue') }
    if (!isFirst) return change(saved.version > note.version && !isUnsaved(note) ? noteFromSaved(saved) : note)
    note = noteFromSaved(saved)
    // Text counts as typed only in a focused or edited field: browsers that restore a form fill in the others.
    const isTyping = next.contains(document.activeElement) || next.querySelector(':user-valid, :user-invalid') !== null
    const before = isTyping ? [{ text: textIn('value'), request: null, base: note.version, saved: note.saved }] : []
    change(adoptDrafts(note, [...drafts.left(url), ...before]))
    if (isUnsaved(note)) send()
  }
}

/** Saves the notes of the page while they are typed. */
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
