import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  adoptDrafts,
  applySaveResult,
  closingSave,
  draftsOf,
  nextSave,
  noteFromSaved,
  resolveConflict,
  setNoteText,
} from '../client/notes/machine'
import { event, keepsEveryWord, madeUp } from './support/models/note-tabs'

test('no word that is typed into a note is lost, whatever the network does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 60 }), (events) => keepsEveryWord(madeUp(), events)),
    { numRuns: 500 },
  )
})

test('a save without an answer is sent again as it was, and then what was typed since', () => {
  const first = nextSave(setNoteText(noteFromSaved({ version: 3, text: 'a' }), 'ab'))
  expect(first.save).toEqual({ text: 'ab', base: 3 })
  const later = setNoteText(first.note, 'abc')
  expect(nextSave(later).save).toEqual(first.save)
  expect(nextSave(applySaveResult(later, { text: 'ab', base: 3 }, { version: 4 })).save).toEqual({
    text: 'abc',
    base: 4,
  })
})

test('a page that closes names the save that is under way, once', () => {
  const { note } = nextSave(setNoteText(noteFromSaved({ version: 3, text: 'a' }), 'ab'))
  const closed = closingSave(setNoteText(note, 'abc'))
  expect(closed.save).toEqual({ text: 'abc', base: 3, sent: 'ab' })
  expect(closingSave(setNoteText(closed.note, 'abcd')).save).toEqual(closed.save)
})

test('a conflict has both texts, and ends with either or both of them', () => {
  const { note, save } = nextSave(setNoteText(noteFromSaved({ version: 3, text: '' }), 'mine'))
  const conflict = { version: 5, text: 'theirs' }
  const torn = save && applySaveResult(note, save, { conflict })
  expect(torn).toMatchObject({ text: 'mine', conflict })
  if (!torn) return
  expect(nextSave(torn).save).toBeNull()
  expect(nextSave(resolveConflict(torn, 'typed')).save).toEqual({ text: 'mine', base: 5 })
  expect(nextSave(resolveConflict(torn, 'saved')).save).toBeNull()
  expect(nextSave(resolveConflict(torn, 'both')).save).toEqual({ text: 'theirs\n\nmine', base: 5 })
})

test('of what several pages left the first is sent, and the others are shown beside it', () => {
  const left = [
    { text: 'one', request: null, base: 0, saved: '' },
    { text: 'two', request: { text: 'tw', base: 0 }, base: 0, saved: '' },
  ]
  const first = nextSave(adoptDrafts(noteFromSaved({ version: 0, text: '' }), left))
  expect(first.save).toEqual({ text: 'one', base: 0 })
  const second = applySaveResult(first.note, { text: 'one', base: 0 }, { version: 1 })
  expect(second).toMatchObject({ text: 'one', conflict: { text: 'two' } })
  expect(nextSave(resolveConflict(second, 'both')).save).toEqual({ text: 'two\n\none', base: 1 })
})

test('what a page left is not saved over what another saved since', () => {
  const left = { text: 'mine', request: null, base: 0, saved: '' }
  const theirs = { version: 1, text: 'theirs' }
  const first = nextSave(adoptDrafts(noteFromSaved(theirs), [left]))
  const torn = applySaveResult(first.note, { text: 'mine', base: 0 }, { conflict: theirs })
  expect(torn.conflict).toEqual(theirs)
  expect(nextSave(adoptDrafts(noteFromSaved(theirs), draftsOf(torn))).save).toEqual({ text: 'mine', base: 0 })
  // Another field of the row was edited.
  const rebased = applySaveResult(first.note, { text: 'mine', base: 0 }, { conflict: { version: 1, text: '' } })
  expect(nextSave(rebased).save).toEqual({ text: 'mine', base: 1 })
})
