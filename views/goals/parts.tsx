import type { Now } from '../../functions/goals/due'
import type { Group } from '../../functions/goals/list'
import { branch } from '../../functions/goals/outline'
import type { GoalStatus, ListedGoal } from '../../functions/goals/schema'
import { GroupCount } from './page'
import { Row } from './row'

/** A goal's new title, wherever the page names it as what another is part of. */
export const TitlePart = ({ goal }: { goal: Pick<ListedGoal, 'id' | 'title'> }) => (
  <hx-partial hx-target={`[data-goal-title="${goal.id}"]`} hx-swap="textContent">
    {goal.title}
  </hx-partial>
)

/** The counts of the groups that have lost or won a goal. */
export const GroupCountParts = ({ groups, of }: { groups: Group[]; of: GoalStatus[] }) => (
  <>
    {groups
      .filter(({ status }) => of.includes(status))
      .map((group) => (
        <GroupCount group={group} oob />
      ))}
  </>
)

type AboveProps = { ids: (string | null)[]; groups: Group[]; now: Now }

/** The goals of some ids, and all that these are part of, in their places: their progress may be another. */
export const RowsAbove = ({ ids, groups, now }: AboveProps) => {
  const entries = new Map(groups.flatMap(({ entries }) => entries.map((entry) => [entry.goal.id, entry] as const)))
  const above = new Set(ids)
  for (const id of above) above.add((id && entries.get(id)?.goal.parent_id) ?? null)
  return (
    <>
      {[...above].map((id) => {
        const entry = id && entries.get(id)
        return (
          entry && (
            <hx-partial hx-target={`#goal-${id}:not(.editing)`} hx-swap="outerHTML">
              <Row {...entry} now={now} />
            </hx-partial>
          )
        )
      })}
    </>
  )
}

type PlacedProps = { id: string; groups: Group[]; now: Now; focused?: boolean }

/** The parts of a goal that stand apart from it, each where it is: they say what they are part of. */
export const PartRows = ({ id, groups, now }: Omit<PlacedProps, 'focused'>) => {
  const together = groups.flatMap(({ entries }) => branch(entries, id))
  const apart = groups.flatMap(({ entries }) =>
    entries.filter((entry) => entry.goal.parent_id === id && !together.includes(entry)),
  )
  return (
    <>
      {apart.map((entry) => (
        <hx-partial hx-target={`#goal-${entry.goal.id}:not(.editing)`} hx-swap="outerHTML">
          <Row {...entry} now={now} />
        </hx-partial>
      ))}
    </>
  )
}

/**
 * Takes a goal's row, with what stands under it, from where it was and puts it where it belongs: after the row that
 * comes before it, or at the end of its group where the page has no such row.
 */
export const PlacedRow = ({ id, groups, now, focused }: PlacedProps) => {
  const group = groups.find(({ entries }) => entries.some(({ goal }) => goal.id === id))
  const entries = group ? branch(group.entries, id) : []
  const [own] = entries
  const previous = group && own && group.entries[group.entries.indexOf(own) - 1]?.goal.id
  const rows = `#goals-${group?.status}-rows`
  return (
    <>
      {[id, ...entries.slice(1).map(({ goal }) => goal.id)].map((gone) => (
        <hx-partial hx-target={`#goal-${gone}`} hx-swap="delete" />
      ))}
      {own && (
        <hx-partial
          hx-target={previous ? `#goal-${previous}, ${rows}:not(:has(#goal-${previous})) > :last-child` : rows}
          hx-swap={previous ? 'afterend' : 'afterbegin'}
        >
          {entries.map((entry) => (
            <Row {...entry} now={now} focused={focused && entry === own} />
          ))}
        </hx-partial>
      )}
      <PartRows id={id} groups={groups} now={now} />
    </>
  )
}
