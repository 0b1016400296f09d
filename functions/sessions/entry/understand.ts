import { dayOf } from '../../lib/days'
import type { Preferences } from '../../lib/preferences'
import { cleanLine } from '../../lib/text'
import { projects } from '../../projects/queries'
import { nameLimit, type ProjectRow } from '../../projects/schema'
import { tagLimit, tagsLimit, titleLimit } from '../schema'
import { type ResolvedTimes, resolveTyped } from '../times/resolve'
import { parseEntry } from './parse'

/** What is read from one line. */
export type Understood = {
  isEmpty: boolean
  title: string
  project: Project | null
  tags: string[]
  /** The day it starts on. */
  date: string
  /** Null while the line does not say when. */
  times: ResolvedTimes | null
  /** Why it cannot be logged like this. */
  errors: string[]
}

/** Where a line's time goes: a project that is there, or one that is to be made. */
type Project = { isNew: boolean; id: string | null; name: string; color: string | null }

const sameName = (a: string, b: string) => a.normalize('NFC').toLowerCase() === b.trim().normalize('NFC').toLowerCase()

/** The project of that name: an active one before one at rest, one without a client before the others. */
const projectNamed = (name: string, all: ProjectRow[]): Project => {
  const rank = (project: ProjectRow) => Number(project.status !== 'active') * 2 + Number(project.client !== '')
  const [found] = all.filter((project) => sameName(project.name, name)).sort((a, b) => rank(a) - rank(b))
  return found
    ? { isNew: false, id: found.id, name: found.name, color: found.color }
    : { isNew: true, id: null, name, color: null }
}

const limitErrors = ({ title, project, tags }: Pick<ReturnType<typeof parseEntry>, 'title' | 'project' | 'tags'>) => [
  ...(title.length > titleLimit ? [`A title has at most ${titleLimit} characters.`] : []),
  ...(project && project.length > nameLimit ? [`A project’s name has at most ${nameLimit} characters.`] : []),
  ...(tags.some((tag) => tag.length > tagLimit) ? [`A tag has at most ${tagLimit} characters.`] : []),
  ...(tags.length > tagsLimit ? [`A session has at most ${tagsLimit} tags.`] : []),
]

/** Reads one line such as `25m writing report @Thesis #deep`. `now` in epoch ms. */
export const understand = (text: string, all: ProjectRow[], now: number, zone: Preferences): Understood => {
  const line = parseEntry(cleanLine(text))
  const { tags, duration, date } = line
  const [title, project] = [cleanLine(line.title), cleanLine(line.project ?? '')]
  const times = duration ? resolveTyped({ date, duration }, { now, zone }) : null
  const timeErrors = times && 'errors' in times ? Object.values(times.errors).flat() : []
  const found = times && !('errors' in times) ? times : null
  return {
    isEmpty: text.trim() === '',
    title,
    project: project ? projectNamed(project, all) : null,
    tags,
    date: dayOf(found?.started_at ?? now, zone),
    times: found,
    errors: [...(times ? timeErrors : ['Say how long: 25m, or 9-10:30.']), ...limitErrors({ title, project, tags })],
  }
}

/** The same, among a user's own projects. */
export const understandFor = async (
  db: D1Database,
  user: { id: string; preferences: Preferences },
  text: string,
  now: number,
) => {
  const all = text.includes('@') ? await projects(db, user.id) : []
  return { understood: understand(text, all, now, user.preferences), projectCount: all.length }
}
