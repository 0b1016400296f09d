import type { LearningsPage as Page } from '../../functions/learnings/page-data'
import { monthName } from '../../functions/lib/format'
import { learningsPath } from '../links'
import { Rows } from '../ui/rows'
import { Section, TextLink } from '../ui/section'

/** Months of the shown year, with the years before and after it. */
export const MonthLinks = ({ months: { months, before, after }, view }: Pick<Page, 'months' | 'view'>) => {
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

/** Learnings of this day a month and a year ago; nothing without any. */
export const OnThisDay = ({ learnings, today }: { learnings: Page['onThisDay']; today: string }) =>
  learnings.length > 0 && (
    <Section id="on-this-day" title="On this day" summary="a month and a year ago">
      <Rows>
        {learnings.map(({ id, title, date }) => (
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
  )
