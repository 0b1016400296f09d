import type { Child } from 'hono/jsx'
import type { LearningsPage as Page } from '../../../functions/learning/learnings/page-data'
import { contentLimit, learningKind as kind, type ListedLearning } from '../../../functions/learning/learnings/schema'
import { listPath } from '../../../functions/lib/http/list-view'
import { pathTo } from '../../../functions/lib/http/path-to'
import { monthName, shortMonth } from '../../../functions/lib/text/format'
import { Button, LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Field, type FieldProps, rowOptions } from '../../ui/field'
import { Row, RowForm } from '../../ui/item'
import { KindFilters, KindHead } from '../../ui/kind'
import { learningsPath } from '../../ui/links'
import { ListFoot, ListHead, ListRegion, NoneYet, NoRows, PageOfRows } from '../../ui/listing'
import { NotesOfPage } from '../../ui/notes'
import { RenderedMarkdown, RowList, RowTitle, Section, type SectionProps } from '../../ui/section'
import { ListSelection } from '../../ui/selection'
import { Strip, StripLink } from '../../ui/strip'
import { LearningRow, learningParts } from './row'

type Props = { learning: ListedLearning; content: Child; related: ListedLearning[]; today: string }

type BriefProps = Pick<SectionProps, 'id' | 'title' | 'summary'> & { learnings: ListedLearning[]; today: string }

/** Learnings without their content; nothing if the list is empty. */
const Brief = ({ learnings, today, ...head }: BriefProps) =>
  learnings.length > 0 && (
    <Section {...head}>
      <RowList
        rows={learnings}
        item={(row) => (
          <Row
            title={<RowTitle href={pathTo`/learnings/${row.id}`} name={row.title} />}
            facts={learningParts(row, today)}
          />
        )}
      />
    </Section>
  )

export const LearningHead = ({ learning, today }: Pick<Props, 'learning' | 'today'>) => (
  <KindHead
    kind={kind}
    row={learning}
    today={today}
    acts={
      <RowForm action={pathTo`/learnings/${learning.id}/card`} swapsNothing>
        <Button icon="cards">Make a card</Button>
      </RowForm>
    }
  />
)

/** `/learnings/:id`, below its head. */
export const LearningPage = ({ learning, content, related, today }: Props) => (
  <>
    {learning.content === '' ? (
      <NotesOfPage
        url={pathTo`/learnings/${learning.id}`}
        seq={learning.seq}
        field="content"
        limit={contentLimit}
        value=""
        title="What you learned"
      />
    ) : (
      <div class="section" dir="auto" hx-ignore>
        <RenderedMarkdown>{content}</RenderedMarkdown>
      </div>
    )}
    <Brief id="related" title="Related" learnings={related} today={today} />
  </>
)

/** Links to months of the displayed year, latest first, and to the nearest later and earlier years. */
const MonthLinks = ({ months: { months, before, after }, view, today }: Pick<Page, 'months' | 'view' | 'today'>) =>
  (months.length > 0 || before || after) && (
    <Strip label="Months with learnings">
      {['', after, ...months, before].map(
        (month) =>
          month !== undefined && (
            <StripLink href={learningsPath({ month })} isCurrent={month === view.month}>
              {month === '' ? 'All' : shortMonth(month, today)}
            </StripLink>
          ),
      )}
    </Strip>
  )

const Nothing = ({ view, next, today }: Pick<Page, 'view' | 'next' | 'today'>) => {
  const all = <LinkButton href="/learnings">All learnings</LinkButton>
  const none = view.month ? (
    <Empty title={`Nothing from ${monthName(view.month, today)}`} actions={all} />
  ) : (
    <NoneYet kind={kind}>A learning is one thing that you know now and did not know before.</NoneYet>
  )
  return <NoRows kind={kind} view={{ ...view, month: '' }} next={next} actions={all} none={none} />
}

/**
 * The filtered learnings by month; search results are sorted by last edit. A write replaces the whole list except rows
 * being edited.
 */
export const LearningList = (page: Page & { oob?: boolean }) => {
  const { view, learnings, next, months, onThisDay, today, oob } = page
  return (
    <ListRegion kind={kind} view={view} oob={oob}>
      <MonthLinks months={months} view={view} today={today} />
      <Brief id="on-this-day" title="On this day" learnings={onThisDay} today={today} />
      {learnings.length === 0 && <Nothing view={view} next={next} today={today} />}
      <PageOfRows
        kind={kind}
        view={view}
        next={next}
        rows={learnings}
        item={(learning) => <LearningRow learning={learning} today={today} />}
        groupOf={view.q === '' && (({ date }) => [date.slice(0, 7), monthName(date.slice(0, 7), today)])}
      />
    </ListRegion>
  )
}

/** `/learnings` */
export const LearningsPage = (page: Page) => {
  const { view, projects } = page
  const { plan } = view
  return (
    <>
      <ListHead kind={kind} query={listPath('', { project: kind.filterOf(view).project_id ?? '', plan })}>
        <KindFilters
          kind={kind}
          view={view}
          placeholder="Title, content or tag"
          options={{ project_id: rowOptions(projects) }}
        >
          {plan && <input type="hidden" name="plan" value={plan} />}
        </KindFilters>
      </ListHead>
      <LearningList {...page} />
      <ListSelection of={kind} acts={kind.acts} />
      <ListFoot />
    </>
  )
}

type ContentProps = {
  row?: ListedLearning
  /** Preview of the content as HTML. */
  preview?: Child
}

/** Text area with a live preview. Without JavaScript a button shows the preview. */
export const ContentField = ({ row, preview, ...field }: ContentProps & FieldProps) => {
  const id = `${field.idPrefix}-preview`
  return (
    <>
      {row && <input type="hidden" name="of" value={row.id} />}
      <Field
        {...field}
        hx-post="/learnings/preview"
        hx-trigger="input changed delay:400ms"
        hx-target={`#${id}`}
        hx-swap="innerHTML"
        hx-sync="this:replace"
      />
      <div class="field wide script:has-[>section:empty]:hidden">
        <span class="label">Preview</span>
        <div class="script:hidden">
          <Button small formaction="/learnings/preview" formnovalidate>
            Show preview
          </Button>
        </div>
        <section id={id} aria-label="Preview" dir="auto">
          {preview && <RenderedMarkdown>{preview}</RenderedMarkdown>}
        </section>
      </div>
    </>
  )
}
