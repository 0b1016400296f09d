import { cachedText, cachePage, dropPage } from './cached-pages'

/** Cache key of a page's form text that could not be sent (client/offline/unsent.ts). */
const keyOf = (page: string) => {
  const { pathname, search } = new URL(page)
  return `/typed${pathname}${search}`
}

export const readUnsent = (page: string) => cachedText(keyOf(page))

/** Stores the text that a person has typed, or deletes it if it is empty. */
export const storeUnsent = (page: string, person: string, typed: string) =>
  typed ? cachePage(person, keyOf(page), typed) : deleteUnsent(page)

export const deleteUnsent = async (page: string) => {
  if (page) await dropPage(keyOf(page))
}
