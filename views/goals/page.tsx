import type { Now } from '../../functions/goals/due'
import type { Group } from '../../functions/goals/list'
import type { GoalCounts } from '../../functions/goals/queries'
import type { GoalView } from '../../functions/goals/schema'
import { categoryNames, kindNames, sortNames, statusNames } from '../../functions/goals/words'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Field, optionsOf, Select } from '../ui/field'
import { LiveToolbar } from '../ui/form'
import { Pages } from '../ui/pagination'
import { Rows } from '../ui/rows'
import { PageHead, Section, TextLink } from '../ui/section'
import { Counts } from './counts'
import { Row } from './row'

/** The address of a view, with some of it changed. */
const viewHref = (view: GoalView, changes: Partial<GoalView>) => {
  const set = Object.entries({ ...view, before: '', ...changes }).filter(
    ([name, value]) => value && !(name === 'sort' && value === 'target'),
  )
  return `/goals${set.length > 0 ? `?${new URLSearchParams(set)}` : ''}`
}

const Filters = ({ view }: { view: GoalView }) => (
  <LiveToolbar label="Goals" action="/goals" list="goal-list" idPrefix="filter">
    <Field
      label="Search goals"
      unseenLabel
      grow
      type="search"
      name="q"
      idPrefix="filter"
      value={view.q}
      placeholder="Search goals"
    />
    <Select
      label="Status"
      unseenLabel
      name="status"
      idPrefix="filter"
      value={view.status}
      options={[{ value: '', label: 'Every status' }, ...optionsOf(statusNames)]}
    />
    <Select
      label="Kind"
      unseenLabel
      name="kind"
      idPrefix="filter"
      value={view.kind}
      options={[{ value: '', label: 'Every kind' }, ...optionsOf(kindNames)]}
    />
    <Select
      label="Category"
      unseenLabel
      name="category"
      idPrefix="filter"
      value={view.category}
      options={[{ value: '', label: 'Every category' }, ...optionsOf(categoryNames)]}
    />
    {view.parent && <input type="hidden" name="parent" value={view.parent} />}
    <Select
      label="Sort by"
      unseenLabel
      name="sort"
      idPrefix="filter"
      value={view.sort}
      options={optionsOf(sortNames)}
    />
  </LiveToolbar>
)

/** How many goals of a group are shown. */
export const GroupCount = ({ group, oob }: { group: Group; oob?: boolean }) => (
  <span id={`goals-${group.status}-count`} hx-swap-oob={oob ? 'true' : undefined}>
    {group.next ? `the latest ${group.entries.length}` : group.entries.length}
  </span>
)

const GroupSection = ({ group, view, now }: { group: Group; view: GoalView; now: Now }) => {
  const { status, next } = group
  const whole = viewHref(view, { status })
  const paged = view.status === status
  return (
    <Section
      id={`goals-${status}`}
      title={statusNames[status]}
      summary={<GroupCount group={group} />}
      aside={next && !paged && <TextLink href={whole}>Show all</TextLink>}
    >
      <Rows id={`goals-${status}-rows`} data-group>
        {group.entries.map((entry) => (
          <Row {...entry} now={now} />
        ))}
      </Rows>
      {paged && (next || view.before) && (
        <Pages
          later={view.before ? { href: whole, label: 'Latest' } : undefined}
          earlier={next ? { href: viewHref(view, { before: next }), label: 'More' } : undefined}
        />
      )}
    </Section>
  )
}

const isFiltered = ({ q, kind, category, status, parent }: GoalView) =>
  Boolean(q || kind || category || status || parent)

/** What stands where no goal does. */
export const NoGoals = ({ groups, view, oob }: { groups: Group[]; view: GoalView; oob?: boolean }) => (
  <div id="goals-empty" hx-swap-oob={oob ? 'true' : undefined}>
    {groups.every(({ entries }) => entries.length === 0) &&
      (isFiltered(view) ? (
        <Empty title="No goal fits" actions={<LinkButton href="/goals">Show every goal</LinkButton>}>
          No goal has all that is chosen above.
        </Empty>
      ) : (
        <Empty title="No goals yet" actions={<LinkButton href="/goals/new">Write down a goal</LinkButton>}>
          What you want to get done stands here, with its date and how far it has come.
        </Empty>
      ))}
  </div>
)

type ListProps = { groups: Group[]; view: GoalView; now: Now }

/** Whether goals that are part of another are shown. */
const PartsSwitch = ({ view }: { view: GoalView }) => (
  <TextLink href={viewHref(view, { parent: view.parent ? '' : 'none' })}>
    {view.parent ? 'Show parts of other goals too' : 'Leave out parts of other goals'}
  </TextLink>
)

/** The groups of a view; a search puts this one in place of the last. */
const GoalList = ({ groups, view, now }: ListProps) => (
  <div id="goal-list">
    <NoGoals groups={groups} view={view} />
    {groups.map((group) => (
      <GroupSection group={group} view={view} now={now} />
    ))}
    {(view.parent || groups.some(({ entries }) => entries.some(({ goal }) => goal.parent_id !== null))) && (
      <p class="section">
        <PartsSwitch view={view} />
      </p>
    )}
  </div>
)

/** `/goals` */
export const GoalsPage = ({ counts, ...list }: ListProps & { counts: GoalCounts }) => (
  <>
    <PageHead
      title="Goals"
      summaryId="goal-counts"
      summary={<Counts counts={counts} />}
      actions={
        <LinkButton variant="primary" icon="plus" href="/goals/new" hx-get="/goals/new" hx-target="#new-goal">
          New goal
        </LinkButton>
      }
    />
    <Filters view={list.view} />
    <div id="new-goal" />
    <GoalList {...list} />
    <p class="section">
      <TextLink href="/deleted">Recently deleted</TextLink>
    </p>
  </>
)
