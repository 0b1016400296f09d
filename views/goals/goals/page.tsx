import { categoryLimit, categoryName, kindNames, noCategory, statusNames } from '../../../functions/goals/goals/fields'
import { categoryOptions, paceNames, sortNames } from '../../../functions/goals/goals/labels'
import type { Group, GoalList as List } from '../../../functions/goals/goals/list'
import { type CategoryForm, type GoalsQuery, isOpenGoal, newGoalValues } from '../../../functions/goals/goals/schema'
import type { Draft } from '../../../functions/lib/http/form'
import { isFiltered, listPath } from '../../../functions/lib/http/list-view'
import { Button, FirstLink, LinkButton, NewLink } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Field, optionsOf } from '../../ui/field'
import { draftFields, ErrorSummary } from '../../ui/form'
import { filtersOf, ListFoot, ListSearch, SelectLink } from '../../ui/listing'
import { PageHead, Pagination, RowList, Section, TextLink } from '../../ui/section'
import { GoalListRow, GoalMenus, GoalSelection, goalListNames } from './row'
import { Counts } from './shell'

export const CategoryFields = ({ category, draft }: { category: string; draft?: Draft<CategoryForm> }) => {
  const field = draftFields({ category, name: categoryName(category) }, draft, 'category')
  return (
    <form class="toolbar" method="post" action="/goals/categories" aria-label="Rename category">
      <input type="hidden" name="category" value={category} />
      <Field
        label="Category name"
        required
        maxlength={categoryLimit}
        dir="auto"
        autocomplete="off"
        hint="Applies to all goals in it. The name of another category merges both."
        {...field('name')}
      />
      <Button>Rename category</Button>
    </form>
  )
}

const goalsGo = (category: string) =>
  category === newGoalValues.category ? 'have no category then' : 'move to Personal, or have none if you removed that'

export const RemoveCategory = ({ category, errors }: { category: string; errors?: string[] }) => (
  <form class="toolbar" method="post" action="/goals/categories/remove" aria-label="Remove category">
    <ErrorSummary errors={errors} />
    <input type="hidden" name="category" value={category} />
    <p class="hint">If you remove the category, its goals {goalsGo(category)}.</p>
    <Button variant="danger">Remove category</Button>
  </form>
)

/** Link below the list of a single category, to edit the category. */
const EditCategory = ({ category }: { category: string }) => (
  <details class="section">
    <summary class="link">Rename or remove this category</summary>
    <CategoryFields category={category} />
    <RemoveCategory category={category} />
  </details>
)

/** Path of a query with changes, on its first page. */
const pathOf = (query: GoalsQuery, changes: Partial<GoalsQuery> = {}) =>
  listPath('/goals', { ...query, sort: query.sort === 'target' ? '' : query.sort, before: '', ...changes })

const Filters = ({ query, categories }: Pick<List, 'query' | 'categories'>) => {
  const filter = filtersOf(goalListNames, query)
  const known = categoryOptions({ ...categories, used: [...categories.used, query.category] })
  return (
    <ListSearch
      kind={goalListNames}
      view={query}
      placeholder="Search goals"
      sort={{ options: sortOptions, value: query.sort }}
      filters={[
        { label: 'Status', all: 'All statuses', options: optionsOf(statusNames), ...filter('status') },
        { label: 'Kind', all: 'All kinds', options: optionsOf(kindNames), ...filter('kind') },
        { label: 'Category', all: 'All categories', options: optionsOf(known), ...filter('category') },
        { label: 'Pace', all: 'Any pace', options: optionsOf(paceNames), ...filter('pace') },
      ]}
    >
      {query.parent && <input type="hidden" name="parent" value={query.parent} />}
    </ListSearch>
  )
}

const sortOptions = optionsOf(sortNames).map(({ value, label }) => ({ value, label: `Sort: ${label.toLowerCase()}` }))

type ListProps = Pick<List, 'groups' | 'query' | 'now' | 'running'>

const GroupSection = ({ group, query, now, running }: Omit<ListProps, 'groups'> & { group: Group }) => {
  const { status, items, next } = group
  const whole = pathOf(query, { status })
  const paged = query.status === status
  return (
    <Section
      id={`goals-${status}`}
      title={statusNames[status]}
      summary={<span id={`goals-${status}-count`}>{next ? `the latest ${items.length}` : items.length}</span>}
      aside={
        <>
          {status === 'in_progress' && <p>line in the bar = on time</p>}
          {next && !paged && <TextLink href={whole}>Show all</TextLink>}
        </>
      }
    >
      <RowList
        id={`goals-${status}-rows`}
        data-group
        rows={items}
        item={(item) => <GoalListRow {...item} now={now} running={running} />}
      />
      {paged && (
        <Pagination
          later={query.before ? { href: whole, label: 'Latest' } : undefined}
          earlier={next ? { href: pathOf(query, { before: next }), label: 'More' } : undefined}
        />
      )}
    </Section>
  )
}

const NoGoals = ({ groups, query }: Pick<ListProps, 'groups' | 'query'>) => (
  <div id="goals-empty">
    {groups.every(({ items }) => items.length === 0) &&
      (isFiltered({ ...query, sort: '', before: '' }) ? (
        <Empty title="No matching goals" actions={<LinkButton href="/goals">Show all goals</LinkButton>}>
          No goals match these filters.
        </Empty>
      ) : (
        <Empty title="No goals yet" actions={<FirstLink name="goal" href="/goals/new" />}>
          A goal is something to reach by a date, hours to spend each week, or a habit to keep.
        </Empty>
      ))}
  </div>
)

const PartsSwitch = ({ query }: { query: GoalsQuery }) => (
  <TextLink id="subgoals-switch" href={pathOf(query, { parent: query.parent ? '' : 'none' })}>
    {query.parent ? 'Show subgoals' : 'Hide subgoals'}
  </TextLink>
)

/** Number of displayed open goals, with any filter. */
const openShown = (groups: Group[]) =>
  groups.reduce((sum, { status, items }) => (isOpenGoal(status) ? sum + items.length : sum), 0)

/** The list, which a search and every write replace. */
export const GoalList = ({ groups, query, now, running }: ListProps) => (
  <div id="goal-list" data-region={pathOf(query, { before: query.before })} data-total={openShown(groups)}>
    <NoGoals groups={groups} query={query} />
    {groups.map((group) => (
      <GroupSection group={group} query={query} now={now} running={running} />
    ))}
    {query.category && query.category !== noCategory && <EditCategory category={query.category} />}
    {(query.parent || groups.some(({ items }) => items.some(({ goal }) => goal.parent_id !== null))) && (
      <p class="section">
        <PartsSwitch query={query} />
      </p>
    )}
  </div>
)

export const GoalsPage = ({ counts, categories, ...list }: List) => (
  <>
    <PageHead
      title="Goals"
      summaryId="goal-counts"
      summary={<Counts counts={counts} />}
      actions={<NewLink name="goal" href="/goals/new" />}
      more={<SelectLink kind={goalListNames} />}
    >
      <Filters query={list.query} categories={categories} />
    </PageHead>
    <div
      hidden
      hx-get={pathOf(list.query)}
      hx-trigger="every 86400s, timer-changed from:body"
      hx-target="#goal-list"
      hx-select="#goal-list"
      hx-swap="outerMorph"
    />
    <GoalList {...list} />
    <GoalSelection />
    <ListFoot />
    <GoalMenus />
  </>
)
