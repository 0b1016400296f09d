import { tagsLimit } from '../../lib/tags'
import type { ListedSession } from '../schema'
import type { EditSession } from './plan'
import type { ManyEdit } from './schema'
import { shifted } from './shift'

const tagKey = (tag: string) => tag.toLowerCase()

const editTags = (tags: string[], { add_tags, remove_tags }: ManyEdit) => {
  const removed = new Set(remove_tags.map(tagKey))
  const kept = tags.filter((tag) => !removed.has(tagKey(tag)))
  const keptKeys = new Set(kept.map(tagKey))
  return [...kept, ...add_tags.filter((tag) => !keptKeys.has(tagKey(tag)))]
}

const shiftSession = (session: ListedSession, { shift }: ManyEdit) => {
  if (!shift) return session
  const started_at = shifted(session.started_at, shift, session.time_zone)
  return { ...session, started_at, ended_at: started_at + session.ended_at - session.started_at }
}

/** A shift keeps the duration, idle time, zone and day start. */
export const editSessionBy =
  (edit: ManyEdit): EditSession =>
  (session) => {
    if (edit.remove) return null
    const tags = editTags(session.tags, edit)
    if (tags.length > tagsLimit && tags.length > session.tags.length) {
      return { refused: `It would have ${tags.length} tags. The limit is ${tagsLimit}.` }
    }
    const { project_id = session.project_id, goal_id = session.goal_id, task_id = session.task_id } = edit
    return { ...shiftSession(session, edit), ...edit.plan, tags, project_id, goal_id, task_id }
  }
