import type { Option } from '../../../views/ui/field'
import type { UnlockCondition } from '../../app-rules/schema'
import { openGoals } from '../../ledger/open-goals'
import { duration } from '../../lib/format'
import type { Preferences } from '../../lib/preferences'
import { projects } from '../../projects/queries'
import { projectLabel } from '../../projects/words'
import { mostUsedTags } from '../../tags/queries'
import { dailyTarget } from '../rules/unlock-condition'
import { conditionSubjects } from './condition-subjects'

const offeredTags = 50
const lookedAt = 2 * offeredTags

/** Choices for everybody. Admins get only these, as a person's projects, goals and tags are private. */
export const allTimeOptions = (target?: number): Option[] => [
  {
    value: dailyTarget,
    label: target === undefined ? 'Daily target' : `Daily target, ${duration(target * 60)}`,
  },
  { value: 'all', label: 'All tracked time' },
]

/**
 * Choices for a person's own rule: the daily target, all time, active projects, open goals and the most used tags, and
 * the present choice even where it is inactive or deleted.
 */
export const conditionChoices = async (
  db: D1Database,
  { id, preferences }: { id: string; preferences: Pick<Preferences, 'daily_target_minutes'> },
  now?: UnlockCondition,
): Promise<Option[]> => {
  const [projectRows, goals, tags] = await Promise.all([
    projects(db, id),
    openGoals(db, id),
    mostUsedTags(db, id, lookedAt),
  ])
  const options = [
    ...allTimeOptions(preferences.daily_target_minutes),
    ...projectRows
      .filter(({ status }) => status === 'active')
      .map((project) => ({ value: `project:${project.id}`, label: `Project: ${projectLabel(project)}` })),
    ...goals.map(({ id, title }) => ({ value: `goal:${id}`, label: `Goal: ${title}` })),
    ...tags
      .filter(({ inactive, counts }) => !inactive && counts.session)
      .slice(0, offeredTags)
      .map(({ tag }) => ({ value: `tag:#${tag}`, label: `Tag: #${tag}` })),
  ]
  if (!now || options.some(({ value }) => value === now.subject)) return options
  const named = (await conditionSubjects(db, id, [now.subject])).get(now.subject)
  const deleted = named?.state === 'deleted' ? ' (deleted)' : ''
  return [...options, { value: now.subject, label: named ? `${named.name}${deleted}` : 'Deleted item' }]
}
