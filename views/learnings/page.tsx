import { isFiltered, type LearningsPage as Page } from '../../functions/learnings/list'
import type { Months } from '../../functions/learnings/months'
import { sourceNames, typeNames } from '../../functions/learnings/words'
import { monthName } from '../../functions/lib/format'
import { searchLimit } from '../../functions/search/schema'
import { learningsPath } from '../links'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Field, optionsOf, Select } from '../ui/field'
import { LiveToolbar, SearchField } from '../ui/form'
import { Pages } from '../ui/pagination'
import { Rows } from '../ui/rows'
import { PageHead, Section, TextLink } from '../ui/section'
import { LearningRow } from './row'

const Filters = ({ view, projects }: Pick<Page, 'view' | 'projects'>) => (
  <LiveToolbar label="Learnings" action="/learnings" list="learning-list" idPrefix="learnings">
    <SearchField
      label="Search learnings"
      idPrefix="learnings"
      value={view.q}
      placeholder="Title, content or tag"
      autocomplete="off"
      maxlength={searchLimit}
    />
    <Select
      label="Type"
      unseenLabel
      name="type"
      idPrefix="learnings"
      value={view.type}
      options={[{ value: '', label: 'All types' }, ...optionsOf(typeNames)]}
    />
    <Select
      label="Source"
      unseenLabel
      name="source"
      idPrefix="learnings"
      value={view.source}
      options={[{ value: '', label: 'All sources' }, ...optionsOf(sourceNames)]}
    />
    <Field
      label="Tag"
      unseenLabel
      name="tag"
      idPrefix="learnings"
      value={view.tag}
      placeholder="Tag"
      autocomplete="off"
      maxlength={50}
    />
    <Select
      label="Project"
      unseenLabel
      name="project"
      idPrefix="learnings"
      value={view.project}
      options={[{ value: '', label: 'All projects' }, ...projects.map(({ id, name }) => ({ value: id, label: name }))]}
    />
    {view.plan && <input type="hidden" name="plan" value={view.plan} />}
  </LiveToolbar>
)

const Nothing = ({ view, today }: Pick<Page, 'view' | 'today'>) => {
  const all = <LinkButton href="/learnings">All learnings</LinkButton>
  if (view.after) return <Empty title="No more learnings" actions={all} />
  if (isFiltered(view)) return <Empty title="No learnings match these filters" actions={all} />
  if (view.month) return <Empty title={`Nothing from ${monthName(view.month, today)}`} actions={all} />
  return (
    <Empty title="No learnings yet" actions={<LinkButton href="/learnings/new">Add a learning</LinkButton>}>
      A learning is one thing that you know now and did not know before. A sentence is enough.
    </Empty>
  )
}

/** Months of the shown year, with the years before and after it. */
const MonthLinks = ({ months: { months, before, after }, view }: { months: Months; view: Page['view'] }) => {
  const year = (view.month || (months[0] ?? '')).slice(0, 4)
  if (months.length === 0 && !before && !after) return null
  return (
    <nav class="actions" aria-label="Months with learnings">
      {before && <TextLink href={learningsPath({ month: before })}>{before.slice(0, 4)}</TextLink>}
      <strong>{year}</strong>
      {months.map((month) => (
        <a class="link" href={learningsPath({ month })} aria-current={month === view.month ? 'true' : undefined}>
          {monthName(month, `${year}-01-01`)}
        </a>
      ))}
      {after && <TextLink href={learningsPath({ month: after })}>{after.slice(0, 4)}</TextLink>}
      {view.month && <TextLink href="/learnings">All</TextLink>}
    </nav>
  )
}

const Items = ({ rows, today }: { rows: Page['learnings']; today: string }) => (
  <Rows>
    {rows.map((learning) => (
      <LearningRow learning={learning} today={today} />
    ))}
  </Rows>
)

/** Learnings as the filters show them, by month; a search has the ones written last first. */
const ByMonth = ({ view, learnings, today }: Page) => {
  if (view.q !== '') return <Items rows={learnings} today={today} />
  return (
    <>
      {[...Map.groupBy(learnings, ({ date }) => date.slice(0, 7))].map(([month, rows]) => (
        <Section id={`month-${month}`} title={monthName(month, today)}>
          <Items rows={rows} today={today} />
        </Section>
      ))}
    </>
  )
}

/** A write swaps the whole list except rows being edited. */
export const LearningList = (page: Page & { oob?: boolean }) => {
  const { view, learnings, next, months, onThisDay, today, oob } = page
  return (
    <div id="learning-list" hx-swap-oob={oob ? 'outerMorph' : undefined}>
      <MonthLinks months={months} view={view} />
      {onThisDay.length > 0 && (
        <Section id="on-this-day" title="On this day" summary="a month and a year ago">
          <Rows>
            {onThisDay.map(({ id, title, date }) => (
              <li>
                <div>
                  <TextLink href={`/learnings/${id}`}>
                    <bdi>{title}</bdi>
                  </TextLink>{' '}
                  <time class="grey" datetime={date}>
                    {monthName(date.slice(0, 7), today)}
                  </time>
                </div>
              </li>
            ))}
          </Rows>
        </Section>
      )}
      {learnings.length === 0 && <Nothing view={view} today={today} />}
      <ByMonth {...page} />
      <Pages
        later={view.after ? { href: learningsPath({ ...view, after: '' }), label: 'Latest' } : undefined}
        earlier={next ? { href: learningsPath({ ...view, after: next }), label: 'Earlier' } : undefined}
      />
    </div>
  )
}

/** `/learnings` */
export const LearningsPage = (page: Page) => {
  const { project, plan } = page.view
  const linked = new URLSearchParams(Object.entries({ project, plan }).filter(([, id]) => id !== ''))
  const add = linked.size > 0 ? `/learnings/new?${linked}` : '/learnings/new'
  return (
    <>
      <PageHead
        title="Learnings"
        actions={
          <LinkButton variant="primary" icon="plus" href={add} hx-get={add} hx-target="#new-learning">
            New learning
          </LinkButton>
        }
      />
      <div id="new-learning" />
      <Filters {...page} />
      <LearningList {...page} />
      <p class="section actions">
        <TextLink href="/deleted">Recently deleted</TextLink>
      </p>
    </>
  )
}
