import type { Draft } from './machine'

/** Drafts of notes on this device, by the URL that saves the note. */
export type Drafts = {
  /** Removes and returns the drafts of a note that closed pages have left. */
  left: (url: string) => Draft[]
  keep: (url: string, drafts: Draft[]) => void
}

const prefix = 'note '

/** Lifetime of a draft (ms). */
const oneWeek = 7 * 24 * 60 * 60 * 1000

/** Ids of open pages. Each page holds a lock with its id, which the browser releases however the page ends. */
const openPages = async (): Promise<Set<string>> => {
  const { held = [] } = (await navigator.locks?.query()) ?? {}
  return new Set(held.flatMap(({ name }) => name ?? []))
}

/** Reads drafts. A stored value starts with its time (epoch ms), which earlier versions lack. */
const read = (key: string): Draft[] => {
  try {
    return JSON.parse((localStorage.getItem(key) ?? '[]').replace(/^\d+ /, ''))
  } catch {
    return []
  }
}

/** Storage may be full or denied: the note is then only in its page. */
const write = (key: string, drafts: Draft[]) => {
  try {
    if (drafts.length === 0) localStorage.removeItem(key)
    else localStorage.setItem(key, `${Date.now()} ${JSON.stringify(drafts)}`)
  } catch {
    // Failing is all right: the text is still in the page.
  }
}

const keysOf = () => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix))
  } catch {
    return []
  }
}

export const hasDrafts = () => keysOf().length > 0

const dropOldDrafts = () => {
  for (const key of keysOf())
    if (Number.parseInt(localStorage[key], 10) < Date.now() - oneWeek) localStorage.removeItem(key)
}

/** Deletes all drafts, so that pages treat their notes as saved. `clear` notifies other tabs, the event this one. */
export const dropDrafts = () => {
  localStorage.clear()
  dispatchEvent(new StorageEvent('storage'))
}

/** Stores drafts under this page's id, and finds drafts of closed pages. */
export const draftsOnDevice = async (): Promise<Drafts> => {
  dropOldDrafts()
  const id = `${prefix}${crypto.randomUUID()}`
  navigator.locks?.request(id, () => new Promise(() => {}))
  const open = await openPages()
  const gone = keysOf().filter((key) => ![...open].some((name) => key.startsWith(`${name} `)))
  return {
    left: (url) => {
      const own = gone.filter((key) => key.endsWith(` ${url}`))
      const drafts = own.flatMap(read)
      for (const key of own) write(key, [])
      return drafts
    },
    keep: (url, drafts) => write(`${id} ${url}`, drafts),
  }
}
