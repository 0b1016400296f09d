/** A save: the text, the version it is based on, and the text of an earlier save whose response is missing. */
export type PendingSave = { text: string; base: number; sent?: string }

/** A note on the server. */
export type StoredNote = { version: number; text: string }

/** Server's answer to a save: the new version, or the saved text that conflicts. */
export type SaveResult = { version: number } | { conflict: StoredNote }

/** A note as its page knows it. Values are replaced, never mutated. */
export type Note = {
  /** Text in the field. */
  text: string
  /** Saved version that the text is based on, and its text. */
  version: number
  saved: string
  /** The pending save. No other save is sent until its response arrives. */
  request: PendingSave | null
  /** Another text that was saved instead of the typed one, or a draft that a closed page left. */
  conflict: (StoredNote & { isDraft?: true }) | null
  /** Drafts that closed pages left unsaved, and that are not shown yet. */
  drafts: Draft[]
}

/** Part of a note that stays on the device until it is saved. */
export type Draft = Pick<Note, 'text' | 'request' | 'saved'> & { base: number }

export const noteFromSaved = ({ version, text }: StoredNote): Note => ({
  text,
  version,
  saved: text,
  request: null,
  conflict: null,
  drafts: [],
})

export const setNoteText = (note: Note, text: string): Note => ({ ...note, text })

/** True for a note with words that the server may not have. */
export const isUnsaved = ({ text, saved, request, conflict }: Note) =>
  text !== saved || request !== null || conflict !== null

/** Drafts of a note to store on the device; empty if everything is saved. */
export const draftsOf = (note: Note): Draft[] => [
  ...(isUnsaved(note) ? [{ text: note.text, request: note.request, base: note.version, saved: note.saved }] : []),
  ...note.drafts,
]

/** Once the text is saved, shows the next draft next to it, so that the text never changes during typing. */
const nextDraft = (note: Note): Note => {
  const [draft, ...drafts] = note.drafts
  if (!draft || isUnsaved(note)) return note
  if (draft.text === note.saved) return nextDraft({ ...note, drafts })
  return { ...note, conflict: { version: note.version, text: draft.text, isDraft: true } }
}

/**
 * Adopts drafts of closed pages: continues with the first one, based on its own version, and shows the others one by one.
 */
export const adoptDrafts = (note: Note, [first, ...drafts]: Draft[]): Note => {
  if (!first || first.text === note.saved) return first ? adoptDrafts(note, drafts) : note
  const { text, request, base, saved = '' } = first
  return { ...note, text, version: base, saved, request: request ?? { text, base }, drafts }
}

/** The note and its next save, if any. A save whose response is missing is repeated unchanged. */
export const nextSave = (note: Note): { note: Note; save: PendingSave | null } => {
  if (note.conflict) return { note, save: null }
  const request = note.request ?? (note.text === note.saved ? null : { text: note.text, base: note.version })
  return { note: { ...note, request }, save: request }
}

/**
 * The last save of a page that closes. Text typed since the pending save replaces that save and names it in `sent`.
 * This happens once: if two saves may have arrived, the server could not tell which one did.
 */
export const closingSave = (note: Note): { note: Note; save: PendingSave | null } => {
  const { text, request, conflict } = note
  if (conflict || request === null || request.text === text || request.sent !== undefined) return nextSave(note)
  const save = { text, base: request.base, sent: request.text }
  return { note: { ...note, request: save }, save }
}

/** Applies the response to a save. Ignores the response if another save has replaced this one. */
export const applySaveResult = (note: Note, save: PendingSave, answer: SaveResult): Note => {
  const { request } = note
  if (request?.text !== save.text || request.base !== save.base || request.sent !== save.sent) return note
  if ('conflict' in answer) {
    const { conflict } = answer
    // The saved text equals the typed one.
    if (conflict.text === note.text) return nextDraft({ ...note, ...noteFromSaved(conflict), drafts: note.drafts })
    // Another field of the row was edited; the note's own text is unchanged.
    if (conflict.text === note.saved.trim()) return { ...note, version: conflict.version, request: null }
    return { ...note, request: null, conflict }
  }
  return nextDraft({ ...note, version: answer.version, saved: save.text, request: null })
}

/** Resolution of a conflict: the typed text, the saved one, or both. */
export type ConflictChoice = 'typed' | 'saved' | 'both'

export const resolveConflict = (note: Note, choice: ConflictChoice): Note => {
  const { conflict } = note
  if (!conflict) return note
  const both = [conflict.text, note.text].filter((text) => text.trim() !== '').join('\n\n')
  const text = { typed: note.text, saved: conflict.text, both }[choice]
  if (conflict.isDraft) return nextDraft({ ...note, text, conflict: null, drafts: note.drafts.slice(1) })
  return nextDraft({ ...note, text, version: conflict.version, saved: conflict.text, conflict: null })
}
