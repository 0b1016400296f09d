import type { Child } from 'hono/jsx'
import { fallbackTitle, type HitGroup, plainTitle, type SearchHit } from '../../../functions/data/search/schema'
import { statusNames } from '../../../functions/goals/goals/fields'
import { planStatusNames } from '../../../functions/learning/plans/schema'
import { type Kind, kindEntry, kindPage } from '../../../functions/lib/kinds'
import type { Preferences } from '../../../functions/lib/preferences'
import { markStart, splitMarkedTexts } from '../../../functions/lib/search/marks'
import { dayMonth, plural, shortDate } from '../../../functions/lib/text/format'
import { wordsOfPart } from '../../../functions/lib/text/markdown'
import { zoneWords } from '../../../functions/time/sessions/words'
import { RepeatButton } from '../../frame/shell/start-button'
import { Duration } from '../../ui/figure'
import { Icon, ProjectName } from '../../ui/icon'
import { Row } from '../../ui/item'
import { sessionsTitledPath } from '../../ui/links'
import { MarkedText, Pieces } from '../../ui/marked'
import { RowActions, RowTitle } from '../../ui/section'

export type SearchViewer = Pick<Preferences, 'time_zone' | 'clock'>

type Props = { row: SearchHit; reader: SearchViewer; today: string }

const Due = ({ date, today }: { date: string; today: string }) => (
  <>
    target <time datetime={date}>{dayMonth(date, today)}</time>
  </>
)

const tagsOf = ({ tags, tag_list }: SearchHit) => {
  const list: unknown = JSON.parse(tag_list ?? '[]')
  return Array.isArray(list) ? splitMarkedTexts(list.map(String), tags) : []
}

/** Tags that matched the search. */
const tagMarks = (row: SearchHit) =>
  tagsOf(row)
    .filter((tag) => tag.some(({ marked }) => marked))
    .map((tag) => (
      <bdi>
        #<Pieces of={tag} />
      </bdi>
    ))

/** Second line of a hit, for kinds that have one. */
const meta: Partial<Record<Kind, (props: Props) => Child[]>> = {
  goal: ({ row, today }) => [
    row.goal_status && statusNames[row.goal_status].toLowerCase(),
    row.target_date && <Due date={row.target_date} today={today} />,
  ],
  milestone: ({ row, today }) => [
    <>
      of <bdi>{row.parent_title}</bdi>
    </>,
    row.done === 1 ? 'reached' : row.target_date && <Due date={row.target_date} today={today} />,
  ],
  project: ({ row }) => [
    row.notes?.includes(markStart) && <MarkedText text={wordsOfPart(row.notes)} />,
    row.project_status === 'inactive' && 'inactive',
  ],
  plan: ({ row }) => [row.plan_status && planStatusNames[row.plan_status].toLowerCase(), ...tagMarks(row)],
  learning: ({ row, today }) => [
    row.date && <time datetime={row.date}>{shortDate(row.date, today)}</time>,
    ...tagMarks(row),
  ],
  feedback: ({ row, today }) => [
    row.date && <time datetime={row.date}>{shortDate(row.date, today)}</time>,
    ...tagMarks(row),
  ],
  task: ({ row, today }) => [
    row.done === 1
      ? 'done'
      : row.target_date && (
          <>
            due <time datetime={row.target_date}>{dayMonth(row.target_date, today)}</time>
          </>
        ),
  ],
  meeting: ({ row, today }) => [row.date && <time datetime={row.date}>{shortDate(row.date, today)}</time>],
  checkin: ({ row, today }) => [row.date && <time datetime={row.date}>{shortDate(row.date, today)}</time>],
  session: ({ row, reader, today }) => [
    row.date && <time datetime={row.date}>{shortDate(row.date, today)}</time>,
    row.project_name && <ProjectName name={row.project_name} color={row.color} />,
    ...tagMarks(row),
    row.time_zone && row.time_zone !== reader.time_zone && zoneWords(row.time_zone),
  ],
}

/** Text of a title. For cards and feedback it is the beginning of their markdown. */
const titleWords = ({ kind, title }: SearchHit) => (kind === 'card' || kind === 'feedback' ? wordsOfPart(title) : title)

/** Shows the kind of a hit among hits of other kinds. */
const KindMark = ({ kind }: { kind: Kind }) => (
  <>
    <Icon name={kindEntry(kind).icon} />
    <span class="sr-only">{kindEntry(kind).one}</span>
  </>
)

/** A hit with its matches marked, linked to its page. */
export const HitItem = (props: Props) => {
  const { row } = props
  return (
    <Row
      id={`found-${row.number}`}
      mark={<KindMark kind={row.kind} />}
      title={
        <RowTitle href={kindPage(row)}>
          {row.title ? <MarkedText text={titleWords(row)} /> : fallbackTitle(row)}
        </RowTitle>
      }
      facts={meta[row.kind]?.(props) ?? []}
      figures={row.kind === 'session' && row.duration_seconds !== null && <Duration seconds={row.duration_seconds} />}
      actions={
        row.kind === 'session' && (
          <RowActions>
            <RepeatButton id={row.id} title={plainTitle(row.title) || fallbackTitle(row)} />
          </RowActions>
        )
      }
    >
      {row.notes?.includes(markStart) && row.notes !== row.title && row.kind !== 'project' && (
        <div class="hint">
          <MarkedText text={wordsOfPart(row.notes)} />
        </div>
      )}
    </Row>
  )
}

type GroupProps = { group: HitGroup; hasMore: boolean; today: string }

/** Sessions with the same title and project, linked to their list. */
export const GroupItem = ({ group, hasMore, today }: GroupProps) => {
  const { hit, count, seconds } = group
  const title = plainTitle(hit.title)
  return (
    <Row
      id={`found-${hit.number}`}
      mark={<KindMark kind="session" />}
      title={
        <RowTitle href={sessionsTitledPath(title, hit.project_id)}>
          <MarkedText text={hit.title} />
        </RowTitle>
      }
      facts={[
        hasMore ? `${count} sessions or more` : plural(count, 'session'),
        hit.date && (
          <>
            latest <time datetime={hit.date}>{shortDate(hit.date, today)}</time>
          </>
        ),
        hit.project_name && <ProjectName name={hit.project_name} color={hit.color} />,
      ]}
      figures={<Duration seconds={seconds} />}
      actions={
        <RowActions>
          <RepeatButton id={hit.id} title={title} />
        </RowActions>
      }
    />
  )
}
