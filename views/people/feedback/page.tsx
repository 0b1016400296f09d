import { listPath } from '../../../functions/lib/http/list-view'
import { grouped } from '../../../functions/lib/text/format'
import { excerptOf } from '../../../functions/lib/text/markdown'
import {
  categoryNames,
  type FeedbackCategory,
  feedbackKind as kind,
  type ListedFeedback,
} from '../../../functions/people/feedback/schema'
import type { ListedTask } from '../../../functions/tasks/tasks/schema'
import { SourceActions } from '../../tasks/tasks/with-people'
import type { SelectOption } from '../../ui/field'
import { KindFilters, KindHead } from '../../ui/kind'
import { ListFoot, ListHead, ListRegion, NoneYet, PagedList } from '../../ui/listing'
import { RowList, Section, Tabs, TextLink } from '../../ui/section'
import { ListSelection } from '../../ui/selection'
import { FeedbackItem } from './row'

/** `count` is the number of feedback rows with the tag; null for a category, which is not counted. */
export type FeedbackTheme = {
  tag: string
  category: FeedbackCategory | ''
  count: number | null
  rows: ListedFeedback[]
}

type Page = {
  view: { q: string; after: string; by: string }
  rows: ListedFeedback[]
  next?: string
  /** Null if the list is sorted by date. */
  themes: FeedbackTheme[] | null
  people: SelectOption[]
  today: string
}

const None = () => (
  <NoneYet kind={kind}>
    Keep what people tell you about your work, here or by “feedback Ada: + clear slides #talks” in Capture.
  </NoneYet>
)

const ThemeSection = ({ theme: { tag, category, count, rows }, today }: { theme: FeedbackTheme; today: string }) => {
  const title = category ? categoryNames[category] : `#${tag}`
  return (
    <Section
      id={category || `tag-${encodeURIComponent(tag)}`}
      title={<bdi>{title}</bdi>}
      aside={
        <TextLink href={listPath(kind.path, { tag, category })}>
          All{count !== null && ` ${grouped(count)}`}
          <span class="sr-only"> of {title}</span>
        </TextLink>
      }
    >
      <RowList rows={rows} item={(feedback) => <FeedbackItem feedback={feedback} today={today} isPlain />} />
    </Section>
  )
}

/** The filtered feedback by date or by theme. A write replaces the whole list except rows being edited. */
export const FeedbackList = ({ people: _, themes, today, ...page }: Page & { oob?: boolean }) =>
  themes ? (
    <ListRegion kind={kind} view={page.view} oob={page.oob}>
      {themes.length === 0 && <None />}
      {themes.map((theme) => (
        <ThemeSection theme={theme} today={today} />
      ))}
    </ListRegion>
  ) : (
    <PagedList
      {...page}
      kind={kind}
      none={<None />}
      item={(feedback) => <FeedbackItem feedback={feedback} today={today} />}
    />
  )

const ways = [
  { href: '/feedback', name: 'By date' },
  { href: '/feedback?by=theme', name: 'By theme' },
]

/** `/feedback` */
export const FeedbackPage = (page: Page) => {
  const { view, people, themes } = page
  return (
    <>
      <ListHead kind={kind}>
        <Tabs label="Order" tabs={ways} current={themes ? '/feedback?by=theme' : '/feedback'} />
        <KindFilters kind={kind} view={view} placeholder="Words or tag" options={{ from_person_id: people }} />
      </ListHead>
      <FeedbackList {...page} />
      <ListSelection of={kind} acts={kind.acts} />
      <ListFoot />
    </>
  )
}

type Props = { feedback: ListedFeedback; items: ListedTask[]; today: string }

export const FeedbackHead = ({ feedback, today }: Omit<Props, 'items'>) => (
  <KindHead kind={kind} row={feedback} today={today} title={<bdi>{excerptOf(feedback.content)}</bdi>}>
    {excerptOf(feedback.content) !== feedback.content && <blockquote dir="auto">{feedback.content}</blockquote>}
  </KindHead>
)

/** `/feedback/:id`, below its head. */
export const FeedbackItemPage = ({ feedback, items, today }: Props) => (
  <SourceActions source={{ type: 'feedback', id: feedback.id }} items={items} today={today} />
)
