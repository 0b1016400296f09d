import { cachedText, drop, put } from './cached-pages'

/** Cache key of a page's form text that could not be sent (client/offline/unsent.ts). */
const keyOf = (page: string) => {
  const { pathname, search } = new URL(page)
  return `/typed${pathname}${search}`
}

export const typedOn = (page: string) => cachedText(keyOf(page))

/** Stores the text that a person has typed, or deletes it if it is empty. */
export const keepTyped = (page: string, person: string, typed: string) =>
  typed ? put(person, keyOf(page), typed) : forgetTyped(page)

export const forgetTyped = async (page: string) => {
  if (page) await drop(keyOf(page))
}
