import { isFiltered, type LearningsPage as Page } from '../../functions/learnings/list'
import { sourceNames, typeNames } from '../../functions/learnings/words'
import { monthName } from '../../functions/lib/format'
import { learningsPath } from '../links'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { optionsOf } from '../ui/field'
import { Filter, ListFoot, ListHead, ListRegion, ListSearch } from '../ui/listing'
import { Pages } from '../ui/pagination'
import { Rows } from '../ui/rows'
import { Section } from '../ui/section'
import { SuggestingField } from '../ui/suggesting-field'
import { MonthLinks, OnThisDay } from './months'
import { LearningRow } from './row'

const kind = { path: '/learnings', name: 'learning', many: 'learnings' } as const

const Filters = ({ view, projects }: Pick<Page, 'view' | 'projects'>) => (
  <ListSearch kind={kind} value={view.q} placeholder="Title, content or tag">
    <Filter kind={kind} label="Type" name="type" value={view.type} all="All types" options={optionsOf(typeNames)} />
    <Filter
      kind={kind}
      label="Source"
      name="source"
      value={view.source}
      all="All sources"
      options={optionsOf(sourceNames)}
    />
    <SuggestingField
      from="/tags/suggestions"
      label="Tag"
      unseenLabel
      name="tag"
      idPrefix="learnings"
      value={view.tag}
      placeholder="Tag"
      autocomplete="off"
      maxlength={50}
    />
    <Filter
      kind={kind}
      label="Project"
      name="project"
      value={view.project}
      all="All projects"
      options={projects.map(({ id, name }) => ({ value: id, label: name }))}
    />
    {view.plan && <input type="hidden" name="plan" value={view.plan} />}
  </ListSearch>
)

const Nothing = ({ view, next, today }: Pick<Page, 'view' | 'next' | 'today'>) => {
  const all = <LinkButton href="/learnings">All learnings</LinkButton>
  if (next) return <Empty title="None among the latest" />
  if (view.after) return <Empty title="No more learnings" actions={all} />
  if (isFiltered(view)) return <Empty title="No learnings match these filters" actions={all} />
  if (view.month) return <Empty title={`Nothing from ${monthName(view.month, today)}`} actions={all} />
  return (
    <Empty title="No learnings yet" actions={<LinkButton href="/learnings/new">Add a learning</LinkButton>}>
      A learning is one thing that you know now and did not know before. A sentence is enough.
    </Empty>
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
    <ListRegion kind={kind} oob={oob}>
      <MonthLinks months={months} view={view} />
      <OnThisDay learnings={onThisDay} today={today} />
      {learnings.length === 0 && <Nothing view={view} next={next} today={today} />}
      <ByMonth {...page} />
      <Pages
        later={view.after ? { href: learningsPath({ ...view, after: '' }), label: 'Latest' } : undefined}
        earlier={next ? { href: learningsPath({ ...view, after: next }), label: 'Earlier' } : undefined}
      />
    </ListRegion>
  )
}

/** `/learnings` */
export const LearningsPage = (page: Page) => {
  const { project, plan } = page.view
  const linked = new URLSearchParams(Object.entries({ project, plan }).filter(([, id]) => id !== ''))
  return (
    <>
      <ListHead kind={kind} query={linked.size > 0 ? `?${linked}` : ''} />
      <Filters {...page} />
      <LearningList {...page} />
      <ListFoot />
    </>
  )
}
