import { raw } from 'hono/html'

/**
 * A component that is drawn once in the life of the server, and its text added to each page from then on. For parts of
 * every page that depend on nobody and on nothing, and are not small. Throws if a part of it is asynchronous.
 */
export const fixed = (content: () => { toString: () => unknown }) => {
  let drawn: ReturnType<typeof raw> | undefined
  const draw = () => {
    const text: unknown = content().toString()
    if (typeof text !== 'string') throw new Error('A fixed part of a page cannot be asynchronous')
    return raw(text)
  }
  return () => {
    drawn ??= draw()
    return drawn
  }
}
