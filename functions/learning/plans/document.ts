import { v7 as uuid } from 'uuid'
import { newPlanText } from './markdown/blocks'
import { editHead, writtenInstant } from './markdown/edit'
import { reservedIds } from './markdown/front-matter'
import { contentLimit, type Fault, linesOf } from './markdown/lines'
import { type ReadPlan, readPlan } from './markdown/read'

/** Faults of a document, with lines, or of a member beside it. */
export type Refused = { errors: Fault[] } | { member: string; message: string }

/** Faults of a text that is too long or holds what a database cannot; null for none. @param name `A plan` */
export const textFaults = (text: string, name: string): { errors: Fault[] } | null => {
  if (new TextEncoder().encode(text).length > contentLimit) {
    return { errors: [{ line: 1, message: `${name} has at most ${contentLimit / 1024} KB.` }] }
  }
  const line = linesOf(text).findIndex((one) => one.text.includes('\0') || !one.text.isWellFormed()) + 1
  return line > 0 ? { errors: [{ line, message: 'This line has a character that isn’t text.' }] } : null
}

/** Reads a document that somebody sent. */
export const readSent = (text: string): ReadPlan | { errors: Fault[] } => textFaults(text, 'A plan') ?? readPlan(text)

/** The words of a title as an id: `learn-knots`. */
export const idFrom = (title: string) => {
  const words = title
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  return (words?.join('-') ?? '').slice(0, 60).replace(/-+$/, '') || `plan-${uuid().slice(-12)}`
}

/** The id, with a number behind it where it is taken: `learn-knots-2`. */
export const freeId = (id: string, taken: string[]) => {
  const used = new Set([...reservedIds, ...taken])
  let free = id
  for (let number = 2; used.has(free); number += 1) free = `${id}-${number}`
  return free
}

type NewDocument = { id?: string; title: string; content?: string; tags?: string[] }

export const hasFrontMatter = (content: string) => /^\uFEFF?---[ \t]*\r?\n/.test(content)

const garbled = {
  member: 'content',
  message: 'Its front matter can’t be edited. Enter the title and tags in it yourself',
}

/**
 * The document of a new plan. Content that begins with front matter stays as it is but for a title and tags that
 * differ; other content gets front matter.
 * @param id for a plan whose content has none
 * @param now epoch ms
 */
export const newDocument = (given: NewDocument, id: string, now: number): ReadPlan | Refused => {
  const { title, content, tags } = given
  if (content === undefined || !hasFrontMatter(content)) {
    return readSent(newPlanText(id, title, tags ?? [], writtenInstant(now), content))
  }
  const read = readSent(content)
  if ('errors' in read) return read
  if (given.id !== undefined && given.id !== read.head.id) {
    return { member: 'id', message: `The content has the id ${read.head.id}` }
  }
  const text = editHead(read, { title, ...(tags && { tags }) }, now)
  return text === 'garbled' ? garbled : readSent(text)
}
