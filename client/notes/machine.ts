/** A save: a text, the version of the note that it was typed upon, and a text sent upon that one without an answer. */
export type Save = { text: string; base: number; sent?: string }

/** A note on the server. */
export type Saved = { version: number; text: string }

/** Server's answer to a save: the new version, or the saved text that is in conflict. */
export type SaveResult = { version: number } | { conflict: Saved }

/** A note as a page knows it. Values are replaced, never changed. */
export type Note = {
  /** Text in the field. */
  text: string
  /** Saved version that the text is based on, and its text. */
  version: number
  saved: string
  /** A save without an answer; until it has one nothing else is sent. */
  request: Save | null
  /** Another text, which was saved instead of the typed one, or which a former page left. */
  conflict: (Saved & { isDraft?: true }) | null
  /** Left unsaved by former pages, and not shown yet. */
  drafts: Draft[]
}

/** Part of a note that stays on the device until it is saved. */
export type Draft = Pick<Note, 'text' | 'request' | 'saved'> & { base: number }

export const opened = ({ version, text }: Saved): Note => ({
  text,
  version,
  saved: text,
  request: null,
  conflict: null,
  drafts: [],
})

export const typed = (note: Note, text: string): Note => ({ ...note, text })

/** True for a note with words that the server may not have. */
export const isUnsaved = ({ text, saved, request, conflict }: Note) =>
  text !== saved || request !== null || conflict !== null

/** Keeps on the device: nothing when all of it is saved. */
export const draftsOf = (note: Note): Draft[] => [
  ...(isUnsaved(note) ? [{ text: note.text, request: note.request, base: note.version, saved: note.saved }] : []),
  ...note.drafts,
]

/** Shows the next draft beside the text once that is saved, so that a text never changes while it is typed. */
const nextDraft = (note: Note): Note => {
  const [draft, ...drafts] = note.drafts
  if (!draft || isUnsaved(note)) return note
  if (draft.text === note.saved) return nextDraft({ ...note, drafts })
  return { ...note, conflict: { version: note.version, text: draft.text, isDraft: true } }
}

/**
 * Adopts drafts of closed pages: continues with the first one, based on its own version, and shows the others one by one.
 */
export const adopted = (note: Note, [first, ...drafts]: Draft[]): Note => {
  if (!first || first.text === note.saved) return first ? adopted(note, drafts) : note
  const { text, request, base, saved = '' } = first
  return { ...note, text, version: base, saved, request: request ?? { text, base }, drafts }
}

/** The note and its next save, if any. A save without a response is repeated unchanged. */
export const sending = (note: Note): { note: Note; save: Save | null } => {
  if (note.conflict) return { note, save: null }
  const request = note.request ?? (note.text === note.saved ? null : { text: note.text, base: note.version })
  return { note: { ...note, request }, save: request }
}

/**
 * The last save of a page that closes. Words typed since the save under way take its place and name it, once: with two
 * saves that may have arrived the server could not tell which one did.
 */
export const closing = (note: Note): { note: Note; save: Save | null } => {
  const { text, request, conflict } = note
  if (conflict || request === null || request.text === text || request.sent !== undefined) return sending(note)
  const save = { text, base: request.base, sent: request.text }
  return { note: { ...note, request: save }, save }
}

/** An answer to a save; one to a save that another took the place of tells nothing. */
export const answered = (note: Note, save: Save, answer: SaveResult): Note => {
  const { request } = note
  if (request?.text !== save.text || request.base !== save.base || request.sent !== save.sent) return note
  if ('conflict' in answer) {
    const { conflict } = answer
    // The words that were typed are there already.
    if (conflict.text === note.text) return nextDraft({ ...note, ...opened(conflict), drafts: note.drafts })
    // Another field of the row was edited; the note's own text is unchanged.
    if (conflict.text === note.saved.trim()) return { ...note, version: conflict.version, request: null }
    return { ...note, request: null, conflict }
  }
  return nextDraft({ ...note, version: answer.version, saved: save.text, request: null })
}

/** How a conflict is resolved: the typed text, the saved one, or both. */
export type Choice = 'typed' | 'saved' | 'both'

export const resolved = (note: Note, choice: Choice): Note => {
  const { conflict } = note
  if (!conflict) return note
  const both = [conflict.text, note.text].filter((text) => text.trim() !== '').join('\n\n')
  const text = { typed: note.text, saved: conflict.text, both }[choice]
  if (conflict.isDraft) return nextDraft({ ...note, text, conflict: null, drafts: note.drafts.slice(1) })
  return nextDraft({ ...note, text, version: conflict.version, saved: conflict.text, conflict: null })
}
