import { tokenize } from './tokenize'
import { takeWhen, type When } from './when'

/** What one line says. Days and times are as typed: for the form's fields, or for `resolveTyped`. */
export type QuickEntry = When & { title: string; project: string | null; goal: string | null; tags: string[] }

/**
 * Reads one line such as `25m writing report @Thesis !"Methods chapter" #deep` or `yesterday 14:00-15:00 call`, as of
 * the date `today`. Every word of it is in the title or in one of the others; nothing makes it fail.
 */
export const parseEntry = (text: string, today: string): QuickEntry => {
  const { words, ...marks } = tokenize(text)
  const { when, rest } = takeWhen(words, today)
  return { title: rest.join(' '), ...marks, ...when }
}
